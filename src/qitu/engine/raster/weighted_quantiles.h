// Quantiles of values weighted by ground, in memory that does not grow with the raster: each pass narrows every quantile
// down by some more binary digits of its value.
#pragma once

#include "band_pass.h"

namespace qitu::raster {

/// \pre `sums` are those of a pass over all cells
void add_quantiles(const ZonesOnGrid &zones, const OpenCells &open, const std::vector<double> &quantiles,
                   std::size_t threads, PassProgress &progress, std::vector<CellSums> &sums);

} // namespace qitu::raster
