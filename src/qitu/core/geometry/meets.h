// Whether a shape and a box have a point in common, and the part of a path within one.
#pragma once

#include <qitu/core/geometry/shape.h>

#include <vector>

namespace qitu::geometry {

/// They have a point in common, if only of their borders: exactly, as far as doubles can tell. A polygon by the
/// even-odd rule over its rings.
bool meets(const Shape &shape, const Box &box);

/// The part of a closed ring within the box, a closed ring again; empty where there is none. Where it leaves the box
/// and comes back it runs along the box's border, so that it may touch itself there (Sutherland and Hodgman,
/// Reentrant polygon clipping, CACM 17 (1974), 1).
std::vector<Point> clipped_ring(std::span<const Point> ring, const Box &box);

/// The parts of a line within the box, in order; what only touches it is none.
std::vector<std::vector<Point>> clipped_line(std::span<const Point> line, const Box &box);

} // namespace qitu::geometry
