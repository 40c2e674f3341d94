// Slopes from heights, and their classes.
//
// The method is Horn's (B. K. P. Horn, Hill shading and the reflectance map, Proc. IEEE 69 (1981) 14-47): differences over
// the eight cells around, those beside it counted twice. A cell at the raster's edge, or beside one without a height, has
// no slope.
#pragma once

#include <qitu/engine/raster/grid.h>

#include <cstdint>
#include <memory>
#include <string_view>

namespace qitu::raster {

/// Horn's slope in degrees from the heights of nine cells, row by row; `dx` and `dy` are the cell's sides in the heights'
/// unit. NaN where one is NaN.
double horn_slope(const double (&heights)[3][3], double dx, double dy);

/// The five classes of the national scheme (坡度分级, TD/T 1055-2019): 1 to 2°, 2 to 6°, 3 to 15°, 4 to 25°, 5 beyond, each
/// with its upper end; 0 for NaN.
std::uint8_t slope_class(double degrees);

/// "≤2°", "2°–6°" … \pre 1 to 5
std::string_view slope_class_name(std::int64_t number);

/// The sides of a row's cells on the ground, m: of cells between meridians and parallels on the ellipsoid, of others in
/// their plane. \pre a geographic grid counts in degrees
Point cell_sides(const Grid &grid, int row);

enum class SlopeAs { degrees, classes };

/// Heights as slopes in degrees (float), or as classes (0: none). Heights are m.
std::unique_ptr<CellSource> slopes_of(std::unique_ptr<CellSource> heights, const Grid &grid, SlopeAs as);

} // namespace qitu::raster
