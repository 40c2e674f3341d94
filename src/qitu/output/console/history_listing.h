// The records of a workspace's history as a listing.
#pragma once

#include <qitu/data/workspace/history.h>
#include <qitu/output/console/table.h>

#include <iosfwd>
#include <vector>

namespace qitu::console {

/// What one program did to many rows in one go is one line of the table; CSV and JSON have every record.
void print(std::ostream &out, const std::vector<workspace::Record> &records, Format format);

} // namespace qitu::console
