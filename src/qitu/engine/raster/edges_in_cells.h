// Polygons brought to the cells of a grid, their edges as the curves that they are there.
#pragma once

#include <qitu/core/geometry/shape.h>
#include <qitu/engine/overlay/names.h>
#include <qitu/engine/raster/cell_shares.h>
#include <qitu/engine/raster/grid.h>

#include <span>
#include <vector>

namespace qitu::raster {

using overlay::Box;
using overlay::Kind;
using overlay::Rings;
using overlay::Shape;

/// Points of longitude and latitude in cells.
class ToCells {
  public:
    ToCells(const Grid &grid, geodesy::Target target) : grid_(grid), to_geographic_(grid.crs, {}, target) {}

    [[nodiscard]] bool straight() const { return to_geographic_.takes_as_they_are(); }
    void apply(std::span<Point> points) const {
        to_geographic_.back(points);
        for (Point &point : points)
            point = grid_.in_cells(point);
    }
    /// The border of the grid in longitude and latitude. Throws Error (refused) where it is no place on Earth.
    [[nodiscard]] Shape frame() const;

  private:
    Grid grid_;
    geodesy::ToGeographic to_geographic_;
};

/// A zone's edges in cells, as they come: from the one end to the other, whichever way its ring goes.
class EdgesInCells {
  public:
    explicit EdgesInCells(const ToCells &to_cells) : to_cells_(to_cells) {}

    /// `turn` degrees of longitude are added first.
    std::vector<CellEdge> of(const Shape &zone, double turn) {
        to_cells_.straight() ? take_straight(zone, turn) : take_curved(zone);
        return edges_.take();
    }

  private:
    void take_straight(const Shape &zone, double turn);
    void take_curved(const Shape &zone);
    void add_triples(Point a, Point b, double forward);
    void add_parabola(Point a, Point middle, Point b, double forward);

    const ToCells &to_cells_;
    CellEdges edges_;
    std::vector<Point> triples_;
    std::vector<double> forward_;
};

/// What of 0 and ±360° of longitude brings the zone to the frame: a raster may count longitudes from 0 to 360°.
double turn_to_meet(const Box &zone, const Box &frame);

/// Whether all of them lie in the grid.
bool lie_in(const std::vector<CellEdge> &edges, const Grid &grid);

/// What of a zone lies in the frame, with edges straight in longitude and latitude.
double common_m2(const Shape &zone, const Shape &frame, const geodesy::Ellipsoid &ellipsoid);

} // namespace qitu::raster
