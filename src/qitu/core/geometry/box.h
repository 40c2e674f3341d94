// The bounding box of points, with sides along the axes.
#pragma once

#include <qitu/core/geometry/point.h>

#include <algorithm>
#include <limits>
#include <span>

namespace qitu::geometry {

/// Empty until something is added.
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
    void add(const Box &other) {
        min_x = std::min(min_x, other.min_x);
        min_y = std::min(min_y, other.min_y);
        max_x = std::max(max_x, other.max_x);
        max_y = std::max(max_y, other.max_y);
    }
    [[nodiscard]] bool empty() const { return min_x > max_x; }
    [[nodiscard]] double width() const { return max_x - min_x; }
    [[nodiscard]] double height() const { return max_y - min_y; }
    [[nodiscard]] Point middle() const { return {(min_x + max_x) / 2, (min_y + max_y) / 2}; }

    /// They have a point in common, if only of their borders.
    [[nodiscard]] bool meets(const Box &other) const {
        return min_x <= other.max_x && other.min_x <= max_x && min_y <= other.max_y && other.min_y <= max_y;
    }
    /// They have more than a point or a line in common.
    [[nodiscard]] bool overlaps(const Box &other) const {
        return min_x < other.max_x && other.min_x < max_x && min_y < other.max_y && other.min_y < max_y;
    }
    [[nodiscard]] bool contains(Point p) const {
        return min_x <= p.x && p.x <= max_x && min_y <= p.y && p.y <= max_y;
    }
    /// Along the axis on which the point is further outside; 0 inside.
    [[nodiscard]] double distance_to(Point p) const {
        return std::max({0.0, min_x - p.x, p.x - max_x, min_y - p.y, p.y - max_y});
    }
    friend bool operator==(const Box &, const Box &) = default;
};

inline Box box_of(std::span<const Point> points) {
    Box box;
    for (const Point p : points)
        box.add(p);
    return box;
}

inline Box box_of_edge(Point a, Point b) {
    return {std::min(a.x, b.x), std::min(a.y, b.y), std::max(a.x, b.x), std::max(a.y, b.y)};
}

/// Empty where they do not meet.
inline Box intersection(const Box &a, const Box &b) {
    return {std::max(a.min_x, b.min_x), std::max(a.min_y, b.min_y), std::min(a.max_x, b.max_x),
            std::min(a.max_y, b.max_y)};
}

/// Enlarged on every side, by `x` in the one direction and by `y` in the other.
inline Box buffered(const Box &box, double x, double y) {
    return {box.min_x - x, box.min_y - y, box.max_x + x, box.max_y + y};
}

} // namespace qitu::geometry
