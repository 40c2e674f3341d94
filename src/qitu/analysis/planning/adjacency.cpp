#include "adjacency.h"

#include <qitu/core/geodesy/local_plane.h>
#include <qitu/engine/overlay/box_pairs.h>

#include <algorithm>
#include <cmath>

namespace qitu::planning {

namespace {

using geometry::Box;
using geometry::Point;
using geometry::Shape;

constexpr double tolerance_m = 0.05;
constexpr double least_border_m = 1;

struct Segment {
    Point from, to;
};

std::vector<Segment> segments_near(const Shape &shape, const Box &window, const geodesy::LocalPlane &plane) {
    std::vector<Segment> segments;
    geometry::for_each_edge(geometry::rings_of(shape), [&](Point from, Point to) {
        if (geometry::box_of_edge(from, to).meets(window))
            segments.push_back({plane.metres(from), plane.metres(to)});
    });
    return segments;
}

// How much of `one` runs along `other`.
double along(const Segment &one, const Segment &other) {
    const double dx = one.to.x - one.from.x, dy = one.to.y - one.from.y;
    const double length = std::hypot(dx, dy);
    if (length < tolerance_m)
        return 0;
    const auto place = [&](Point p) { return ((p.x - one.from.x) * dx + (p.y - one.from.y) * dy) / length; };
    const auto beside = [&](Point p) { return ((p.x - one.from.x) * dy - (p.y - one.from.y) * dx) / length; };
    double a = place(other.from), b = place(other.to);
    double off_a = beside(other.from), off_b = beside(other.to);
    if (a > b) {
        std::swap(a, b);
        std::swap(off_a, off_b);
    }
    const double begin = std::max(a, 0.0), end = std::min(b, length);
    if (end - begin <= 0 || b - a <= 0)
        return 0;
    const auto offset = [&](double at) { return off_a + (off_b - off_a) * (at - a) / (b - a); };
    return std::abs(offset(begin)) <= tolerance_m && std::abs(offset(end)) <= tolerance_m ? end - begin : 0;
}

double common_border(const Shape &one, const Box &one_box, const Shape &other, const Box &other_box) {
    const geodesy::LocalPlane plane(one_box.middle());
    const double x = plane.degrees_x(tolerance_m), y = plane.degrees_y(tolerance_m);
    const Box window = geometry::buffered(
        geometry::intersection(geometry::buffered(one_box, x, y), geometry::buffered(other_box, x, y)), x, y);
    const std::vector<Segment> a = segments_near(one, window, plane);
    const std::vector<Segment> b = segments_near(other, window, plane);
    double length = 0;
    for (const Segment &mine : a)
        for (const Segment &theirs : b)
            length += along(mine, theirs);
    return length;
}

double perimeter(const Shape &shape) {
    const geodesy::EdgeLength length;
    double sum = 0;
    geometry::for_each_edge(geometry::rings_of(shape),
                            [&](Point from, Point to) { sum += length(from, to); });
    return sum;
}

} // namespace

Neighbours neighbours(std::span<const Shape> shapes, std::vector<double> weights) {
    Neighbours result;
    result.graph.weights = std::move(weights);
    result.graph.borders.resize(shapes.size());
    std::vector<Box> boxes, reach;
    for (const Shape &shape : shapes) {
        boxes.push_back(geometry::box_of(shape.points));
        const geodesy::LocalPlane plane(boxes.back().middle());
        reach.push_back(
            geometry::buffered(boxes.back(), plane.degrees_x(tolerance_m), plane.degrees_y(tolerance_m)));
        result.perimeters.push_back(perimeter(shape));
    }
    if (shapes.empty())
        return result;
    const overlay::BoxPairs pairs(reach);
    for (std::size_t strip = 0; strip < pairs.strips(); ++strip)
        pairs.of_strip(strip, [&](std::uint32_t a, std::uint32_t b) {
            if (!reach[a].meets(reach[b]))
                return;
            const double length = common_border(shapes[a], boxes[a], shapes[b], boxes[b]);
            if (length >= least_border_m)
                result.graph.connect(a, b, length);
        });
    for (auto &borders : result.graph.borders)
        std::sort(borders.begin(), borders.end(),
                  [](const auto &one, const auto &other) { return one.neighbour < other.neighbour; });
    return result;
}

} // namespace qitu::planning
