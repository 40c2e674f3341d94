#include "map_shift.h"

#include "angle.h"

#include <cmath>
#include <numbers>

namespace qitu::geodesy {

namespace {

using std::numbers::pi;

// The box that the maps move in.
bool in_china(Point p) {
    return p.x >= 72.004 && p.x <= 137.8347 && p.y >= 0.8293 && p.y <= 55.8271;
}

double waves(double t) {
    return (20 * std::sin(6 * t * pi) + 20 * std::sin(2 * t * pi)) * 2 / 3;
}

double east_of(double x, double y) {
    return 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * std::sqrt(std::abs(x)) + waves(x) +
           (20 * std::sin(x * pi) + 40 * std::sin(x / 3 * pi)) * 2 / 3 +
           (150 * std::sin(x / 12 * pi) + 300 * std::sin(x / 30 * pi)) * 2 / 3;
}

double north_of(double x, double y) {
    return -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * std::sqrt(std::abs(x)) + waves(x) +
           (20 * std::sin(y * pi) + 40 * std::sin(y / 3 * pi)) * 2 / 3 +
           (160 * std::sin(y / 12 * pi) + 320 * std::sin(y * pi / 30)) * 2 / 3;
}

// The offsets are metres, turned into degrees on Krassowsky's ellipsoid.
Point to_gcj02(Point p) {
    if (!in_china(p))
        return p;
    constexpr double a = 6378245;
    constexpr double e2 = 0.00669342162296594323;
    const double sine = std::sin(p.y * radian);
    const double w2 = 1 - e2 * sine * sine;
    const double w = std::sqrt(w2);
    const double east = east_of(p.x - 105, p.y - 35);
    const double north = north_of(p.x - 105, p.y - 35);
    return {p.x + east / (a / w * std::cos(p.y * radian)) / radian,
            p.y + north / (a * (1 - e2) / (w2 * w)) / radian};
}

Point gcj02_to_bd09(Point p) {
    constexpr double turn = pi * 3000 / 180;
    const double z = std::hypot(p.x, p.y) + 0.00002 * std::sin(p.y * turn);
    const double theta = std::atan2(p.y, p.x) + 0.000003 * std::cos(p.x * turn);
    return {z * std::cos(theta) + 0.0065, z * std::sin(theta) + 0.006};
}

} // namespace

Point moved(Point wgs84, Crs::MapShift shift) {
    const Point gcj02 = to_gcj02(wgs84);
    return shift == Crs::MapShift::bd09 ? gcj02_to_bd09(gcj02) : gcj02;
}

// The shift changes by less than a thousandth of the way: each step gains three digits.
Point unmoved(Point given, Crs::MapShift shift) {
    constexpr int steps = 10;
    Point p = given;
    for (int i = 0; i < steps; ++i) {
        const Point there = moved(p, shift);
        p = {p.x + given.x - there.x, p.y + given.y - there.y};
    }
    return p;
}

} // namespace qitu::geodesy
