#include "shape.h"

#include <qitu/core/base/message.h>

#include <bit>
#include <cmath>
#include <cstring>

namespace qitu::tabulate {

Box box_of(std::span<const Point> points) {
    Box box;
    for (const Point p : points)
        box.add(p);
    return box;
}

void Shape::clear() {
    kind = Kind::none;
    points.clear();
    path_ends.clear();
    part_ends.clear();
}

namespace {

class Reader {
  public:
    Reader(std::span<const std::byte> wkb, Shape &shape) : wkb_(wkb), shape_(shape) {}

    void geometry() {
        const bool swap = (byte() == 1) != (std::endian::native == std::endian::little);
        swap_ = swap;
        const auto code = number<std::uint32_t>();
        if ((code & 0x20000000U) != 0)
            number<std::uint32_t>(); // SRID of extended WKB
        const std::uint32_t base = code & 0x0fffffffU;
        const std::uint32_t iso = base / 1000;
        extra_ =
            ((code & 0x80000000U) != 0 ? 1 : 0) + ((code & 0x40000000U) != 0 ? 1 : 0) + (iso == 3 ? 2 : iso);
        content(base % 1000);
    }

  private:
    void content(std::uint32_t type) {
        switch (type) {
        case 1:
            return single(Kind::point, 1);
        case 2:
            return single(Kind::line, number<std::uint32_t>());
        case 3:
            return polygon();
        case 4:
        case 5:
        case 6:
        case 7: {
            const auto count = number<std::uint32_t>();
            for (std::uint32_t i = 0; i < count; ++i)
                geometry();
            return;
        }
        default:
            throw BadGeometry(say("geometry type {} cannot be read", type));
        }
    }

    void single(Kind kind, std::uint32_t count) {
        if (count == 0)
            return;
        take(kind);
        if (path(count)) {
            shape_.end_part();
        }
    }

    void polygon() {
        const auto rings = number<std::uint32_t>();
        if (rings == 0)
            return;
        take(Kind::polygon);
        bool any = false;
        for (std::uint32_t i = 0; i < rings; ++i)
            any = path(number<std::uint32_t>()) || any;
        if (any)
            shape_.end_part();
    }

    bool path(std::uint32_t count) {
        const std::size_t width = sizeof(double) * (2 + extra_);
        if (count > (wkb_.size() - at_) / width)
            throw BadGeometry(say("WKB ends too early"));
        const std::size_t first = shape_.points.size();
        for (std::uint32_t i = 0; i < count; ++i) {
            const auto x = number<double>();
            const auto y = number<double>();
            at_ += sizeof(double) * extra_;
            if (std::isnan(x) && std::isnan(y) && count == 1)
                return false; // POINT EMPTY
            if (!std::isfinite(x) || !std::isfinite(y))
                throw BadGeometry(say("a coordinate is no finite number"));
            shape_.points.push_back({x, y});
        }
        if (shape_.points.size() == first)
            return false;
        if (shape_.kind == Kind::polygon && shape_.points.back() != shape_.points[first])
            shape_.points.push_back(shape_.points[first]);
        shape_.end_path();
        return true;
    }

    void take(Kind kind) {
        if (shape_.kind != Kind::none && shape_.kind != kind)
            throw BadGeometry(say("points, lines and polygons are mixed in one feature"));
        shape_.kind = kind;
    }

    std::uint8_t byte() { return number<std::uint8_t>(); }

    template <typename T>
    T number() {
        if (wkb_.size() - at_ < sizeof(T))
            throw BadGeometry(say("WKB ends too early"));
        std::array<std::byte, sizeof(T)> bytes;
        std::memcpy(bytes.data(), wkb_.data() + at_, sizeof(T));
        at_ += sizeof(T);
        if (swap_)
            std::reverse(bytes.begin(), bytes.end());
        return std::bit_cast<T>(bytes);
    }

    std::span<const std::byte> wkb_;
    Shape &shape_;
    std::size_t at_ = 0;
    std::size_t extra_ = 0; // coordinates beyond x and y
    bool swap_ = false;
};

class Writer {
  public:
    template <typename T>
    void put(T value) {
        const auto *bytes = reinterpret_cast<const std::byte *>(&value);
        out.insert(out.end(), bytes, bytes + sizeof(T));
    }
    void head(std::uint32_t type) {
        put<std::uint8_t>(1);
        put(type);
    }
    std::vector<std::byte> out;
};

} // namespace

void read_wkb(std::span<const std::byte> wkb, Shape &shape) {
    shape.clear();
    Reader(wkb, shape).geometry();
}

std::vector<std::byte> write_wkb_multipolygon(const Shape &shape) {
    static_assert(std::endian::native == std::endian::little);
    Writer writer;
    writer.head(6);
    writer.put(static_cast<std::uint32_t>(shape.part_ends.size()));
    for (std::size_t part = 0; part < shape.part_ends.size(); ++part) {
        writer.head(3);
        writer.put(static_cast<std::uint32_t>(shape.part_ends[part] - shape.part_begin(part)));
        for (std::size_t ring = shape.part_begin(part); ring < shape.part_ends[part]; ++ring) {
            const auto points = shape.path(ring);
            writer.put(static_cast<std::uint32_t>(points.size()));
            for (const Point p : points) {
                writer.put(p.x);
                writer.put(p.y);
            }
        }
    }
    return std::move(writer.out);
}

} // namespace qitu::tabulate
