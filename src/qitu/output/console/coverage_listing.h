// Whether polygons are a coverage, as a table, CSV or JSON.
#pragma once

#include <qitu/analysis/coverage_check/coverage_check.h>
#include <qitu/output/console/table.h>

#include <iosfwd>

namespace qitu::console {

/// The table sums up and lists faults, and what zones lost and won where they were cleaned; CSV has the faults alone, JSON all.
void print(std::ostream &out, const coverage_check::Check &check, Format format);

} // namespace qitu::console
