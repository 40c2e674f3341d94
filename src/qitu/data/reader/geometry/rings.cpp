#include "geometry/rings.h"

#include "crs/coordinates.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace qitu::reader {

namespace {

using geodesy::Point;
using geodesy::Ring;

struct Measured {
    Ring ring;
    Box box;
    double area = 0;
};

Measured measured(Ring ring) {
    Measured result{std::move(ring), {HUGE_VAL, -HUGE_VAL, HUGE_VAL, -HUGE_VAL}, 0};
    const Point origin = result.ring.front();
    double doubled = 0;
    for (std::size_t i = 0; i < result.ring.size(); ++i) {
        const Point p = result.ring[i];
        result.box = {std::min(result.box.west, p.x), std::max(result.box.east, p.x),
                      std::min(result.box.south, p.y), std::max(result.box.north, p.y)};
        if (i > 0) {
            const Point q = result.ring[i - 1];
            doubled += (q.x - origin.x) * (p.y - origin.y) - (p.x - origin.x) * (q.y - origin.y);
        }
    }
    result.area = std::abs(doubled) / 2;
    return result;
}

enum class Side { inside, outside, border };

Side side_of(Point p, const Ring &ring) {
    bool inside = false;
    for (std::size_t i = 1; i < ring.size(); ++i) {
        const Point a = ring[i - 1];
        const Point b = ring[i];
        const double turn = (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
        const bool beside = p.x >= std::min(a.x, b.x) && p.x <= std::max(a.x, b.x) &&
                            p.y >= std::min(a.y, b.y) && p.y <= std::max(a.y, b.y);
        if (turn == 0 && beside)
            return Side::border;
        if ((a.y > p.y) != (b.y > p.y) && (turn > 0) == (b.y > a.y))
            inside = !inside;
    }
    return inside ? Side::inside : Side::outside;
}

/// By the first vertex that is not on the other's border.
bool contains(const Measured &outer, const Measured &inner) {
    if (!outer.box.holds({inner.box.west, inner.box.south}) ||
        !outer.box.holds({inner.box.east, inner.box.north}) || outer.area <= inner.area)
        return false;
    for (const Point &p : inner.ring)
        if (const Side side = side_of(p, outer.ring); side != Side::border)
            return side == Side::inside;
    return false;
}

} // namespace

bool same_place(Point a, Point b) {
    const bool degrees = std::abs(a.x) <= 180 && std::abs(a.y) <= 90;
    return std::hypot(a.x - b.x, a.y - b.y) <= (degrees ? 1e-8 : same_point_m);
}

bool close(Ring &ring) {
    if (ring.empty() || ring.front() == ring.back())
        return false;
    if (ring.size() > 3 && same_place(ring.front(), ring.back()))
        ring.back() = ring.front();
    else
        ring.push_back(ring.front());
    return true;
}

void Runs::add(const std::string &number, Point point, std::size_t line, bool rings) {
    const bool anew = runs_.empty() || runs_.back().number != number;
    if (anew || runs_.back().closed) {
        unnumbered_ += anew ? 0 : 1;
        runs_.push_back({line, number, {}, false});
    }
    Run &run = runs_.back();
    if (rings && run.points.size() >= 3 && same_place(run.points.front(), point)) {
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
        all.push_back(measured(std::move(ring)));
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
