// Which features really overlap. Most pairs whose boxes meet are neighbours along a common edge; they are
// told apart by their shared vertices, and only what stays in doubt is asked of GEOS.
#pragma once

#include "shape.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace qitu::tabulate {

/// Shells counter-clockwise, holes clockwise, so that the interior is on the left of every edge.
void orient(Shape &shape);

/// Pairs (i < j) whose boxes overlap by more than a line, in ascending order.
std::vector<std::pair<std::uint32_t, std::uint32_t>> box_pairs(const std::vector<Box> &boxes);

enum class Contact { apart, overlap, doubt };

/// `apart` only when the interiors provably have no point in common; `doubt` where vertices touch edges
/// midway or edges run along each other. \pre both are oriented polygons.
Contact contact(const Shape &a, const Box &box_a, const Shape &b, const Box &box_b);

/// True when a polygon of one small ring certainly neither crosses nor touches itself; false sends it to
/// GEOS.
bool surely_simple(const Shape &shape);

} // namespace qitu::tabulate
