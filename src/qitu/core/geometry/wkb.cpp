#include "wkb.h"

#include "predicates.h"

#include <qitu/core/base/message.h>

#include <array>
#include <cmath>

namespace qitu::geometry {

namespace {

template <typename Number>
Number number_at(const std::byte *at, bool swap) {
    std::array<std::byte, sizeof(Number)> bytes{};
    std::memcpy(bytes.data(), at, sizeof(Number));
    if (swap)
        std::reverse(bytes.begin(), bytes.end());
    return std::bit_cast<Number>(bytes);
}

bool swapped(bool little_endian) {
    return little_endian != (std::endian::native == std::endian::little);
}

// The point before the one that is not finite, or else the first finite one after it.
std::optional<Point> beside(std::span<const Point> path, std::size_t bad) {
    if (bad > 0)
        return path[bad - 1];
    const auto after = std::find_if(path.begin(), path.end(), is_finite);
    return after == path.end() ? std::nullopt : std::optional(*after);
}

class ShapeBuilder {
  public:
    explicit ShapeBuilder(Shape &shape) : shape_(shape) {}

    void begin_part(Kind kind, std::uint32_t) {
        kind_ = kind;
        first_path_ = shape_.paths();
        shell_is_missing_ = false;
    }

    void path(const WkbPath &path) {
        const bool empty =
            path.size() == 0 || (kind_ == Kind::point && std::isnan(path[0].x) && std::isnan(path[0].y));
        if (empty) {
            shell_is_missing_ = shell_is_missing_ || shape_.paths() == first_path_;
            return;
        }
        if (shell_is_missing_)
            throw InvalidGeometry(said("a polygon has a hole and no shell"));
        if (shape_.kind != Kind::none && shape_.kind != kind_)
            throw InvalidGeometry(said("points, lines and polygons are mixed in one feature"));
        shape_.kind = kind_;
        const std::size_t first = shape_.points.size();
        path.append_to(shape_.points);
        refuse_not_finite(first);
        if (kind_ == Kind::polygon && shape_.points.back() != shape_.points[first])
            shape_.points.push_back(shape_.points[first]);
        shape_.end_path();
    }

    void end_part() {
        if (shape_.paths() > first_path_)
            shape_.end_part();
    }

  private:
    void refuse_not_finite(std::size_t first) const {
        const auto path = std::span(shape_.points).subspan(first);
        const auto bad = std::find_if_not(path.begin(), path.end(), is_finite);
        if (bad != path.end())
            throw InvalidGeometry(
                said("a coordinate is not a finite number (the place is of a point beside it)"),
                beside(path, static_cast<std::size_t>(bad - path.begin())));
    }

    Shape &shape_;
    Kind kind_ = Kind::none;
    std::size_t first_path_ = 0; // of the part at hand
    bool shell_is_missing_ = false;
};

class Writer {
  public:
    template <typename Number>
    void put(Number number) {
        static_assert(std::endian::native == std::endian::little);
        const auto *bytes = reinterpret_cast<const std::byte *>(&number);
        wkb_.insert(wkb_.end(), bytes, bytes + sizeof(Number));
    }
    void head(std::uint32_t type) {
        put(std::uint8_t{1});
        put(type);
    }
    void points(std::span<const Point> points) {
        const auto bytes = std::as_bytes(points);
        wkb_.insert(wkb_.end(), bytes.begin(), bytes.end());
    }
    void counted_points(std::span<const Point> path) {
        put(static_cast<std::uint32_t>(path.size()));
        points(path);
    }
    void reserve(std::size_t size) { wkb_.reserve(size); }
    std::vector<std::byte> take() { return std::move(wkb_); }

