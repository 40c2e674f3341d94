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

// What lies on one side of a line along an axis.
template <typename Inside, typename Crossing>
void clip_side(const std::vector<Point> &in, std::vector<Point> &out, Inside inside, Crossing crossing) {
    out.clear();
    for (std::size_t i = 0; i + 1 < in.size(); ++i) {
        const bool from = inside(in[i]);
        const bool to = inside(in[i + 1]);
        if (from)
            out.push_back(in[i]);
        if (from != to)
            out.push_back(crossing(in[i], in[i + 1]));
    }
    if (!out.empty())
        out.push_back(out.front());
}

} // namespace

bool meets(const Shape &shape, const Box &box) {
    for (std::size_t i = 0; i < shape.paths(); ++i)
        if (touches(shape.path(i), box))
            return true;
    return shape.kind == Kind::polygon && contains(rings_of(shape), {box.min_x, box.min_y});
}

void clip_ring(std::vector<Point> &ring, std::vector<Point> &spare, const Box &box) {
    const auto at_x = [](double x) {
        return [x](Point a, Point b) { return Point{x, a.y + (b.y - a.y) * ((x - a.x) / (b.x - a.x))}; };
    };
    const auto at_y = [](double y) {
        return [y](Point a, Point b) { return Point{a.x + (b.x - a.x) * ((y - a.y) / (b.y - a.y)), y}; };
    };
    clip_side(
        ring, spare, [&](Point p) { return p.x >= box.min_x; }, at_x(box.min_x));
    clip_side(
        spare, ring, [&](Point p) { return p.x <= box.max_x; }, at_x(box.max_x));
    clip_side(
        ring, spare, [&](Point p) { return p.y >= box.min_y; }, at_y(box.min_y));
    clip_side(
        spare, ring, [&](Point p) { return p.y <= box.max_y; }, at_y(box.max_y));
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
