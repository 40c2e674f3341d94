// On which side of a line a point lies, what lies in a polygon, and which rings are simple beyond doubt.
#pragma once

#include <qitu/core/geometry/shape.h>

#include <cmath>
#include <span>
#include <tuple>

namespace qitu::geometry {

/// 1 left of a→b, -1 right of it, 0 on it or so near that rounding could decide (error bound after
/// J. R. Shewchuk, Adaptive precision floating-point arithmetic, Discrete Comput. Geom. 18 (1997), 4.3).
inline int side(Point a, Point b, Point c) {
    const double left = (b.x - a.x) * (c.y - a.y);
    const double right = (b.y - a.y) * (c.x - a.x);
    const double det = left - right;
    const double bound = 3.4e-16 * ((left < 0 ? -left : left) + (right < 0 ? -right : right));
    return det > bound ? 1 : det < -bound ? -1 : 0;
}

/// An order in which points are sorted: by x, and by y where that is equal.
inline bool before(Point a, Point b) {
    return std::tie(a.x, a.y) < std::tie(b.x, b.y);
}

inline bool is_finite(Point p) {
    return std::isfinite(p.x) && std::isfinite(p.y);
}
inline bool all_finite(std::span<const Point> points) {
    return std::all_of(points.begin(), points.end(), is_finite);
}

/// By the even-odd rule over all rings; a point on the border may be either.
bool contains(const Rings &rings, Point p);

/// As far as doubles can tell.
bool on_border(const Rings &rings, Point p);

/// In one of both.
bool covers(const Rings &rings, Point p);

/// True when a closed ring certainly neither crosses nor touches itself; false says nothing. A small part of
/// what GEOS takes to say whether its polygon is valid, which is quadratic for long edges side by side.
bool surely_simple(std::span<const Point> ring);

} // namespace qitu::geometry
