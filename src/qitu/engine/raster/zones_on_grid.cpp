#include "edges_in_cells.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/parallel.h>
#include <qitu/engine/overlay/prepared_zones.h>
#include <qitu/engine/overlay/zone_overlay.h>
#include <qitu/engine/raster/zones_on_grid.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace qitu::raster {

namespace {

using overlay::Geos;

// ---------------------------------------------------------------- area of a zone

void refuse_too_far(const Box &box, double meridian, const std::string &code) {
    const geodesy::GaussKrueger plane(meridian);
    for (const double x : {box.min_x, box.max_x})
        for (const double y : {box.min_y, box.max_y})
            if (!plane.covers({x, y}))
                throw Error(ErrorKind::refused,
                            say("Zone {} reaches too far from the central meridian {:g}° for "
                                "td1055; the geodesic method measures it.",
                                code, meridian));
}

double area_by(geodesy::Method method, const Shape &zone, const std::string &code,
               const overlay::PreparedZones &prepared, const geodesy::Crs &crs) {
    const Box box = geometry::box_of(zone.points);
    if (method == geodesy::Method::straight)
        return overlay::straight_area(geometry::moved(zone, box.middle()), box.middle(), prepared.ellipsoid);
    const double meridian =
        crs.gauss_krueger() ? crs.central_meridian() : geodesy::central_meridian_near(box.middle().x);
    if (method == geodesy::Method::td1055)
        refuse_too_far(box, meridian, code);
    geodesy::RingArea ring_area(method, prepared.ellipsoid);
    return geometry::area_of_rings(zone,
                                   [&](std::span<const Point> ring) { return ring_area(ring, meridian); });
}

void refuse_beyond(const std::vector<CellEdge> &edges, const std::string &code, const Grid &grid) {
    for (const CellEdge &edge : edges)
        if (!geometry::is_finite(edge.low) || !geometry::is_finite(edge.high))
            throw Error(ErrorKind::refused,
                        say("Zone {} reaches beyond the domain of the raster's projection {}. Use "
                            "zones that lie in it.",
                            code, grid.crs.name()));
}

// ---------------------------------------------------------------- bands

void put_into_bands(std::vector<CellBand> &bands, std::uint32_t zone, const std::vector<CellEdge> &edges,
                    const Grid &grid, int band_rows) {
    for (const CellEdge &edge : edges) {
        if (edge.high.y <= 0 || edge.low.y >= grid.rows)
            continue;
        const int first = static_cast<int>(std::max(0.0, edge.low.y)) / band_rows;
        const int last = static_cast<int>(std::min<double>(grid.rows - 1, edge.high.y)) / band_rows;
        const double left = std::min(edge.low.x, edge.high.x), right = std::max(edge.low.x, edge.high.x);
        for (int i = first; i <= last; ++i) {
            CellBand &band = bands[static_cast<std::size_t>(i)];
            band.begin =
                std::min(band.begin, static_cast<int>(std::clamp<double>(std::floor(left), 0, grid.columns)));
            band.end =
                std::max(band.end, static_cast<int>(std::clamp<double>(std::ceil(right), 0, grid.columns)));
            if (left >= grid.columns)
                continue; // it closes the zone beyond the last column
            if (band.zones.empty() || band.zones.back().zone != zone)
                band.zones.push_back({zone, {}});
            band.zones.back().edges.push_back(edge);
        }
    }
}

std::vector<CellBand> empty_bands(const Grid &grid, int band_rows) {
    std::vector<CellBand> bands;
    for (int first = 0; first < grid.rows; first += band_rows)
        bands.push_back({first, std::min(grid.rows, first + band_rows), grid.columns, 0, {}});
    return bands;
}

} // namespace

ZonesOnGrid zones_on_grid(const overlay::Zones &zones, const Grid &grid, geodesy::Method method,
                          int band_rows, int threads) {
    Geos geos;
    overlay::PreparedZones prepared =
        overlay::prepare_zones(zones, grid.crs, geos, qitu::threads_for(threads));
    ZonesOnGrid result{grid, prepared.target, method, {}, {}, {}, {}, std::move(prepared.findings), {}};
    constexpr double rounding = 1e-12; // of a zone
    const ToCells to_cells(grid, prepared.target);
    const Shape frame = to_cells.frame();
    const Box frame_box = geometry::box_of(frame.points);
    std::vector<CellBand> bands = empty_bands(grid, band_rows);
    EdgesInCells in_cells(to_cells);
    for (std::size_t i = 0; i < prepared.shapes.size(); ++i) {
        const Shape &zone = prepared.shapes[i];
        const double turn = to_cells.straight() ? turn_to_meet(geometry::box_of(zone.points), frame_box) : 0;
        const std::vector<CellEdge> edges = in_cells.of(zone, turn);
        refuse_beyond(edges, prepared.codes[i], grid);
        const double straight =
            area_by(geodesy::Method::straight, zone, prepared.codes[i], prepared, zones.crs);
        result.straight_m2.push_back(straight);
        result.m2.push_back(area_by(method, zone, prepared.codes[i], prepared, zones.crs));
        const double common = lie_in(edges, grid)
                                  ? straight
                                  : common_m2(geometry::moved(zone, {-turn, 0}), frame, prepared.ellipsoid);
        result.within_m2.push_back(common > straight * (1 - rounding) ? straight : common);
        put_into_bands(bands, static_cast<std::uint32_t>(i), edges, grid, band_rows);
    }
    std::erase_if(bands, [](const CellBand &band) { return band.zones.empty() || band.begin >= band.end; });
    result.bands = std::move(bands);
    result.codes = std::move(prepared.codes);
    return result;
}

} // namespace qitu::raster
