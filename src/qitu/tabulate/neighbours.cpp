#include "neighbours.h"

#include "cut.h"

#include <array>
#include <cmath>
#include <numeric>
#include <tuple>

namespace qitu::tabulate {

namespace {

double twice_signed_area(std::span<const Point> ring) {
    const Point origin = ring.front();
    double sum = 0;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i)
        sum += (ring[i].x - origin.x) * (ring[i + 1].y - origin.y) -
               (ring[i + 1].x - origin.x) * (ring[i].y - origin.y);
    return sum;
}

} // namespace

void orient(Shape &shape) {
    for (std::size_t part = 0; part < shape.part_ends.size(); ++part) {
        const std::size_t shell = shape.part_begin(part);
        for (std::size_t ring = shell; ring < shape.part_ends[part]; ++ring) {
            const auto points = shape.path(ring);
            if ((twice_signed_area(points) > 0) != (ring == shell)) {
                const auto begin = shape.points.begin() + (points.data() - shape.points.data());
                std::reverse(begin, begin + static_cast<std::ptrdiff_t>(points.size()));
            }
        }
    }
}

std::vector<std::pair<std::uint32_t, std::uint32_t>> box_pairs(const std::vector<Box> &boxes) {
    std::vector<std::uint32_t> order(boxes.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(),
              [&](std::uint32_t a, std::uint32_t b) { return boxes[a].min_x < boxes[b].min_x; });
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const Box &box = boxes[order[i]];
        for (std::size_t j = i + 1; j < order.size() && boxes[order[j]].min_x < box.max_x; ++j)
            if (box.overlaps(boxes[order[j]]))
                pairs.push_back(std::minmax(order[i], order[j]));
    }
    std::sort(pairs.begin(), pairs.end());
    return pairs;
}

namespace {

struct Edge {
    Point from, to;
    bool shared = false;
};

std::vector<Edge> edges_in(const Shape &shape, const Box &window) {
    std::vector<Edge> edges;
    for (std::size_t path = 0; path < shape.paths(); ++path) {
        const auto ring = shape.path(path);
        for (std::size_t i = 0; i + 1 < ring.size(); ++i)
            if (ring[i] != ring[i + 1] && box_of(std::array{ring[i], ring[i + 1]}).meets(window))
                edges.push_back({ring[i], ring[i + 1]});
    }
    return edges;
}

// Sign of the side of c seen along a→b; 0 when rounding could have decided it (error bound after Shewchuk
// 1997, §2).
int side(Point a, Point b, Point c) {
    const double left = (b.x - a.x) * (c.y - a.y);
    const double right = (b.y - a.y) * (c.x - a.x);
    const double det = left - right;
    const double bound = 3.4e-16 * (std::abs(left) + std::abs(right));
    return det > bound ? 1 : det < -bound ? -1 : 0;
}

Contact meet_at_common_end(const Edge &a, const Edge &b) {
    const Point common = a.from == b.from || a.from == b.to ? a.from : a.to;
    const Point end_a = a.from == common ? a.to : a.from;
    const Point end_b = b.from == common ? b.to : b.from;
    if (side(common, end_a, end_b) != 0)
        return Contact::apart;
    const double along =
        (end_a.x - common.x) * (end_b.x - common.x) + (end_a.y - common.y) * (end_b.y - common.y);
    return along > 0 ? Contact::doubt : Contact::apart;
}

Contact meet(Edge &a, Edge &b) {
    const Box box_a = box_of(std::array{a.from, a.to});
    const Box box_b = box_of(std::array{b.from, b.to});
    if (!box_a.meets(box_b))
        return Contact::apart;
    if (a.from == b.to && a.to == b.from) {
        a.shared = b.shared = true;
        return Contact::apart;
    }
    if (a.from == b.from && a.to == b.to)
        return Contact::overlap;
    if (a.from == b.from || a.from == b.to || a.to == b.from || a.to == b.to)
        return meet_at_common_end(a, b);
    const int b_from = side(a.from, a.to, b.from);
    const int b_to = side(a.from, a.to, b.to);
    const int a_from = side(b.from, b.to, a.from);
    const int a_to = side(b.from, b.to, a.to);
    if (b_from * b_to < 0 && a_from * a_to < 0)
        return Contact::overlap;
    const bool touches = (b_from == 0 && box_a.contains(b.from)) || (b_to == 0 && box_a.contains(b.to)) ||
                         (a_from == 0 && box_b.contains(a.from)) || (a_to == 0 && box_b.contains(a.to));
    return touches ? Contact::doubt : Contact::apart;
}

// Edges that both polygons have, walked in opposite directions, can cross nothing: each belongs to two valid
// rings. In a partition they are nearly all there are, so they are dropped first. Same direction: the
// interiors meet.
bool drop_shared(std::vector<Edge> &a, std::vector<Edge> &b) {
    const auto by_ends = [](const Edge &x, const Edge &y) {
        return std::tie(x.from.x, x.from.y, x.to.x, x.to.y) < std::tie(y.from.x, y.from.y, y.to.x, y.to.y);
    };
    std::sort(b.begin(), b.end(), by_ends);
    const auto find = [&](const Edge &edge) {
        const auto at = std::lower_bound(b.begin(), b.end(), edge, by_ends);
        return at != b.end() && at->from == edge.from && at->to == edge.to ? at : b.end();
    };
    for (Edge &edge : a) {
        if (find(edge) != b.end())
            return false;
        if (const auto twin = find({edge.to, edge.from}); twin != b.end())
            edge.shared = twin->shared = true;
    }
    const auto shared = [](const Edge &edge) { return edge.shared; };
    std::erase_if(a, shared);
    std::erase_if(b, shared);
    return true;
}

bool any_inside(const std::vector<Edge> &edges, const Shape &other, const Box &box) {
    return std::any_of(edges.begin(), edges.end(), [&](const Edge &edge) {
        const Point middle{(edge.from.x + edge.to.x) / 2, (edge.from.y + edge.to.y) / 2};
        return !edge.shared && box.contains(middle) && covers(other, middle);
    });
}

} // namespace

