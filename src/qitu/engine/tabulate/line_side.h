// On which side of a line a point lies, when doubles can tell.
#pragma once

#include "shape.h"

namespace qitu::tabulate {

/// 1 left of a→b, -1 right of it, 0 on it or so near that rounding could decide (error bound after
/// J. R. Shewchuk, Adaptive precision floating-point arithmetic, Discrete Comput. Geom. 18 (1997), 4.3).
inline int side(Point a, Point b, Point c) {
    const double left = (b.x - a.x) * (c.y - a.y);
    const double right = (b.y - a.y) * (c.x - a.x);
    const double det = left - right;
    const double bound = 3.4e-16 * ((left < 0 ? -left : left) + (right < 0 ? -right : right));
    return det > bound ? 1 : det < -bound ? -1 : 0;
}

inline Box box_of_edge(Point a, Point b) {
    return {std::min(a.x, b.x), std::min(a.y, b.y), std::max(a.x, b.x), std::max(a.y, b.y)};
}

} // namespace qitu::tabulate
