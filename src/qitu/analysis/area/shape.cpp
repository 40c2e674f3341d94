#include "shape.h"

#include <qitu/core/base/message.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace qitu::area {

namespace {

using catalogue::GeometryType;

class Reader {
  public:
    Reader(std::span<const std::byte> wkb, Shape &shape) : wkb_(wkb), shape_(shape) {}

    void geometry(int depth) {
        constexpr int deepest = 8;
        const auto order = number<std::uint8_t>();
        const auto type = number<std::uint32_t>();
        static_assert(std::endian::native == std::endian::little);
        if (order != 1 || type == 0 || type > 7 || depth > deepest)
            throw BadGeometry(say("geometry type {} cannot be measured", type));
        if (type == 1)
            return path(1, GeometryType::point, false);
        const auto count = number<std::uint32_t>();
        if (type == 2)
            return path(count, GeometryType::line, false);
        if (type == 3)
            return polygon(count);
        for (std::uint32_t i = 0; i < count; ++i)
            geometry(depth + 1);
    }

  private:
    void polygon(std::uint32_t rings) {
        for (std::uint32_t i = 0; i < rings; ++i)
            path(number<std::uint32_t>(), GeometryType::polygon, i > 0);
    }

    void path(std::uint32_t count, GeometryType type, bool hole) {
        if (count > (wkb_.size() - at_) / sizeof(Point))
            throw BadGeometry(say("the geometry ends too early"));
        const std::size_t first = shape_.points.size();
        for (std::uint32_t i = 0; i < count; ++i) {
            const auto x = number<double>();
            const auto y = number<double>();
            if (type == GeometryType::point && std::isnan(x) && std::isnan(y))
                return; // POINT EMPTY
            if (!std::isfinite(x) || !std::isfinite(y))
                throw BadGeometry(say("a coordinate is no finite number"));
            shape_.points.push_back({x, y});
        }
        if (count == 0)
            return;
        if (shape_.type.value_or(type) != type)
            throw BadGeometry(say("points, lines and polygons are mixed in one feature"));
        shape_.type = type;
        if (type == GeometryType::polygon && shape_.points.back() != shape_.points[first])
            shape_.points.push_back(shape_.points[first]);
        shape_.paths.push_back({shape_.points.size(), hole});
    }

    template <typename T>
    T number() {
        if (wkb_.size() - at_ < sizeof(T))
            throw BadGeometry(say("the geometry ends too early"));
        T value;
        std::memcpy(&value, wkb_.data() + at_, sizeof(T));
        at_ += sizeof(T);
        return value;
    }

    std::span<const std::byte> wkb_;
    Shape &shape_;
    std::size_t at_ = 0;
};

/// 1 left of a→b, -1 right of it, 0 on it or so near that rounding could decide (error bound after
/// J. R. Shewchuk, Adaptive precision floating-point arithmetic, Discrete Comput. Geom. 18 (1997), 4.3).
int side(Point a, Point b, Point c) {
    const double left = (b.x - a.x) * (c.y - a.y);
    const double right = (b.y - a.y) * (c.x - a.x);
    const double bound = 3.4e-16 * (std::abs(left) + std::abs(right));
    return left - right > bound ? 1 : left - right < -bound ? -1 : 0;
}

bool surely_apart(Point a, Point b, Point c, Point d) {
    if (std::max(a.x, b.x) < std::min(c.x, d.x) || std::max(c.x, d.x) < std::min(a.x, b.x) ||
        std::max(a.y, b.y) < std::min(c.y, d.y) || std::max(c.y, d.y) < std::min(a.y, b.y))
        return true;
    return side(a, b, c) * side(a, b, d) > 0 || side(c, d, a) * side(c, d, b) > 0;
}

/// a→b and b→c have nothing but b in common.
bool surely_joined(Point a, Point b, Point c) {
    return side(a, b, c) != 0 ||
           (a != b && b != c && (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y) > 0);
}

} // namespace

void read_wkb(std::span<const std::byte> wkb, Shape &shape) {
    shape.type.reset();
    shape.points.clear();
    shape.paths.clear();
    Reader(wkb, shape).geometry(0);
}

bool surely_simple(const Shape &shape) {
    constexpr std::size_t most_edges = 96;
    const std::vector<Point> &p = shape.points;
    if (shape.paths.size() != 1 || p.size() < 4 || p.size() > most_edges)
        return false;
    const std::size_t count = p.size() - 1;
    for (std::size_t i = 0; i < count; ++i) {
        if (!surely_joined(p[i], p[i + 1], p[(i + 1) % count + 1]))
            return false;
        for (std::size_t j = i + 2; j < count - (i == 0 ? 1 : 0); ++j)
            if (!surely_apart(p[i], p[i + 1], p[j], p[j + 1]))
                return false;
    }
    return true;
}

double planar_area(std::span<const Point> ring) {
    double twice = 0;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i)
        twice += (ring[i].x - ring[0].x) * (ring[i + 1].y - ring[0].y) -
                 (ring[i + 1].x - ring[0].x) * (ring[i].y - ring[0].y);
    return std::abs(twice) / 2;
}

double middle_longitude(std::span<const Point> points) {
    const auto [west, east] = std::minmax_element(points.begin(), points.end(),
                                                  [](const Point &a, const Point &b) { return a.x < b.x; });
    return (west->x + east->x) / 2;
}

} // namespace qitu::area
