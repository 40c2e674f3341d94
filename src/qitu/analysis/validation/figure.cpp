#include "figure.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/random.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <tuple>

namespace qitu::validation {

namespace {

using catalogue::GeometryType;
using geodesy::Point;

class Reader {
  public:
    explicit Reader(std::span<const std::byte> wkb) : wkb_(wkb) {}

    Figure figure() {
        geometry(0);
        if (at_ != wkb_.size())
            throw Unreadable(said("there are bytes after the geometry"));
        return std::move(figure_);
    }

  private:
    void geometry(int depth) {
        constexpr int deepest = 8;
        const auto order = number<std::uint8_t>();
        swap_ = (order == 1) != (std::endian::native == std::endian::little);
        const auto type = number<std::uint32_t>();
        if (order > 1 || type == 0 || type > 7 || depth > deepest)
            throw Unreadable(said("WKB type {} is no plain point, line or polygon", type));
        if (type == 1)
            return single(GeometryType::point, 1);
        const auto count = number<std::uint32_t>();
        if (type == 2)
            return single(GeometryType::line, count);
        if (type == 3)
            return polygon(count);
        for (std::uint32_t i = 0; i < count; ++i)
            geometry(depth + 1);
    }

    void single(GeometryType type, std::uint32_t count) {
        geodesy::Ring points = path(count);
        const bool empty_point =
            type == GeometryType::point && std::isnan(points[0].x) && std::isnan(points[0].y);
        if (!points.empty() && !empty_point)
            take({type, {std::move(points)}});
    }

    void polygon(std::uint32_t rings) {
        Part part{GeometryType::polygon, {}};
        bool shell = false;
        for (std::uint32_t i = 0; i < rings; ++i) {
            geodesy::Ring ring = path(number<std::uint32_t>());
            if (ring.empty())
                continue;
            shell = shell || i == 0;
            if (!shell)
                throw Unreadable(said("a polygon has a hole and no shell"));
            part.paths.push_back(std::move(ring));
        }
        if (!part.paths.empty())
            take(std::move(part));
    }

    void take(Part part) {
        if (!figure_.empty() && figure_.front().type != part.type)
            throw Unreadable(said("points, lines and polygons are mixed in one feature"));
        figure_.push_back(std::move(part));
    }

    geodesy::Ring path(std::uint32_t count) {
        if (count > (wkb_.size() - at_) / sizeof(Point))
            throw Unreadable(said("the WKB ends too early"));
        geodesy::Ring points(count);
        if (swap_) {
            for (Point &point : points) {
                point.x = number<double>();
                point.y = number<double>();
            }
        } else if (count > 0) {
            std::memcpy(points.data(), wkb_.data() + at_, count * sizeof(Point));
            at_ += count * sizeof(Point);
        }
        return points;
    }

    template <typename T>
    T number() {
        if (wkb_.size() - at_ < sizeof(T))
            throw Unreadable(said("the WKB ends too early"));
        std::array<std::byte, sizeof(T)> bytes;
        std::memcpy(bytes.data(), wkb_.data() + at_, sizeof(T));
        at_ += sizeof(T);
        if (swap_)
            std::reverse(bytes.begin(), bytes.end());
        return std::bit_cast<T>(bytes);
    }

    std::span<const std::byte> wkb_;
    std::size_t at_ = 0;
    bool swap_ = false;
    Figure figure_;
};

std::uint64_t hash_of(Point point) {
    const auto bits = [](double value) { return std::bit_cast<std::uint64_t>(value + 0.0); }; // -0 is 0
    return mixed(mixed(bits(point.x)) + golden_gamma + bits(point.y));
}

std::uint64_t hash_of_edge(Point a, Point b) {
    if (std::tie(b.x, b.y) < std::tie(a.x, a.y))
        std::swap(a, b);
    return mixed(hash_of(a) + 3 * hash_of(b));
}

} // namespace

Figure read_wkb(std::span<const std::byte> wkb) {
    return Reader(wkb).figure();
}

std::optional<Figure> readable(std::span<const std::byte> wkb) {
    try {
        return read_wkb(wkb);
    } catch (const Unreadable &) {
        return std::nullopt;
    }
}

bool finite(Point point) {
    return std::isfinite(point.x) && std::isfinite(point.y);
}

std::uint64_t fingerprint(const Figure &figure) {
    std::uint64_t sum = 0;
    for (const Part &part : figure)
        for (const geodesy::Ring &path : part.paths) {
            if (part.type == GeometryType::point)
                sum += hash_of(path.front());
            for (std::size_t i = 0; i + 1 < path.size(); ++i)
                if (path[i] != path[i + 1])
                    sum += hash_of_edge(path[i], path[i + 1]);
        }
    return sum;
}

std::uint64_t hash_of(std::string_view text) {
    std::uint64_t hash = mixed(text.size());
    for (; !text.empty(); text.remove_prefix(std::min(text.size(), sizeof hash))) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data(), std::min(text.size(), sizeof word));
        hash = mixed(hash + golden_gamma + word) ^ (hash >> 7U);
    }
    return hash;
}

} // namespace qitu::validation
