#include "rings.h"

namespace qitu::tabulate {

double twice_signed_area(std::span<const Point> ring) {
    const Point origin = ring.front();
    double sum = 0;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i)
        sum += (ring[i].x - origin.x) * (ring[i + 1].y - origin.y) -
               (ring[i + 1].x - origin.x) * (ring[i].y - origin.y);
    return sum;
}

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

Shape shape_of(const Rings &rings) {
    Shape shape;
    shape.kind = Kind::polygon;
    for (std::uint32_t i = 0; i < rings.count; ++i) {
        const auto ring = rings.ring(i);
        if (i > 0 && twice_signed_area(ring) > 0)
            shape.end_part();
        shape.points.insert(shape.points.end(), ring.begin(), ring.end());
        shape.end_path();
    }
    shape.end_part();
    return shape;
}

bool inside(const Rings &rings, Point p) {
    bool odd = false;
    for (std::uint32_t i = 0; i < rings.count; ++i) {
        const auto ring = rings.ring(i);
        for (std::size_t k = 0; k + 1 < ring.size(); ++k) {
            const Point a = ring[k];
            const Point b = ring[k + 1];
            if ((a.y > p.y) == (b.y > p.y))
                continue;
            const double side = (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
            odd ^= (side > 0) == (b.y > a.y);
        }
    }
    return odd;
}

Rings Arena::keep(const Rings &rings) {
    const auto all = rings.all();
    Point *points = points_.take(all.size());
    std::uint32_t *ends = ends_.take(rings.count);
    std::copy(all.begin(), all.end(), points);
    std::copy_n(rings.ends, rings.count, ends);
    return {points, ends, rings.count};
}

} // namespace qitu::tabulate
