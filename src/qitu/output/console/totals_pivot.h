// Totals with a line for each unit and a column for each group.
#pragma once

#include <qitu/output/console/console.h>

#include <iosfwd>

namespace qitu::console {

/// Net area of each layer; net length or number where it has none. In JSON as `pivots`, by layer, beside what there is without.
/// Throws Error (usage) for CSV of several layers, whose groups are not the same.
void print_pivot(std::ostream &out, const indicators::Totals &totals, const catalogue::Catalogue &catalogue,
                 Format format, const TotalsView &view);

} // namespace qitu::console
