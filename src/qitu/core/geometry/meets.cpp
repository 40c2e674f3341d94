#include <qitu/core/geometry/meets.h>
#include <qitu/core/geometry/predicates.h>

#include <array>
#include <cmath>
#include <optional>
#include <utility>

namespace qitu::geometry {

namespace {

/// An edge's part within a box, by its parameters: 0 at `a`, 1 at `b` (Liang and Barsky, 1984).
struct Within {
    double from = 0, to = 1;
};

std::optional<Within> within(Point a, Point b, const Box &box) {
    Within part;
    const std::array<std::pair<double, double>, 4> sides{{{a.x - b.x, a.x - box.min_x},
                                                          {b.x - a.x, box.max_x - a.x},
                                                          {a.y - b.y, a.y - box.min_y},
                                                          {b.y - a.y, box.max_y - a.y}}};
    for (const auto &[run, room] : sides) {
        if (run == 0 && room < 0)
            return std::nullopt;
        if (run < 0)
            part.from = std::max(part.from, room / run);
        else if (run > 0)
            part.to = std::min(part.to, room / run);
    }
    return part.from <= part.to ? std::optional(part) : std::nullopt;
}

bool touches(std::span<const Point> path, const Box &box) {
    for (std::size_t i = 0; i + 1 < path.size(); ++i)
        if (within(path[i], path[i + 1], box))
            return true;
    return path.size() == 1 && box.contains(path.front());
}

Point between(Point a, Point b, double part) {
    if (part <= 0)
        return a;
    return part >= 1 ? b : Point{a.x + part * (b.x - a.x), a.y + part * (b.y - a.y)};
}

/// Keeps what lies on one side of a line along an axis: `beyond` tells how far inside a point is.
template <typename Beyond>
std::vector<Point> one_side(std::span<const Point> ring, const Beyond &beyond) {
    std::vector<Point> kept;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        const double a = beyond(ring[i]);
        const double b = beyond(ring[i + 1]);
        if (a >= 0)
            kept.push_back(ring[i]);
        if ((a < 0) != (b < 0))
            kept.push_back(between(ring[i], ring[i + 1], a / (a - b)));
    }
    if (!kept.empty())
        kept.push_back(kept.front());
    return kept;
}

} // namespace

bool meets(const Shape &shape, const Box &box) {
    for (std::size_t i = 0; i < shape.paths(); ++i)
        if (touches(shape.path(i), box))
            return true;
    return shape.kind == Kind::polygon && contains(rings_of(shape), {box.min_x, box.min_y});
}

std::vector<Point> clipped_ring(std::span<const Point> ring, const Box &box) {
    std::vector<Point> part = one_side(ring, [&](Point p) { return p.x - box.min_x; });
    part = one_side(part, [&](Point p) { return box.max_x - p.x; });
    part = one_side(part, [&](Point p) { return p.y - box.min_y; });
    return one_side(part, [&](Point p) { return box.max_y - p.y; });
}

std::vector<std::vector<Point>> clipped_line(std::span<const Point> line, const Box &box) {
    std::vector<std::vector<Point>> parts;
    bool inside = false; // the last part goes on
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        const auto part = within(line[i], line[i + 1], box);
        if (!part || part->from == part->to) {
            inside = inside && part.has_value();
            continue;
        }
        if (!inside || part->from > 0)
            parts.push_back({between(line[i], line[i + 1], part->from)});
        parts.back().push_back(between(line[i], line[i + 1], part->to));
        inside = part->to == 1;
    }
    return parts;
}

} // namespace qitu::geometry
