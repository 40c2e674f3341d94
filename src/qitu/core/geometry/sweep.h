// Whether a long ring is simple, by a line that sweeps over it.
#pragma once

#include <qitu/core/geometry/point.h>

#include <span>

namespace qitu::geometry {

/// As surely_simple, for rings of any length, in n log n (Shamos and Hoey, Geometric intersection problems, FOCS 1976).
/// False too where two edges come so near that rounding could decide. \pre the ring is closed, with four points at least
bool surely_simple_by_sweep(std::span<const Point> ring);

} // namespace qitu::geometry
