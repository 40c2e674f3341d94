// What lies upon what, as a table, CSV or JSON.
#pragma once

#include <qitu/analysis/layer_overlay/layer_overlay.h>
#include <qitu/output/console/table.h>

#include <iosfwd>

namespace qitu::console {

/// A line for each class of each layer that a parcel, or what parcels are added up by, lies upon, and one for what lies
/// outside the layer. In the table the lines of a layer add up to the rounded whole. JSON has the parcels as "features",
/// sums as "rows".
void print(std::ostream &out, const layer_overlay::Analysis &analysis, Format format);

} // namespace qitu::console
