#include "pair_classifier.h"

#include <qitu/engine/overlay/names.h>

#include <cmath>
#include <span>
#include <tuple>

namespace qitu::overlay {

namespace {

using Edge = PairClassifier::Edge;

void edges_in(const Rings &rings, const Box &window, std::vector<Edge> &edges) {
    edges.clear();
    for_each_edge(rings, [&](Point from, Point to) {
        const Box box = box_of_edge(from, to);
        if (box.meets(window))
            edges.push_back({from, to, box, false});
    });
}

PairRelation meet_at_common_end(const Edge &a, const Edge &b) {
    const Point common = a.from == b.from || a.from == b.to ? a.from : a.to;
    const Point end_a = a.from == common ? a.to : a.from;
    const Point end_b = b.from == common ? b.to : b.from;
    if (side(common, end_a, end_b) != 0)
        return PairRelation::disjoint;
    const double along =
        (end_a.x - common.x) * (end_b.x - common.x) + (end_a.y - common.y) * (end_b.y - common.y);
    return along > 0 ? PairRelation::undetermined : PairRelation::disjoint;
}

PairRelation meet(Edge &a, Edge &b) {
    if (!a.box.meets(b.box))
        return PairRelation::disjoint;
    if (a.from == b.to && a.to == b.from) {
        a.shared = b.shared = true;
        return PairRelation::disjoint;
    }
    if (a.from == b.from && a.to == b.to)
        return PairRelation::overlapping;
    if (a.from == b.from || a.from == b.to || a.to == b.from || a.to == b.to)
        return meet_at_common_end(a, b);
    const int b_from = side(a.from, a.to, b.from);
    const int b_to = side(a.from, a.to, b.to);
    if (b_from * b_to > 0)
        return PairRelation::disjoint;
    const int a_from = side(b.from, b.to, a.from);
    const int a_to = side(b.from, b.to, a.to);
    if (b_from * b_to < 0 && a_from * a_to < 0)
        return PairRelation::overlapping;
    const bool touches = (b_from == 0 && a.box.contains(b.from)) || (b_to == 0 && a.box.contains(b.to)) ||
                         (a_from == 0 && b.box.contains(a.from)) || (a_to == 0 && b.box.contains(a.to));
    return touches ? PairRelation::undetermined : PairRelation::disjoint;
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
        if (const auto twin = find({edge.to, edge.from, edge.box, false}); twin != b.end())
            edge.shared = twin->shared = true;
    }
    const auto shared = [](const Edge &edge) { return edge.shared; };
    std::erase_if(a, shared);
    std::erase_if(b, shared);
    return true;
}

bool any_inside(const std::vector<Edge> &edges, const Rings &other, const Box &box) {
    return std::any_of(edges.begin(), edges.end(), [&](const Edge &edge) {
        const Point middle{(edge.from.x + edge.to.x) / 2, (edge.from.y + edge.to.y) / 2};
        return !edge.shared && box.contains(middle) && contains(other, middle);
    });
}

// The sweep of a pair with many edges each; the order of the first list is lost.
PairRelation meet_all(std::vector<Edge> &a, std::vector<Edge> &b) {
    const auto by_left = [](const Edge &x, const Edge &y) { return x.box.min_x < y.box.min_x; };
    std::sort(a.begin(), a.end(), by_left);
    std::sort(b.begin(), b.end(), by_left);
    double widest = 0;
    for (const Edge &edge : a)
        widest = std::max(widest, edge.box.max_x - edge.box.min_x);
    bool doubt = false;
    for (Edge &edge_b : b) {
        auto edge_a = std::lower_bound(a.begin(), a.end(), edge_b.box.min_x - widest * (1 + 1e-9),
                                       [](const Edge &edge, double x) { return edge.box.min_x < x; });
        for (; edge_a != a.end() && edge_a->box.min_x <= edge_b.box.max_x; ++edge_a) {
            const PairRelation found = meet(*edge_a, edge_b);
            if (found == PairRelation::overlapping)
                return found;
            doubt = doubt || found == PairRelation::undetermined;
        }
    }
    return doubt ? PairRelation::undetermined : PairRelation::disjoint;
}

PairRelation meet_each(std::vector<Edge> &a, std::vector<Edge> &b) {
    bool doubt = false;
    for (Edge &edge_a : a)
        for (Edge &edge_b : b) {
            const PairRelation found = meet(edge_a, edge_b);
            if (found == PairRelation::overlapping)
                return found;
            doubt = doubt || found == PairRelation::undetermined;
        }
    return doubt ? PairRelation::undetermined : PairRelation::disjoint;
}

} // namespace

// Where edges neither cross nor touch midway, an edge that is not shared lies inside the other polygon as a
// whole or not at all; and a common region bounded by shared edges alone needs one that both walk in the same
// direction. So testing the middles decides.
PairRelation PairClassifier::classify(const Rings &a, const Box &box_a, const Rings &b, const Box &box_b) {
    const Box window{std::max(box_a.min_x, box_b.min_x), std::max(box_a.min_y, box_b.min_y),
                     std::min(box_a.max_x, box_b.max_x), std::min(box_a.max_y, box_b.max_y)};
    edges_in(a, window, a_);
    edges_in(b, window, b_);
    constexpr std::size_t many = 64;
    const bool large = a_.size() > many && b_.size() > many;
    if (large && !drop_shared(a_, b_))
        return PairRelation::overlapping;
    const PairRelation edges = large ? meet_all(a_, b_) : meet_each(a_, b_);
    if (edges != PairRelation::disjoint)
        return edges;
    return any_inside(a_, b, box_b) || any_inside(b_, a, box_a) ? PairRelation::overlapping
                                                                : PairRelation::disjoint;
}

} // namespace qitu::overlay