  private:
    std::vector<std::byte> wkb_;
};

void put_part(Writer &writer, const Shape &shape, std::size_t part) {
    const std::size_t first = shape.part_begin(part);
    writer.head(static_cast<std::uint32_t>(shape.kind));
    if (shape.kind == Kind::point)
        return writer.points(shape.path(first));
    if (shape.kind == Kind::line)
        return writer.counted_points(shape.path(first));
    writer.put(static_cast<std::uint32_t>(shape.part_ends[part] - first));
    for (std::size_t ring = first; ring < shape.part_ends[part]; ++ring)
        writer.counted_points(shape.path(ring));
}

} // namespace

InvalidGeometry::InvalidGeometry(Names reason, std::optional<Point> place)
    : std::runtime_error(reason.in(language_in_use())), reason_(std::move(reason)), place_(place) {}

double WkbPath::number(const std::byte *at) const {
    return number_at<double>(at, swap_);
}

void WkbPath::append_to(std::vector<Point> &points) const {
    const std::size_t first = points.size();
    points.resize(first + count_);
    static_assert(sizeof(Point) == 2 * sizeof(double));
    if (!swap_ && step_ == sizeof(Point)) {
        if (count_ > 0)
            std::memcpy(points.data() + first, bytes_, count_ * sizeof(Point));
        return;
    }
    for (std::uint32_t i = 0; i < count_; ++i)
        points[first + i] = (*this)[i];
}

const std::byte *WkbCursor::take(std::size_t bytes) {
    if (wkb_.size() - at_ < bytes)
        throw InvalidGeometry(said("the WKB ends too early"));
    const std::byte *taken = wkb_.data() + at_;
    at_ += bytes;
    return taken;
}

std::uint32_t WkbCursor::number(bool little_endian) {
    return number_at<std::uint32_t>(take(sizeof(std::uint32_t)), swapped(little_endian));
}

// The type's thousands say Z and M in ISO WKB, its highest bits in extended WKB.
WkbHead WkbCursor::head(int depth) {
    constexpr std::uint32_t z = 0x80000000U;
    constexpr std::uint32_t m = 0x40000000U;
    constexpr std::uint32_t srid = 0x20000000U;
    if (depth > max_depth)
        throw InvalidGeometry(said("the geometry holds collections within collections"));
    const auto order = std::to_integer<std::uint8_t>(*take(1));
    const std::uint32_t code = number(order == 1);
    const std::uint32_t iso = code & ~(z | m | srid);
    WkbHead head{iso % 1000, 2, order == 1, (code & srid) != 0};
    if (order > 1 || iso >= 4000 || head.type < 1 || head.type > 7)
        throw InvalidGeometry(said("geometry type {} cannot be read", code));
    const bool has_z = (code & z) != 0 || iso / 1000 == 1 || iso / 1000 == 3;
    const bool has_m = (code & m) != 0 || iso / 1000 >= 2;
    head.ordinates += (has_z ? 1 : 0) + (has_m ? 1 : 0);
    if (head.has_srid)
        take(sizeof(std::uint32_t));
    return head;
}

std::uint32_t WkbCursor::count(const WkbHead &head, std::size_t least_bytes) {
    const std::uint32_t count = number(head.little_endian);
    if (count > (wkb_.size() - at_) / least_bytes)
        throw InvalidGeometry(said("the WKB ends too early"));
    return count;
}

WkbPath WkbCursor::path(const WkbHead &head, std::uint32_t count) {
    return {take(count * head.ordinates * sizeof(double)), count, head};
}

void WkbCursor::finish() const {
    if (at_ != wkb_.size())
        throw InvalidGeometry(said("there are bytes after the geometry"));
}

void read_wkb(std::span<const std::byte> wkb, Shape &shape) {
    shape.clear();
    ShapeBuilder builder(shape);
    visit_wkb(wkb, builder);
}

Shape read_wkb(std::span<const std::byte> wkb) {
    Shape shape;
    read_wkb(wkb, shape);
    return shape;
}

std::vector<std::byte> write_wkb(const Shape &shape) {
    constexpr std::uint32_t multi = 3;
    constexpr std::size_t head_size = 1 + 2 * sizeof(std::uint32_t);
    Writer writer;
    writer.reserve(head_size * (1 + shape.parts()) + sizeof(std::uint32_t) * shape.paths() +
                   sizeof(Point) * shape.points.size());
    writer.head(static_cast<std::uint32_t>(shape.kind) + multi);
    writer.put(static_cast<std::uint32_t>(shape.parts()));
    for (std::size_t part = 0; part < shape.parts(); ++part)
        put_part(writer, shape, part);
    return writer.take();
}

} // namespace qitu::geometry
