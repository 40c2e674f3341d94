#include "shape.h"

namespace qitu::geometry {

void Shape::clear() {
    kind = Kind::none;
    points.clear();
    path_ends.clear();
    part_ends.clear();
}

void Shape::add_path(std::span<const Point> path) {
    points.insert(points.end(), path.begin(), path.end());
    end_path();
}

Shape shape_of(const Rings &rings) {
    Shape shape;
    shape.kind = Kind::polygon;
    for (std::uint32_t i = 0; i < rings.count; ++i) {
        const auto ring = rings.ring(i);
        if (i > 0 && twice_signed_area(ring) > 0)
            shape.end_part();
        shape.add_path(ring);
    }
    shape.end_part();
    return shape;
}

std::vector<Polygon> polygons_of(const Shape &shape) {
    std::vector<Polygon> polygons;
    for (std::size_t part = 0; part < shape.parts(); ++part) {
        Polygon &polygon = polygons.emplace_back();
        for (std::size_t ring = shape.part_begin(part); ring < shape.part_ends[part]; ++ring) {
            const auto points = shape.path(ring);
            polygon.emplace_back(points.begin(), points.end());
        }
    }
    return polygons;
}

double twice_signed_area(std::span<const Point> ring) {
    const Point origin = ring.front();
    double sum = 0;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i)
        sum += (ring[i].x - origin.x) * (ring[i + 1].y - origin.y) -
               (ring[i + 1].x - origin.x) * (ring[i].y - origin.y);
    return sum;
}

void orient(Shape &shape) {
    for (std::size_t part = 0; part < shape.parts(); ++part) {
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

Shape moved(const Shape &shape, Point origin) {
    Shape result = shape;
    for (Point &p : result.points)
        p = {p.x - origin.x, p.y - origin.y};
    return result;
}

} // namespace qitu::geometry
