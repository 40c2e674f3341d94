#include "multi_part.h"

#include <cstring>

namespace qitu::intake {

namespace {

using geodesy::Point;

constexpr std::size_t head = 1 + sizeof(std::uint32_t); // byte order and type
constexpr std::uint32_t point = 1, line = 2, polygon = 3, collection = 7;

static_assert(sizeof(Point) == 2 * sizeof(double));

std::uint32_t number_at(std::span<const std::byte> wkb, std::size_t at) {
    std::uint32_t number = 0;
    std::memcpy(&number, wkb.subspan(at, sizeof number).data(), sizeof number);
    return number;
}

void put_number(std::vector<std::byte> &wkb, std::size_t at, std::uint32_t number) {
    std::memcpy(wkb.data() + at, &number, sizeof number);
}

std::uint32_t part_type(catalogue::GeometryType type) {
    switch (type) {
    case catalogue::GeometryType::point:
        return point;
    case catalogue::GeometryType::line:
        return line;
    default:
        return polygon;
    }
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
    wkb_ = empty_of(part_type(type_) + 3); // multi types follow the single ones
    runs_.clear();
    points_.clear();
    parts_ = 0;
    std::size_t at = 0;
    const bool taken = part(wkb, at);
    put_number(wkb_, head, parts_);
    return taken;
}

bool MultiPart::part(std::span<const std::byte> wkb, std::size_t &at) {
    const std::uint32_t type = number_at(wkb, at + 1);
    if (type > polygon && type <= collection) {
        const std::uint32_t count = number_at(wkb, at + head);
        at += head + sizeof count;
        for (std::uint32_t i = 0; i < count; ++i)
            if (!part(wkb, at))
                return false;
        return true;
    }
    if (type != part_type(type_))
        return false;
    ++parts_;
    copy(wkb, at, head);
    if (type == point) {
        run(wkb, at, 1);
        return true;
    }
    std::uint32_t rings = 1;
    if (type == polygon) {
        rings = number_at(wkb, at);
        copy(wkb, at, sizeof rings);
    }
    for (std::uint32_t i = 0; i < rings; ++i) {
        const std::uint32_t count = number_at(wkb, at);
        copy(wkb, at, sizeof count);
        run(wkb, at, count);
    }
    return true;
}

void MultiPart::run(std::span<const std::byte> wkb, std::size_t &at, std::size_t count) {
    const std::size_t first = points_.size();
    runs_.push_back({wkb_.size(), count});
    points_.resize(first + count);
    if (count > 0)
        std::memcpy(points_.data() + first, wkb.subspan(at, count * sizeof(Point)).data(),
                    count * sizeof(Point));
    copy(wkb, at, count * sizeof(Point));
}

void MultiPart::copy(std::span<const std::byte> wkb, std::size_t &at, std::size_t bytes) {
    const auto piece = wkb.subspan(at, bytes);
    wkb_.insert(wkb_.end(), piece.begin(), piece.end());
    at += bytes;
}

void MultiPart::put(std::span<const Point> points) {
    points_.assign(points.begin(), points.end());
    std::size_t first = 0;
    for (const Run &run : runs_) {
        std::memcpy(wkb_.data() + run.at, points_.data() + first, run.count * sizeof(Point));
        first += run.count;
    }
}

} // namespace qitu::intake
