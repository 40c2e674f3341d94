// Cutting: how much of a shape lies in each zone, with edges straight in longitude and latitude, where area
// is exactly additive. Works near the shape: offsets from its middle, and only the zone's border around its
// box.
#pragma once

#include "overlay.h"
#include "zone_grid.h"

namespace qitu::tabulate {

/// Straight area of all rings, shells minus holes; `shape` holds offsets from `origin`.
double straight_area(const Shape &shape, Point origin, const geodesy::Ellipsoid &ellipsoid);
/// The shape's points as offsets from `origin`.
Shape moved(const Shape &shape, Point origin);

/// What of a zone matters for a box: its rings clipped to the box with a margin, as offsets from `origin`.
/// `whole` is set when the zone covers the box.
struct NearZone {
    Shape shape;
    bool whole = false;
};
NearZone near_zone(const Shape &zone, const Box &box, Point origin);

/// Measures in one zone: m² straight for polygons, m geodesic for lines, 1 for a point.
struct Share {
    std::uint32_t zone;
    double measure;
};

class Cutter {
  public:
    Cutter(const std::vector<Shape> &zones, const ZoneGrid &grid, const geodesy::Ellipsoid &ellipsoid);

    struct Cut {
        std::vector<Share> zones; // ascending, measures above 0
        double outside = 0;
        double relative_error = 0; // |Σ zones + outside − whole| / whole
    };
    /// `whole` is the shape's own measure; the cut's parts add up to it.
    void cut(const Shape &shape, const Box &box, double whole, Geos &geos, Cut &cut);

  private:
    void cut_polygon(const Shape &shape, const Box &box, double whole, Geos &geos, Cut &cut);
    void cut_line(const Shape &shape, const Box &box, double whole, Geos &geos, Cut &cut);
    void place_point(const Shape &shape, double whole, Cut &cut) const;

    const std::vector<Shape> &zones_;
    const ZoneGrid &grid_;
    geodesy::Ellipsoid ellipsoid_;
    std::vector<std::uint32_t> candidates_;
};

/// True when the point is inside the zone or on its border.
bool covers(const Shape &zone, Point p);

} // namespace qitu::tabulate
