// A geometry as flat arrays: what the engine computes with. WKB in, rings out.
#pragma once

#include <qitu/core/geodesy/geodesy.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <stdexcept>
#include <vector>

namespace qitu::tabulate {

using geodesy::Point;

struct Box {
    double min_x = std::numeric_limits<double>::infinity();
    double min_y = std::numeric_limits<double>::infinity();
    double max_x = -std::numeric_limits<double>::infinity();
    double max_y = -std::numeric_limits<double>::infinity();

    void add(Point p) {
        min_x = std::min(min_x, p.x);
        min_y = std::min(min_y, p.y);
        max_x = std::max(max_x, p.x);
        max_y = std::max(max_y, p.y);
    }
    [[nodiscard]] bool empty() const { return min_x > max_x; }
    [[nodiscard]] bool meets(const Box &other) const {
        return min_x <= other.max_x && other.min_x <= max_x && min_y <= other.max_y && other.min_y <= max_y;
    }
    /// More than a common point or line.
    [[nodiscard]] bool overlaps(const Box &other) const {
        return min_x < other.max_x && other.min_x < max_x && min_y < other.max_y && other.min_y < max_y;
    }
    [[nodiscard]] bool contains(Point p) const {
        return min_x <= p.x && p.x <= max_x && min_y <= p.y && p.y <= max_y;
    }
    [[nodiscard]] Point middle() const { return {(min_x + max_x) / 2, (min_y + max_y) / 2}; }
    friend bool operator==(const Box &, const Box &) = default;
};

Box box_of(std::span<const Point> points);

enum class Kind { none, point, line, polygon };

/// Paths are rings, lines or single points one after the other; a part is a polygon with its holes (a line, a
/// point).
struct Shape {
    Kind kind = Kind::none;
    std::vector<Point> points;
    std::vector<std::uint32_t> path_ends; // into points
    std::vector<std::uint32_t> part_ends; // into path_ends

    [[nodiscard]] bool empty() const { return points.empty(); }
    [[nodiscard]] std::size_t paths() const { return path_ends.size(); }
    [[nodiscard]] std::span<const Point> path(std::size_t i) const {
        const std::size_t begin = i == 0 ? 0 : path_ends[i - 1];
        return std::span(points).subspan(begin, path_ends[i] - begin);
    }
    [[nodiscard]] std::size_t part_begin(std::size_t part) const {
        return part == 0 ? 0 : part_ends[part - 1];
    }

    void clear();
    void end_path() { path_ends.push_back(static_cast<std::uint32_t>(points.size())); }
    void end_part() { part_ends.push_back(static_cast<std::uint32_t>(path_ends.size())); }
};

/// What cannot be used at all: damaged WKB, mixed dimensions, coordinates that are no numbers.
class BadGeometry : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// ISO or extended WKB, Z and M dropped. Throws BadGeometry.
void read_wkb(std::span<const std::byte> wkb, Shape &shape);
std::vector<std::byte> write_wkb_multipolygon(const Shape &shape);

} // namespace qitu::tabulate
