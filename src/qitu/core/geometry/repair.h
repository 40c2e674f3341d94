// The one rule of repair, for all that measures, checks, cuts or imports features.
//
//  - An invalid polygon counts with every part that it encloses: a bow-tie with both lobes, parts that
//    overlap once. (GEOS MakeValid, structure method. It may lose a ring that runs back along itself to
//    within rounding: then its points are rounded to a grid of 0.1 µm first.)
//  - A hole takes away what it shares with its shell. A hole outside its shell makes no land.
//  - A ring of fewer than four points, the last of which repeats the first, encloses nothing: a hole of that
//    kind takes nothing away, a shell of that kind is no part.
//  - What is left must be valid, and of the same kind; else nothing is left, and the feature is rejected.
//
// All this is done in the coordinates at hand. To get the same area to the last bit wherever a feature is
// measured, bring it to longitude and latitude first: lines that cross in a plane cross elsewhere in degrees.
#pragma once

#include <qitu/core/base/language.h>
#include <qitu/core/geometry/shape.h>

#include <optional>

namespace qitu::geometry {

class Geos;

/// Why a geometry is invalid, and where.
struct Defect {
    Names reason;
    std::optional<Point> place; // in the coordinates of the shape
};

/// Nothing when it is valid. Most parcels are told so without GEOS.
std::optional<Defect> find_defect(const Shape &shape, Geos &geos);

/// The shape by the rule above, multi-part; empty when nothing is left of it.
Shape make_valid(const Shape &shape, Geos &geos);

/// Every part that the lines of the shape enclose, in turn inside and outside (GEOS MakeValid, linework
/// method): what a repair is held against.
Shape polygons_between_lines(const Shape &shape, Geos &geos);

/// The same with a GEOS context of their own, where they need one: for those who ask now and then.
std::optional<Defect> find_defect(const Shape &shape);
Shape make_valid(const Shape &shape);
Shape polygons_between_lines(const Shape &shape);

} // namespace qitu::geometry
