#include "outline.h"

#include <qitu/engine/overlay/names.h>

#include <cmath>
#include <span>
#include <tuple>

namespace qitu::overlay {

namespace {

using Step = Arrangement::Step;

bool two_ways_on(const std::vector<Step> &sorted) {
    return std::adjacent_find(sorted.begin(), sorted.end(),
                              [](const Step &a, const Step &b) { return a.from == b.from; }) != sorted.end();
}

bool plain(const Shape &shape) {
    for (std::size_t i = 0; i < shape.paths(); ++i)
        if (twice_signed_area(shape.path(i)) <= 0 || !surely_simple(shape.path(i)))
            return false;
    return true;
}

// The latitude halfway between the two vertices' that are nearest to the middle: no vertex lies on it.
double free_latitude(const Shape &shape, const Box &box) {
    const double middle = box.middle().y;
    double below = box.min_y;
    double above = box.max_y;
    for (const Point p : shape.points)
        p.y <= middle ? below = std::max(below, p.y) : above = std::min(above, p.y);
    return (below + above) / 2;
}

} // namespace

bool trace_outline(std::vector<Step> &steps, Point origin, Shape &shape) {
    std::sort(steps.begin(), steps.end(),
              [](const Step &a, const Step &b) { return before(a.from, b.from); });
    if (two_ways_on(steps))
        return false;
    shape.clear();
    shape.kind = Kind::polygon;
    std::vector<char> taken(steps.size());
    for (std::size_t first = 0; first < steps.size(); ++first) {
        if (taken[first] != 0)
            continue;
        const std::size_t begin = shape.points.size();
        for (std::size_t at = first; taken[at] == 0;) {
            taken[at] = 1;
            shape.points.push_back({steps[at].from.x + origin.x, steps[at].from.y + origin.y});
            const auto next =
                std::lower_bound(steps.begin(), steps.end(), steps[at].to,
                                 [](const Step &step, Point p) { return before(step.from, p); });
            if (next == steps.end() || next->from != steps[at].to)
                return false;
            at = static_cast<std::size_t>(next - steps.begin());
        }
        shape.points.push_back(shape.points[begin]);
        shape.end_path();
        shape.end_part();
    }
    return plain(shape);
}

Point point_inside(const Shape &shape) {
    std::size_t largest = 0;
    for (std::size_t i = 1; i < shape.paths(); ++i)
        if (std::abs(twice_signed_area(shape.path(i))) > std::abs(twice_signed_area(shape.path(largest))))
            largest = i;
    const Box box = box_of(shape.path(largest));
    const double y = free_latitude(shape, box);
    std::vector<double> crossings;
    for_each_edge(rings_of(shape), [&](Point a, Point b) {
        if ((a.y > y) != (b.y > y))
            crossings.push_back(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x));
    });
    std::sort(crossings.begin(), crossings.end());
    Point widest{box.middle().x, y};
    double width = 0;
    for (std::size_t i = 0; i + 1 < crossings.size(); i += 2)
        if (crossings[i + 1] - crossings[i] > width) {
            width = crossings[i + 1] - crossings[i];
            widest.x = (crossings[i] + crossings[i + 1]) / 2;
        }
    return widest;
}

std::optional<Point> point_inside(std::span<const std::byte> wkb) {
    Shape shape;
    try {
        read_wkb(wkb, shape);
    } catch (const InvalidGeometry &) {
        return std::nullopt;
    }
    return shape.kind == Kind::polygon && !shape.empty() ? std::optional(point_inside(shape)) : std::nullopt;
}

} // namespace qitu::overlay
