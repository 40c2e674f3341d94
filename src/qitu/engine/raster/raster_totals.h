// Zones × the cells of a raster: classes, or statistics of values.
//
// Definitions (docs/rasters.md):
//  share      of a cell: what part of it the zone covers, exactly
//  cell       its ground on the ellipsoid: the closed form between two parallels and two meridians; of a projected grid,
//             what lies between its corners
//  zone       its area by the method that was asked for, as the engine measures it as a feature. What lies in the raster
//             is divided among the cells in proportion to share × cell; the rest is outside. So for every zone
//             Σ classes + no data + outside = its area.
//  closing    how far Σ share × cell was from the zone's ground in the raster before that, straight edges in both
#pragma once

#include <qitu/engine/raster/cell_sums.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace qitu::raster {

struct ZoneTotals {
    std::string zone;
    double m2 = 0;         // by the method
    double no_data_m2 = 0; // within the raster, where it has no value
    double outside_m2 = 0; // of the raster
    [[nodiscard]] double known_m2() const { return m2 - no_data_m2 - outside_m2; }
};

struct ClassRow {
    std::size_t zone = 0; // its place among the totals
    std::int64_t value = 0;
    double m2 = 0;
};

struct ZoneStatistics {
    std::size_t zone = 0;
    double m2 = 0; // of the ground with a value
    // None where no ground has a value.
    std::optional<double> mean{}, least{}, most{}; // the mean is weighted by ground
    double sum = 0;                                // each value by the share of its cell
    std::vector<std::optional<double>> quantiles{};
};

struct RasterTotals {
    geodesy::Method method = geodesy::Method::td1055;
    std::vector<ZoneTotals> zones;          // by code
    std::vector<ClassRow> classes;          // by zone, then value
    std::vector<ZoneStatistics> statistics; // by zone
    double worst_closing = 0;               // of a zone's area
    std::vector<overlay::ZoneFinding> findings;
};

/// Throws Error (refused) where cells and zone are more than a thousandth of the zone apart: then one of both is not
/// what it is taken for.
RasterTotals raster_totals(const ZonesOnGrid &zones, const std::vector<CellSums> &sums, SumAs as);

} // namespace qitu::raster
