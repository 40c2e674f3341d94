// A point, and paths of points. All of the library's coordinates are of this type.
#pragma once

#include <vector>

namespace qitu::geometry {

struct Point {
    double x = 0; // longitude in degrees, or easting in metres
    double y = 0; // latitude in degrees, or northing in metres
    friend bool operator==(const Point &, const Point &) = default;
};

/// A ring is closed: its last point equals its first.
using Ring = std::vector<Point>;
/// First ring the shell, further rings holes, whatever their orientation.
using Polygon = std::vector<Ring>;

} // namespace qitu::geometry
