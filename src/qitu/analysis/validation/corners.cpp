#include "corners.h"

#include <qitu/core/geodesy/geodesy.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>

namespace qitu::validation {

namespace {

using geometry::Point;
using geometry::Ring;

constexpr double radian = std::numbers::pi / 180;

struct Arm {
    double x, y;
    [[nodiscard]] double square() const { return x * x + y * y; }
};

// A degree of longitude over one of latitude: N cos φ over M. Over the length of two edges the ground is
// flat.
double shrink_at(double latitude) {
    const double s = std::sin(latitude * radian);
    const double e2 = geodesy::cgcs2000.e2();
    return std::cos(latitude * radian) * (1 - e2 * s * s) / (1 - e2);
}

Arm arm(Point from, Point to, double shrink) {
    return {(to.x - from.x) * shrink, to.y - from.y};
}

Ring without_repeats(std::span<const Point> ring) {
    Ring kept;
    kept.reserve(ring.size());
    for (const Point point : ring)
        if (kept.empty() || kept.back() != point)
            kept.push_back(point);
    if (kept.size() > 1 && kept.front() == kept.back())
        kept.pop_back();
    return kept;
}

// Its vertices, each once.
std::span<const Point> corners_of(std::span<const Point> ring, Ring &buffer) {
    if (ring.size() > 1 && ring.front() == ring.back() &&
        std::adjacent_find(ring.begin(), ring.end()) == ring.end())
        return ring.first(ring.size() - 1);
    buffer = without_repeats(ring);
    return buffer;
}

void look_at(std::span<const Point> ring, double cosine_of_limit, std::optional<Corner> &sharpest) {
    constexpr double same_latitude = 1e-3; // the angle of a corner changes by less than 2e-5 of itself
    const std::size_t count = ring.size();
    double latitude = HUGE_VAL;
    double shrink = 1;
    for (std::size_t i = 0; i < count; ++i) {
        const Point at = ring[i];
        if (!(std::abs(at.y - latitude) < same_latitude)) {
            latitude = at.y;
            shrink = shrink_at(latitude);
        }
        const Arm back = arm(at, ring[(i + count - 1) % count], shrink);
        const Arm on = arm(at, ring[(i + 1) % count], shrink);
        const double dot = back.x * on.x + back.y * on.y;
        const double lengths = back.square() * on.square();
        if (dot <= 0 || dot * dot <= cosine_of_limit * cosine_of_limit * lengths)
            continue;
        const double cross = back.x * on.y - back.y * on.x;
        const double degrees = std::atan2(std::abs(cross), dot) / radian;
        if (!sharpest || degrees < sharpest->degrees)
            sharpest = Corner{degrees, at};
    }
}

} // namespace

std::optional<Corner> sharpest_corner(const geometry::Shape &shape, double below_degrees) {
    if (shape.kind != geometry::Kind::polygon)
        return std::nullopt;
    std::optional<Corner> sharpest;
    const double cosine = std::cos(std::clamp(below_degrees, 0.0, 90.0) * radian);
    Ring buffer;
    for (std::size_t ring = 0; ring < shape.paths(); ++ring)
        look_at(corners_of(shape.path(ring), buffer), cosine, sharpest);
    return sharpest;
}

} // namespace qitu::validation
