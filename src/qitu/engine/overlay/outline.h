// The border of some ground as rings, from its steps in no order. Only the plain case: whatever needs a
// decision (an end with two ways on, a hole) is left to GEOS.
#pragma once

#include <qitu/engine/overlay/arrangement.h>

#include <vector>

namespace qitu::overlay {

/// One polygon for each ring; false when the case is not plain. The steps are offsets from `origin`, the
/// shape is not. They are sorted. \pre they close.
bool trace_outline(std::vector<Arrangement::Step> &steps, Point origin, Shape &shape);

/// A point inside the polygons, where a line through the middle of the largest crosses the most ground.
/// \pre one at least
Point point_inside(const Shape &shape);
/// The same of WKB; nothing where it is not a polygon.
std::optional<Point> point_inside(std::span<const std::byte> wkb);

} // namespace qitu::overlay
