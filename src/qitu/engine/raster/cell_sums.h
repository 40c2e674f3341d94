// The cells of a raster summed by zones: the ground of each class, or statistics of values. One pass over the raster, and
// some more for quantiles.
#pragma once

#include <qitu/core/base/progress.h>
#include <qitu/engine/raster/zones_on_grid.h>

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <vector>

namespace qitu::raster {

/// Of one zone. Ground is m² as the cells have it, each by the share that the zone covers.
struct CellSums {
    double m2 = 0;                          // of all cells
    double no_data_m2 = 0;                  // of those without a value
    std::map<std::int64_t, double> classes; // ground of each value
    double weighted = 0;                    // Σ value × ground
    double sum = 0;                         // Σ value × share
    double least = std::numeric_limits<double>::infinity();
    double most = -std::numeric_limits<double>::infinity();
    std::vector<double> quantiles; // as asked for; NaN where there is no value
};

enum class SumAs { classes, statistics };

struct SumOptions {
    SumAs as = SumAs::classes;
    std::vector<double> quantiles; // of the ground by value, 0 to 1; with statistics
    int threads = 0;               // 0: all cores
    Progress progress{};           // bands done, of all passes
};

/// Opens the raster once more: each thread reads by itself.
using OpenCells = std::function<std::unique_ptr<CellSource>()>;

/// By zone, in their order. No bit depends on the number of threads. A quantile q is the least value such that the cells
/// with no greater one have q of the ground. Throws Error (refused) for more than 100 000 classes, and where a cell that
/// zones cover is no place on Earth.
std::vector<CellSums> sum_cells(const ZonesOnGrid &zones, const OpenCells &open, const SumOptions &options);

} // namespace qitu::raster
