// Borders for a small map: projected, put on a grid, simplified so that neighbours still match.
#pragma once

#include <qitu/core/geodesy/geodesy.h>
#include <qitu/data/workspace/workspace.h>
#include <qitu/output/map/conic.h>

#include <functional>
#include <string>
#include <vector>

namespace qitu::map {

/// A place on the map's grid, x to the right and y down.
struct GridPoint {
    int x = 0;
    int y = 0;
    auto operator<=>(const GridPoint &) const = default;
};
using GridRing = std::vector<GridPoint>; // its last point equals its first

struct Shape {
    std::string code;
    std::string name;
    std::string league;
    std::vector<GridRing> rings;
};

struct MapBorders {
    int width = 0;
    int height = 0;
    double metres_per_unit = 0;
    Placing placing{};                                      // the same as `place`, for scripts
    std::function<GridPoint(const geodesy::Point &)> place; // longitude and latitude on the map
    std::vector<Shape> banners;                             // simplified
    std::vector<Shape> leagues;                             // as they are, for their labels
    std::vector<std::vector<GridPoint>>
        league_border; // lines where two leagues meet, or a league and the outside
};

/// Albers' equal-area conic on the sphere, fitted to the banners, `width` units wide. Each stretch of border
/// between two junctions is simplified (Douglas-Peucker) once for both sides. Throws Error (refused) when a
/// border is no polygon.
MapBorders map_borders(const std::vector<workspace::Boundary> &banners,
                       const std::vector<workspace::Boundary> &leagues, int width);
/// The same map with nothing drawn on it.
MapBorders empty_map(const std::vector<workspace::Boundary> &banners, int width);

/// In square units, whichever way the ring runs.
double area_of(const GridRing &ring);

/// Lines simplified to `tolerance`, from the smaller end so that both sides of a border give the same.
std::vector<GridPoint> simplified(std::vector<GridPoint> line, double tolerance);

} // namespace qitu::map
