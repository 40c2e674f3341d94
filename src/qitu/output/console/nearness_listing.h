// What lies nearest to features, as a table, CSV or JSON.
#pragma once

#include <qitu/analysis/nearby/nearby.h>
#include <qitu/output/console/table.h>

#include <iosfwd>

namespace qitu::console {

/// A line for each feature and layer, empty behind the layer where nothing of it is so near.
void print(std::ostream &out, const nearby::Nearness &nearness, Format format);

} // namespace qitu::console
