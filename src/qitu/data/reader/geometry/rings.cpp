#include "geometry/rings.h"

#include <qitu/core/geometry/box.h>
#include <qitu/core/geometry/predicates.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace qitu::reader {

namespace {

using geodesy::Point;
using geodesy::Ring;

struct Measured {
    explicit Measured(Ring its)
        : ring(std::move(its)), end(static_cast<std::uint32_t>(ring.size())), box(geometry::box_of(ring)),
          area(std::abs(geometry::twice_signed_area(ring)) / 2) {}

    Ring ring;
    std::uint32_t end;
    geometry::Box box;
    double area;
};

/// By the first vertex that is not on the other's border.
bool contains(const Measured &outer, const Measured &inner) {
    if (!outer.box.contains({inner.box.min_x, inner.box.min_y}) ||
        !outer.box.contains({inner.box.max_x, inner.box.max_y}) || outer.area <= inner.area)
        return false;
    const geometry::Rings rings{outer.ring.data(), &outer.end, 1};
    for (const Point &p : inner.ring)
        if (!geometry::on_border(rings, p))
            return geometry::contains(rings, p);
    return false;
}

} // namespace

bool same_place(Point a, Point b, double tolerance) {
    return std::hypot(a.x - b.x, a.y - b.y) <= tolerance;
}

double tolerance_for(std::span<const Point> points) {
    const auto degrees = [](const Point &p) {
        return std::abs(p.x) <= 180 && std::abs(p.y) <= 180 && std::min(std::abs(p.x), std::abs(p.y)) <= 90;
    };
    return std::all_of(points.begin(), points.end(), degrees) ? same_point_degrees : same_point_m;
}

bool close(Ring &ring, double tolerance) {
    if (ring.empty() || ring.front() == ring.back())
        return false;
    if (ring.size() > 3 && same_place(ring.front(), ring.back(), tolerance))
        ring.back() = ring.front();
    else
        ring.push_back(ring.front());
    return true;
}

bool close(Ring &ring) {
    return close(ring, tolerance_for(ring));
}

void Runs::add(const std::string &number, Point point, std::size_t line, bool rings) {
    const bool anew = runs_.empty() || runs_.back().number != number;
    if (anew || runs_.back().closed) {
        unnumbered_ += anew ? 0 : 1;
        runs_.push_back({line, number, {}, false});
    }
    Run &run = runs_.back();
    if (rings && run.points.size() >= 3 && same_place(run.points.front(), point, tolerance_)) {
        run.closed = true;
        point = run.points.front();
    }
    run.points.push_back(point);
}

std::vector<Run> Runs::take() {
    return std::exchange(runs_, {});
}

Arranged arranged(std::vector<Ring> rings) {
    std::vector<Measured> all;
    for (Ring &ring : rings)
        all.emplace_back(std::move(ring));
    std::vector<std::vector<std::size_t>> around(all.size()); // rings that contain it
    for (std::size_t i = 0; i < all.size(); ++i)
        for (std::size_t j = 0; j < all.size(); ++j)
            if (i != j && contains(all[j], all[i]))
                around[i].push_back(j);
    Arranged result;
    std::vector<std::size_t> part_of(all.size());
    for (std::size_t i = 0; i < all.size(); ++i)
        if (around[i].size() % 2 == 0) {
            part_of[i] = result.parts.size();
            result.parts.push_back({all[i].ring});
        }
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (around[i].size() % 2 == 0)
            continue;
        const std::size_t shell =
            *std::min_element(around[i].begin(), around[i].end(),
                              [&](std::size_t a, std::size_t b) { return all[a].area < all[b].area; });
        if (around[shell].size() % 2 == 0)
            result.parts[part_of[shell]].push_back(all[i].ring);
        else // rings that cross each other: quality finds it
            result.parts.push_back({all[i].ring});
        ++result.holes;
    }
    return result;
}

} // namespace qitu::reader
