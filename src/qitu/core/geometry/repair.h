// The one rule of repair, for all that measures, checks, cuts or imports features.
//
//  - An invalid polygon counts with every part that it encloses: a bow-tie with both lobes, parts that
//  overlap
//    once. (GEOS MakeValid, structure method.)
//  - A hole takes away what it shares with its shell. A hole outside its shell makes no land.
//  - A ring of fewer than four points, the last of which repeats the first, encloses nothing: a hole of that
//    kind takes nothing away, a shell of that kind is no part.
//  - What is left must be valid, and of the same kind; else nothing is left, and the feature is rejected.
//
// All this is done in the coordinates at hand. To get the same area to the last bit wherever a feature is
// measured, bring it to longitude and latitude first: lines that cross in a plane cross elsewhere in degrees.
#pragma once

#include <qitu/core/base/language.h>
#include <qitu/core/geometry/geos.h>

namespace qitu::geometry {

/// Why a geometry is invalid, and where.
struct Defect {
    Names reason;
    std::optional<Point> place; // in the coordinates of the shape
};

/// Nothing when it is valid. Most parcels are told so without GEOS.
std::optional<Defect> find_defect(const Shape &shape, Geos &geos);

/// The shape by the rule above, multi-part; empty when nothing is left of it.
Shape make_valid(const Shape &shape, Geos &geos, MakeValidMethod method = MakeValidMethod::structure);

} // namespace qitu::geometry
