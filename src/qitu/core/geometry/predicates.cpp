#include "predicates.h"

#include "sweep.h"

#include <array>
#include <cstdint>

namespace qitu::geometry {

namespace {

// Where a→b crosses the height of p at all: whether p lies to the left of it as it goes up.
bool crosses_to_the_right(Point a, Point b, Point p) {
    const double turn = (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
    return (turn > 0) == (b.y > a.y);
}

// a→b and b→c have nothing but b in common.
bool surely_joined(Point a, Point b, Point c) {
    if (a == b || b == c || a == c)
        return false;
    return side(b, a, c) != 0 || (a.x - b.x) * (c.x - b.x) + (a.y - b.y) * (c.y - b.y) < 0;
}

bool surely_apart(Point a, Point b, Point c, Point d) {
    return side(a, b, c) * side(a, b, d) > 0 || side(c, d, a) * side(c, d, b) > 0;
}

} // namespace

bool contains(const Rings &rings, Point p) {
    bool odd = false;
    for (std::uint32_t i = 0; i < rings.count; ++i) {
        const auto ring = rings.ring(i);
        for (std::size_t k = 0; k + 1 < ring.size(); ++k)
            if ((ring[k].y > p.y) != (ring[k + 1].y > p.y))
                odd = odd != crosses_to_the_right(ring[k], ring[k + 1], p);
    }
    return odd;
}

bool on_border(const Rings &rings, Point p) {
    bool found = false;
    for_each_edge(rings, [&](Point a, Point b) {
        const double turn = (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
        found = found || (turn == 0 && box_of_edge(a, b).contains(p));
    });
    return found;
}

bool covers(const Rings &rings, Point p) {
    return on_border(rings, p) || contains(rings, p);
}

bool surely_simple(std::span<const Point> ring) {
    constexpr std::size_t most_edges = 96;
    if (ring.size() < 4 || ring.front() != ring.back())
        return false;
    if (ring.size() > most_edges)
        return surely_simple_by_sweep(ring);
    const std::size_t count = ring.size() - 1;
    std::array<Box, most_edges> boxes;
    for (std::size_t i = 0; i < count; ++i)
        boxes[i] = box_of_edge(ring[i], ring[i + 1]);
    for (std::size_t i = 0; i < count; ++i) {
        if (!surely_joined(ring[i], ring[i + 1], ring[(i + 1) % count + 1]))
            return false;
        for (std::size_t j = i + 2; j < count - (i == 0 ? 1 : 0); ++j)
            if (boxes[i].meets(boxes[j]) && !surely_apart(ring[i], ring[i + 1], ring[j], ring[j + 1]))
                return false;
    }
    return true;
}

} // namespace qitu::geometry
