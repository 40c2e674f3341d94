#include "multi_part.h"

#include <cstring>
#include <stdexcept>

namespace qitu::reader {

namespace {

using geodesy::Point;

constexpr std::size_t head = 1 + sizeof(std::uint32_t); // byte order and type
constexpr std::uint32_t point = 1, polygon = 3, collection = 7;

static_assert(sizeof(Point) == 2 * sizeof(double));

constexpr int deepest = 16; // collections within collections
constexpr std::size_t point_size = sizeof(Point);

[[noreturn]] void damaged(const char *what) {
    throw std::runtime_error(what);
}

/// The bytes at a place; throws when there are fewer.
std::span<const std::byte> piece(std::span<const std::byte> wkb, std::size_t at, std::size_t bytes) {
    if (at > wkb.size() || bytes > wkb.size() - at)
        damaged("the geometry breaks off");
    return wkb.subspan(at, bytes);
}

std::uint32_t number_at(std::span<const std::byte> wkb, std::size_t at) {
    std::uint32_t number = 0;
    std::memcpy(&number, piece(wkb, at, sizeof number).data(), sizeof number);
    return number;
}

std::uint32_t take_number(std::span<const std::byte> wkb, std::size_t &at) {
    const std::uint32_t number = number_at(wkb, at);
    at += sizeof number;
    return number;
}

std::uint32_t take_type(std::span<const std::byte> wkb, std::size_t &at) {
    if (piece(wkb, at, head)[0] != std::byte{1})
        damaged("the geometry is not in little-endian order");
    const std::uint32_t type = number_at(wkb, at + 1);
    at += head;
    return type;
}

void put_number(std::vector<std::byte> &wkb, std::size_t at, std::uint32_t number) {
    std::memcpy(wkb.data() + at, &number, sizeof number);
}

std::vector<std::byte> empty_of(std::uint32_t type) {
    std::vector<std::byte> wkb(head + sizeof(std::uint32_t));
    wkb[0] = std::byte{1};
    put_number(wkb, 1, type);
    return wkb;
}

} // namespace

std::vector<std::byte> empty_geometry() {
    return empty_of(collection);
}

bool MultiPart::take(std::span<const std::byte> wkb) {
    wkb_ = empty_of(multi_type(type_));
    runs_.clear();
    points_.clear();
    parts_ = 0;
    std::size_t at = 0;
    const bool taken = part(wkb, at, 0);
    put_number(wkb_, head, parts_);
    return taken;
}

bool MultiPart::part(std::span<const std::byte> wkb, std::size_t &at, int depth) {
    const std::uint32_t type = take_type(wkb, at);
    if (type > polygon && type <= collection) {
        if (depth == deepest)
            damaged("the geometry holds collections within collections");
        const std::uint32_t count = take_number(wkb, at);
        for (std::uint32_t i = 0; i < count; ++i)
            if (!part(wkb, at, depth + 1))
                return false;
        return true;
    }
    if (type < point || type > collection)
        damaged("the geometry is of an unknown type");
    if (type != single_type(type_))
        return false;
    ++parts_;
    wkb_.push_back(std::byte{1});
    wkb_.resize(wkb_.size() + sizeof type);
    put_number(wkb_, wkb_.size() - sizeof type, type);
    if (type == point) {
        point_at(wkb, at);
        return true;
    }
    const std::uint32_t rings = type == polygon ? take_number(wkb, at) : 1;
    if (type == polygon) {
        wkb_.resize(wkb_.size() + sizeof rings);
        put_number(wkb_, wkb_.size() - sizeof rings, rings);
    }
    for (std::uint32_t i = 0; i < rings; ++i)
        run(wkb, at);
    return true;
}

bool MultiPart::same(Point a, Point b) const {
    const double x = a.x - b.x;
    const double y = a.y - b.y;
    return x * x + y * y <= same_ * same_;
}

bool MultiPart::tidy(std::span<const Point> points) const {
    for (std::size_t i = 1; i < points.size(); ++i)
        if (same(points[i - 1], points[i]))
            return false;
    return type_ != catalogue::GeometryType::polygon || points.empty() || points.front() == points.back();
}

/// The first of points that are one stays; the last point stays where it is. What would be left with too few
/// points for a figure is left alone: quality says what is wrong with it.
void MultiPart::make_tidy(std::vector<Point> &points) {
    const bool ring = type_ == catalogue::GeometryType::polygon;
    std::vector<Point> kept;
    for (const Point &p : points)
        if (kept.empty() || !same(kept.back(), p))
            kept.push_back(p);
    std::uint64_t closed = 0;
    if (ring && kept.size() > 1 && kept.front() != kept.back()) {
        if (same(kept.front(), kept.back()))
            kept.back() = kept.front();
        else
            kept.push_back(kept.front());
        closed = 1;
    }
    if (kept.size() < (ring ? 4U : 2U))
        return;
    closed_ += closed;
    if (const std::size_t before = points.size() + closed; before > kept.size())
        repeated_ += before - kept.size();
    points = std::move(kept);
}

void MultiPart::run(std::span<const std::byte> wkb, std::size_t &at) {
    const std::size_t count = take_number(wkb, at);
    const auto bytes = piece(wkb, at, count * point_size);
    at += bytes.size();
    read_.resize(count);
    if (count > 0)
        std::memcpy(read_.data(), bytes.data(), bytes.size());
    if (same_ > 0 && !tidy(read_))
        make_tidy(read_);
    wkb_.resize(wkb_.size() + sizeof(std::uint32_t));
    put_number(wkb_, wkb_.size() - sizeof(std::uint32_t), static_cast<std::uint32_t>(read_.size()));
    append(read_);
}

void MultiPart::point_at(std::span<const std::byte> wkb, std::size_t &at) {
    Point p;
    std::memcpy(&p, piece(wkb, at, point_size).data(), point_size);
    at += point_size;
    append({&p, 1});
}

void MultiPart::append(std::span<const Point> points) {
    runs_.push_back({wkb_.size(), points.size()});
    const auto bytes = std::as_bytes(points);
    wkb_.insert(wkb_.end(), bytes.begin(), bytes.end());
    points_.insert(points_.end(), points.begin(), points.end());
}

void MultiPart::put(std::span<const Point> points) {
    points_.assign(points.begin(), points.end());
    std::size_t first = 0;
    for (const Run &run : runs_) {
        std::memcpy(wkb_.data() + run.at, points_.data() + first, run.count * sizeof(Point));
        first += run.count;
    }
}

} // namespace qitu::reader
