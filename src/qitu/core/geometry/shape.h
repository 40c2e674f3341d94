// A geometry as flat arrays, which is how everything computes with it: one allocation for its points, and
// none at all where the arrays are used again for the next feature.
#pragma once

#include <qitu/core/geometry/box.h>

#include <cstdint>
#include <span>
#include <vector>

namespace qitu::geometry {

/// Numbered as in WKB.
enum class Kind : std::uint32_t { none = 0, point = 1, line = 2, polygon = 3 };

/// Points, lines or polygons, never mixed. Paths are rings, lines or single points, one after the other; a
/// part is a polygon with its holes, a line, or a point.
struct Shape {
    Kind kind = Kind::none;
    std::vector<Point> points;
    std::vector<std::uint32_t> path_ends; // into points
    std::vector<std::uint32_t> part_ends; // into path_ends

    [[nodiscard]] bool empty() const { return points.empty(); }
    [[nodiscard]] std::size_t paths() const { return path_ends.size(); }
    [[nodiscard]] std::size_t parts() const { return part_ends.size(); }
    [[nodiscard]] std::span<const Point> path(std::size_t i) const {
        const std::size_t begin = i == 0 ? 0 : path_ends[i - 1];
        return std::span(points).subspan(begin, path_ends[i] - begin);
    }
    /// The first path of a part: of a polygon its shell.
    [[nodiscard]] std::size_t part_begin(std::size_t part) const {
        return part == 0 ? 0 : part_ends[part - 1];
    }
    [[nodiscard]] bool has_holes() const { return kind == Kind::polygon && paths() > parts(); }

    void clear();
    void add_path(std::span<const Point> path);
    void end_path() { path_ends.push_back(static_cast<std::uint32_t>(points.size())); }
    void end_part() { part_ends.push_back(static_cast<std::uint32_t>(path_ends.size())); }
    friend bool operator==(const Shape &, const Shape &) = default;
};

/// A polygon's rings where they lie in memory, without their parts.
struct Rings {
    const Point *points = nullptr;
    const std::uint32_t *ends = nullptr; // of each ring, into points
    std::uint32_t count = 0;             // of rings

    [[nodiscard]] std::span<const Point> ring(std::uint32_t i) const {
        const std::uint32_t begin = i == 0 ? 0 : ends[i - 1];
        return {points + begin, ends[i] - begin};
    }
    [[nodiscard]] std::span<const Point> all() const { return {points, count == 0 ? 0 : ends[count - 1]}; }
};

inline Rings rings_of(const Shape &shape) {
    return {shape.points.data(), shape.path_ends.data(), static_cast<std::uint32_t>(shape.path_ends.size())};
}

/// Back to a shape with parts: every counter-clockwise ring begins a new one. \pre oriented
Shape shape_of(const Rings &rings);

/// The polygons, each as a list of rings.
std::vector<Polygon> polygons_of(const Shape &shape);

/// Calls visit(from, to) for every edge that has a length.
template <typename Visit>
void for_each_edge(const Rings &rings, const Visit &visit) {
    for (std::uint32_t i = 0; i < rings.count; ++i) {
        const auto ring = rings.ring(i);
        for (std::size_t k = 0; k + 1 < ring.size(); ++k)
            if (ring[k] != ring[k + 1])
                visit(ring[k], ring[k + 1]);
    }
}

/// Twice the area of a closed ring in the plane; counter-clockwise is positive.
double twice_signed_area(std::span<const Point> ring);

/// Shells counter-clockwise and holes clockwise, so that the interior is on the left of every edge.
void orient(Shape &shape);

/// The shape's points as offsets from `origin`. Near the origin numbers are finer than far from it.
Shape moved(const Shape &shape, Point origin);

/// Shells minus holes, each by the absolute area that `area(ring)` gives, in the order of the rings.
template <typename Area>
double area_of_rings(const Shape &shape, const Area &area) {
    double sum = 0;
    for (std::size_t part = 0; part < shape.parts(); ++part) {
        const std::size_t shell = shape.part_begin(part);
        for (std::size_t ring = shell; ring < shape.part_ends[part]; ++ring)
            sum += (ring == shell ? 1 : -1) * area(shape.path(ring));
    }
    return sum;
}

} // namespace qitu::geometry
