#include "surely_partition.h"

#include <qitu/core/base/parallel.h>
#include <qitu/engine/overlay/names.h>

#include <bit>
#include <cstdint>
#include <span>
#include <tuple>

namespace qitu::overlay {

namespace {

using ZoneEdge = ZoneIndex::Edge;

/// Nothing in common, a common border walked in opposite directions, or one common end with the other ends
/// apart.
bool in_order(const ZoneEdge &a, const ZoneEdge &b) {
    if (a.from == b.to && a.to == b.from)
        return a.zone != b.zone;
    const bool from_from = a.from == b.from;
    const bool to_to = a.to == b.to;
    if (from_from && to_to)
        return false;
    if (from_from || to_to || a.from == b.to || a.to == b.from) {
        const Point common = from_from || a.from == b.to ? a.from : a.to;
        const Point end_a = a.from == common ? a.to : a.from;
        const Point end_b = b.from == common ? b.to : b.from;
        if (side(common, end_a, end_b) != 0)
            return true;
        return (end_a.x - common.x) * (end_b.x - common.x) + (end_a.y - common.y) * (end_b.y - common.y) < 0;
    }
    const int b_from = side(a.from, a.to, b.from);
    const int b_to = side(a.from, a.to, b.to);
    if (b_from * b_to > 0)
        return true;
    const int a_from = side(b.from, b.to, a.from);
    const int a_to = side(b.from, b.to, a.to);
    return a_from * a_to > 0;
}

/// The sweep over one row's edges.
class Sweep {
  public:
    bool in_order(std::span<const ZoneEdge> edges) {
        entries_.clear();
        for (const ZoneEdge &edge : edges)
            entries_.push_back({box_of_edge(edge.from, edge.to), &edge});
        std::sort(entries_.begin(), entries_.end(),
                  [](const Entry &a, const Entry &b) { return a.box.min_x < b.box.min_x; });
        for (auto a = entries_.begin(); a != entries_.end(); ++a)
            for (auto b = a + 1; b != entries_.end() && b->box.min_x <= a->box.max_x; ++b)
                if (a->box.min_y <= b->box.max_y && b->box.min_y <= a->box.max_y &&
                    !overlay::in_order(*a->edge, *b->edge))
                    return false;
        return true;
    }

  private:
    struct Entry {
        Box box;
        const ZoneEdge *edge;
    };
    std::vector<Entry> entries_;
};

/// A ring that comes back to one of its vertices is not simple, though its edges be in order.
bool vertices_once(std::span<const Point> ring) {
    std::vector<Point> points(ring.begin(), ring.end() - 1);
    std::sort(points.begin(), points.end(), geometry::before);
    return std::adjacent_find(points.begin(), points.end()) == points.end();
}

/// Rings that cross nothing: a shell lies within an even number of the others, a hole within an odd number.
bool rings_nest(const Shape &zone) {
    constexpr std::size_t most_rings = 64;
    if (zone.paths() > most_rings)
        return false;
    for (std::size_t part = 0; part < zone.part_ends.size(); ++part)
        for (std::size_t ring = zone.part_begin(part); ring < zone.part_ends[part]; ++ring) {
            const auto own = zone.path(ring);
            const Point middle{(own[0].x + own[1].x) / 2, (own[0].y + own[1].y) / 2};
            bool odd = false;
            for (std::size_t other = 0; other < zone.paths(); ++other) {
                const auto end = static_cast<std::uint32_t>(zone.path(other).size());
                if (other != ring && contains(Rings{zone.path(other).data(), &end, 1}, middle))
                    odd = !odd;
            }
            if (odd != (ring > zone.part_begin(part)))
                return false;
        }
    return true;
}

/// Directed edges found by their ends, in an open table of positions.
class EdgeTable {
  public:
    explicit EdgeTable(std::span<const ZoneEdge> edges) : edges_(edges) {
        slots_.assign(std::bit_ceil(edges.size() * 2 + 1), none);
        for (std::uint32_t i = 0; i < edges.size(); ++i)
            slots_[slot_of(edges[i].from, edges[i].to)] = i;
    }
    /// The zone on the left of such an edge; -1 where none runs so.
    [[nodiscard]] std::int64_t zone_left_of(Point from, Point to) const {
        const std::uint32_t found = slots_[slot_of(from, to)];
        return found == none ? -1 : static_cast<std::int64_t>(edges_[found].zone);
    }

  private:
    static constexpr std::uint32_t none = 0xffffffff;

    [[nodiscard]] std::size_t slot_of(Point from, Point to) const {
        std::uint64_t hash = 0;
        for (const double number : {from.x, from.y, to.x, to.y}) {
            hash = (hash ^ std::bit_cast<std::uint64_t>(number)) * 0x9e3779b97f4a7c15ULL;
            hash ^= hash >> 32;
        }
        std::size_t slot = hash & (slots_.size() - 1);
        while (slots_[slot] != none && !(edges_[slots_[slot]].from == from && edges_[slots_[slot]].to == to))
            slot = (slot + 1) & (slots_.size() - 1);
        return slot;
    }

    std::span<const ZoneEdge> edges_;
    std::vector<std::uint32_t> slots_;
};

/// Where borders are in order, coverage can change only across them. So every edge that has ground on one
/// side only is looked at, and of a border between two neighbours its beginning.
bool within_another(const Shape &shape, std::uint32_t zone, const EdgeTable &table, const ZoneIndex &index) {
    bool within = false;
    std::int64_t last = -2;
    for_each_edge(rings_of(shape), [&](Point from, Point to) {
        const std::int64_t other = table.zone_left_of(to, from);
        if (other >= 0 && other == last)
            return;
        last = other;
        const Point middle{(from.x + to.x) / 2, (from.y + to.y) / 2};
        within = within || index.held_by_others(middle, zone, other);
    });
    return within;
}

bool none_within_another(const std::vector<Shape> &zones, const ZoneIndex &index, std::size_t threads) {
    const EdgeTable table(index.edges());
    return parallel_all_of(threads, zones.size(), 1, [&](std::size_t, std::size_t zone) {
        return !within_another(zones[zone], static_cast<std::uint32_t>(zone), table, index);
    });
}

bool rings_simple_and_nested(const Shape &zone) {
    for (std::size_t ring = 0; ring < zone.paths(); ++ring)
        if (zone.path(ring).size() < 4 || !vertices_once(zone.path(ring)))
            return false;
    return rings_nest(zone);
}

bool borders_in_order(const ZoneIndex &index, std::size_t threads) {
    std::vector<Sweep> sweeps(threads);
    return parallel_all_of(threads, static_cast<std::size_t>(index.rows()), 16,
                           [&](std::size_t worker, std::size_t row) {
                               return sweeps[worker].in_order(index.edges_in(static_cast<int>(row)));
                           });
}

} // namespace

bool surely_partition(const std::vector<Shape> &zones, const ZoneIndex &index, std::size_t threads) {
    const auto sound = [&](std::size_t, std::size_t zone) { return rings_simple_and_nested(zones[zone]); };
    return parallel_all_of(threads, zones.size(), 1, sound) && borders_in_order(index, threads) &&
           none_within_another(zones, index, threads);
}

} // namespace qitu::overlay
