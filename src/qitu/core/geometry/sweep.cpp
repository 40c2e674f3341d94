#include "sweep.h"

#include "predicates.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <set>
#include <vector>

namespace qitu::geometry {

namespace {

struct SweptEdge {
    Point left, right; // by x, and by y where that is equal
};

/// Below and above along the line. What is not certain is said to `doubt`, and then the order means nothing.
class Below {
  public:
    Below(const std::vector<SweptEdge> &edges, bool &doubt) : edges_(&edges), doubt_(&doubt) {}

    bool operator()(std::uint32_t a, std::uint32_t b) const {
        if (a == b)
            return false;
        const SweptEdge &s = (*edges_)[a];
        const SweptEdge &t = (*edges_)[b];
        int above = 0; // of t over s
        if (s.left == t.left)
            above =
                before(t.right, s.right) ? side(s.left, s.right, t.right) : -side(t.left, t.right, s.right);
        else
            above = before(s.left, t.left) ? side(s.left, s.right, t.left) : -side(t.left, t.right, s.left);
        *doubt_ = *doubt_ || above == 0;
        return above == 0 ? a < b : above > 0;
    }

  private:
    const std::vector<SweptEdge> *edges_;
    bool *doubt_;
};

class Sweep {
  public:
    explicit Sweep(std::span<const Point> ring) : count_(static_cast<std::uint32_t>(ring.size() - 1)) {
        edges_.reserve(count_);
        for (std::uint32_t i = 0; i < count_; ++i)
            edges_.push_back(before(ring[i], ring[i + 1]) ? SweptEdge{ring[i], ring[i + 1]}
                                                          : SweptEdge{ring[i + 1], ring[i]});
        for (std::uint32_t i = 0; i < count_; ++i)
            order_.push_back(i);
        std::sort(order_.begin(), order_.end(),
                  [&](std::uint32_t a, std::uint32_t b) { return before(ring[a], ring[b]); });
        for (std::uint32_t i = 1; i < count_; ++i)
            doubt_ = doubt_ || ring[order_[i - 1]] == ring[order_[i]];
        doubt_ = doubt_ || !all_finite(ring);
    }

    /// Vertex by vertex, each with the edge before it and the edge behind it.
    bool finds_nothing(std::span<const Point> ring) {
        places_.resize(count_, line_.end());
        for (const std::uint32_t vertex : order_) {
            if (doubt_)
                return false;
            const std::uint32_t both[] = {(vertex + count_ - 1) % count_, vertex};
            for (const std::uint32_t edge : both)
                if (edges_[edge].right == ring[vertex])
                    leave(edge);
            for (const std::uint32_t edge : both)
                if (edges_[edge].left == ring[vertex])
                    enter(edge);
        }
        return !doubt_;
    }

  private:
    using Line = std::set<std::uint32_t, Below>;

    void enter(std::uint32_t edge) {
        const auto [place, is_new] = line_.insert(edge);
        doubt_ = doubt_ || !is_new;
        if (doubt_)
            return;
        places_[edge] = place;
        if (place != line_.begin())
            meet(*std::prev(place), edge);
        if (const auto next = std::next(place); next != line_.end())
            meet(edge, *next);
    }

    void leave(std::uint32_t edge) {
        const auto place = places_[edge];
        if (doubt_ || place == line_.end())
            return;
        const auto next = line_.erase(place);
        places_[edge] = line_.end();
        if (next != line_.end() && next != line_.begin())
            meet(*std::prev(next), *next);
    }

    /// Two that have become neighbours on the line.
    void meet(std::uint32_t a, std::uint32_t b) {
        const SweptEdge &s = edges_[a];
        const SweptEdge &t = edges_[b];
        if (s.left == t.left || s.right == t.right) { // else they fold back on each other
            const bool apart =
                s.left == t.left ? side(s.left, s.right, t.right) != 0 : side(s.left, s.right, t.left) != 0;
            doubt_ = doubt_ || !apart;
        } else if (s.right != t.left && t.right != s.left) {
            const bool apart = side(s.left, s.right, t.left) * side(s.left, s.right, t.right) > 0 ||
                               side(t.left, t.right, s.left) * side(t.left, t.right, s.right) > 0;
            doubt_ = doubt_ || !apart;
        }
    }

    std::uint32_t count_;
    bool doubt_ = false;
    std::vector<SweptEdge> edges_;
    std::vector<std::uint32_t> order_; // vertices
    Line line_{Below(edges_, doubt_)}; // edges that it meets now, from below
    std::vector<Line::iterator> places_;
};

} // namespace

bool surely_simple_by_sweep(std::span<const Point> ring) {
    Sweep sweep(ring);
    return sweep.finds_nothing(ring);
}

} // namespace qitu::geometry
