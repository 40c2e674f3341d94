#include "places.h"

#include "angle.h"

#include <qitu/core/base/message.h>

#include <algorithm>
#include <cmath>

namespace qitu::geodesy {

namespace {

constexpr double quarter_m = 10'002'000; // from the equator to a pole
constexpr double reach_m = 4'000'000;    // from the central meridian: the series hold
constexpr double around_m = 40'100'000;  // the Earth: no projection of it is wider

std::optional<NoPlace> not_finite(std::span<const Point> points) {
    for (std::size_t i = 0; i < points.size(); ++i)
        if (!std::isfinite(points[i].x) || !std::isfinite(points[i].y))
            return NoPlace{i, said("vertex {} is not a number", i + 1)};
    return std::nullopt;
}

std::optional<NoPlace> beyond_degrees(std::span<const Point> points, double most_longitude) {
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (std::abs(points[i].y) > 90)
            return NoPlace{i, said("the latitude of vertex {} is {:.9g}°, beyond 90°", i + 1, points[i].y)};
        if (points[i].x < -180 || points[i].x > most_longitude)
            return NoPlace{i, said("the longitude of vertex {} is {:.9g}°, beyond 180°", i + 1, points[i].x)};
    }
    return std::nullopt;
}

std::optional<NoPlace> beyond_plane(std::span<const Point> points, double false_easting, double widest,
                                    double highest) {
    for (std::size_t i = 0; i < points.size(); ++i)
        if (std::abs(points[i].x - false_easting) > widest || std::abs(points[i].y) > highest)
            return NoPlace{i, said("vertex {} ({:.9g}, {:.9g}) lies beyond the domain of the projection",
                                   i + 1, points[i].x, points[i].y)};
    return std::nullopt;
}

// Longitudes beyond 180° are meant where all of a feature lies near there; else one of them is mistyped.
double most_longitude(std::span<const Point> points) {
    constexpr double widest = 45;
    const auto [least, most] =
        std::minmax_element(points.begin(), points.end(), [](Point a, Point b) { return a.x < b.x; });
    return least != points.end() && most->x - least->x <= widest ? 360 : 180;
}

std::optional<NoPlace> ambiguous_edge(std::span<const Point> degrees,
                                      std::span<const std::uint32_t> path_ends) {
    constexpr double half = 180;
    std::size_t begin = 0;
    for (const std::size_t end : path_ends) {
        for (std::size_t i = begin + 1; i < end; ++i)
            if (std::abs(degrees[i].x - degrees[i - 1].x) > half)
                return NoPlace{i - 1,
                               said("the edge from vertex {} at {:.9g}° to {:.9g}° is wider than 180°. If it "
                                    "crosses the 180° meridian, cut the feature there",
                                    i, degrees[i - 1].x, degrees[i].x)};
        begin = end;
    }
    return std::nullopt;
}

} // namespace

std::optional<NoPlace> no_coordinate(std::span<const Point> points, const Crs &crs) {
    if (auto bad = not_finite(points))
        return bad;
    if (crs.geographic())
        return std::abs(crs.unit() - radian) < 1e-15 ? beyond_degrees(points, 360) : std::nullopt;
    if (crs.gauss_krueger())
        return beyond_plane(points, crs.false_easting(), reach_m, quarter_m);
    // eastings with a zone in front are as large as that, and feet are shorter than metres
    const double widest = std::max(2 * around_m, 2 * around_m / crs.unit());
    return beyond_plane(points, 0, widest, widest);
}

std::optional<NoPlace> no_place(std::span<const Point> degrees, std::span<const std::uint32_t> path_ends) {
    for (std::size_t i = 0; i < degrees.size(); ++i)
        if (!std::isfinite(degrees[i].x) || !std::isfinite(degrees[i].y))
            return NoPlace{i, said("vertex {} lies beyond the domain of the projection", i + 1)};
    if (auto bad = beyond_degrees(degrees, most_longitude(degrees)))
        return bad;
    return ambiguous_edge(degrees, path_ends);
}

} // namespace qitu::geodesy
