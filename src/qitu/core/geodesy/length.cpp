#include "angle.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/geodesy/geodesy.h>

#include <geodesic.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>

namespace qitu::geodesy {

namespace {

double karney_length(Point from, Point to, const Ellipsoid &ellipsoid) {
    geod_geodesic geodesic{};
    geod_init(&geodesic, ellipsoid.a, ellipsoid.f);
    double length = 0;
    geod_inverse(&geodesic, from.y, from.x, to.y, to.x, &length, nullptr, nullptr);
    return length;
}

constexpr double longest_short = 2000; // m
constexpr double least_cosine2 = 0.1;

// The chord through space, then from chord to arc by the curvature at the middle. Everything is expanded
// about the middle latitude, so nothing large cancels; terms left out are (length / radius)^4.
double short_length(double width, double height, double sine, double cosine2, const Ellipsoid &ellipsoid) {
    const double e2 = ellipsoid.e2();
    const double w2 = 1 - e2 * sine * sine;
    const double across = ellipsoid.a / std::sqrt(w2);  // radius of curvature east
    const double along = across * (1 - e2) / w2;        // and north
    const double parallel2 = across * across * cosine2; // radius of the parallel, squared
    const double height2 = height * height;
    const double north =
        along * height * (1 + height2 / 24 * (3 * e2 * (cosine2 - sine * sine) - 1)); // a chord too
    // Product of the parallels' radii at both ends, less its value in the middle.
    const double more =
        -height2 / 4 * along * (across * cosine2 * (1 + 3 * e2 * sine * sine / w2) + along * sine * sine);
    const double half = width * (1 - width * width / 24); // 2 sin(width / 2)
    const double east2 = (parallel2 + more) * half * half;
    const double chord2 = north * north + east2;
    if (chord2 == 0)
        return 0;
    const double curvature = (north * north / along + east2 / across) / chord2;
    return std::sqrt(chord2) * (1 + chord2 * curvature * curvature / 24);
}

} // namespace

EdgeLength::EdgeLength(const Ellipsoid &ellipsoid) : ellipsoid_(ellipsoid) {}

double EdgeLength::operator()(Point from, Point to) const {
    const double width = longitude_between(from.x, to.x) * radian;
    const double height = (to.y - from.y) * radian;
    const double sine = std::sin((from.y + to.y) / 2 * radian);
    const double cosine2 = 1 - sine * sine;
    const double reach = longest_short / ellipsoid_.a;
    const bool is_short =
        cosine2 > least_cosine2 && height * height + cosine2 * width * width < reach * reach;
    return is_short ? short_length(width, height, sine, cosine2, ellipsoid_)
                    : karney_length(from, to, ellipsoid_);
}

double length(std::span<const Point> line, const Ellipsoid &ellipsoid) {
    const EdgeLength edge(ellipsoid);
    double sum = 0;
    for (std::size_t i = 0; i + 1 < line.size(); ++i)
        sum += edge(line[i], line[i + 1]);
    return sum;
}

Ring densified(std::span<const Point> path, double max_edge, Space space, const Ellipsoid &ellipsoid) {
    constexpr double least = 1; // m
    if (!(max_edge >= least))
        throw Error(ErrorKind::usage, say("The longest edge must be {} m or more, not {}.", least, max_edge));
    constexpr std::size_t most = 5'000'000; // points: the Earth's circumference in parts of 8 m
    const EdgeLength on_ellipsoid(ellipsoid);
    Ring result;
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (i > 0) {
            const Point from = path[i - 1];
            const Point step{path[i].x - from.x, path[i].y - from.y};
            const double length =
                space == Space::plane ? std::hypot(step.x, step.y) : on_ellipsoid(from, path[i]);
            const double parts = std::isfinite(length) ? std::max(1.0, std::ceil(length / max_edge)) : 1;
            if (static_cast<double>(result.size()) + parts > most)
                throw Error(ErrorKind::refused,
                            say("An edge of {:.0f} km would be cut into parts of {} m, more than {} in all. "
                                "Choose longer parts.",
                                length / 1000, max_edge, most));
            for (std::uint64_t part = 1; static_cast<double>(part) < parts; ++part) {
                const double share = static_cast<double>(part) / parts;
                result.push_back({from.x + step.x * share, from.y + step.y * share});
            }
        }
        result.push_back(path[i]);
    }
    return result;
}

} // namespace qitu::geodesy
