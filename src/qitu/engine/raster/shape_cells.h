// Polygons one after another upon the cells of a raster: which part of each lies on which value.
#pragma once

#include <qitu/core/geometry/shape.h>
#include <qitu/engine/raster/grid.h>

#include <map>
#include <memory>

namespace qitu::raster {

/// Parts of a polygon's ground; all of them are 1 together.
struct GroundParts {
    std::map<double, double> by_value;
    double no_data = 0; // in the raster, where it has no value
    double outside = 0; // of the raster
};

/// By the definitions of raster_totals.h: each cell by the exact share of it that the polygon covers, and by its ground on the
/// ellipsoid. Reads only the cells around a polygon. One per thread.
class ShapeCells {
  public:
    /// \param target datum of the polygons. Throws Error (refused) where the frame of the grid is no place on Earth.
    ShapeCells(const Grid &grid, geodesy::Target target, std::unique_ptr<CellSource> cells);
    ~ShapeCells();
    ShapeCells(ShapeCells &&) noexcept;

    /// \param polygon valid, in degrees \param straight_m2 its area with edges straight in longitude and latitude
    /// A polygon beyond the domain of the raster's projection lies outside. Throws Error (refused) where cells and polygon are more
    /// than a thousandth of it apart.
    GroundParts of(const geometry::Shape &polygon, double straight_m2);
    /// The same for who does not know its area.
    GroundParts of(const geometry::Shape &polygon);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace qitu::raster
