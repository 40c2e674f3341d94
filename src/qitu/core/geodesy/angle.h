// Degrees and radians.
#pragma once

#include <cmath>
#include <numbers>

namespace qitu::geodesy {

inline constexpr double radian = std::numbers::pi / 180.0;

/// From one longitude to another the short way round, in degrees.
inline double longitude_between(double from, double to) {
    const double difference = to - from;
    return std::abs(difference) <= 180 ? difference : std::remainder(difference, 360.0);
}

} // namespace qitu::geodesy