// Where edges neither cross nor touch midway, an edge that is not shared lies inside the other polygon as a
// whole or not at all; and a common region bounded by shared edges alone needs one that both walk in the same
// direction. So testing the middles decides.
Contact contact(const Shape &a, const Box &box_a, const Shape &b, const Box &box_b) {
    const Box window{std::max(box_a.min_x, box_b.min_x), std::max(box_a.min_y, box_b.min_y),
                     std::min(box_a.max_x, box_b.max_x), std::min(box_a.max_y, box_b.max_y)};
    auto edges_a = edges_in(a, window);
    auto edges_b = edges_in(b, window);
    constexpr std::size_t many = 64;
    if (edges_a.size() > many && edges_b.size() > many && !drop_shared(edges_a, edges_b))
        return Contact::overlap;
    bool doubt = false;
    for (Edge &edge_a : edges_a) {
        for (Edge &edge_b : edges_b) {
            const Contact found = meet(edge_a, edge_b);
            if (found == Contact::overlap)
                return found;
            doubt = doubt || found == Contact::doubt;
        }
    }
    if (doubt)
        return Contact::doubt;
    return any_inside(edges_a, b, box_b) || any_inside(edges_b, a, box_a) ? Contact::overlap : Contact::apart;
}

bool surely_simple(const Shape &shape) {
    constexpr std::size_t most_edges = 64;
    if (shape.paths() != 1 || shape.points.size() < 4 || shape.points.size() > most_edges)
        return false;
    auto edges = edges_in(shape, box_of(shape.points));
    for (std::size_t i = 0; i < edges.size(); ++i)
        for (std::size_t j = i + 1; j < edges.size(); ++j) {
            const bool next = j == i + 1 || (i == 0 && j + 1 == edges.size());
            const bool common_end = edges[i].to == edges[j].from || edges[j].to == edges[i].from;
            if (next != common_end || meet(edges[i], edges[j]) != Contact::apart || edges[i].shared)
                return false;
        }
    return edges.size() >= 3;
}

} // namespace qitu::tabulate
