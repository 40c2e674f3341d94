// Whether a shape and a box have a point in common, and the part of a path within one.
#pragma once

#include <qitu/core/geometry/shape.h>

#include <vector>

namespace qitu::geometry {

/// They have a point in common, if only of their borders: exactly, as far as doubles can tell. A polygon by the
/// even-odd rule over its rings.
bool meets(const Shape &shape, const Box &box);

/// Leaves of a closed ring the part within the box, a closed ring again; nothing where there is none. Where it leaves the
/// box and comes back it runs along the box's border, and its points there lie on it to the last bit; it may touch itself
/// there (Sutherland and Hodgman, Reentrant polygon clipping, CACM 17 (1974), 1). `spare` is overwritten.
void clip_ring(std::vector<Point> &ring, std::vector<Point> &spare, const Box &box);

/// The parts of a line within the box, in order; what only touches it is none.
std::vector<std::vector<Point>> clipped_line(std::span<const Point> line, const Box &box);

} // namespace qitu::geometry
