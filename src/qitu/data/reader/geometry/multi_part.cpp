#include "geometry/multi_part.h"

#include <cstring>

namespace qitu::reader {

namespace {

using geodesy::Point;

constexpr std::size_t head = 1 + sizeof(std::uint32_t); // byte order and type
constexpr std::uint32_t collection = 7;

void put_number(std::vector<std::byte> &wkb, std::size_t at, std::uint32_t number) {
    std::memcpy(wkb.data() + at, &number, sizeof number);
}

void append_number(std::vector<std::byte> &wkb, std::uint32_t number) {
    wkb.resize(wkb.size() + sizeof number);
    put_number(wkb, wkb.size() - sizeof number, number);
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

class MultiPart::Gatherer {
  public:
    explicit Gatherer(MultiPart &to) : to_(to) {}
    void begin_part(geometry::Kind kind, std::uint32_t paths) { to_.begin_part(kind, paths); }
    void path(const geometry::WkbPath &path) { to_.path(path); }
    void end_part() {}

  private:
    MultiPart &to_;
};

bool MultiPart::take(std::span<const std::byte> wkb) {
    wkb_ = empty_of(multi_type(type_));
    runs_.clear();
    points_.clear();
    parts_ = 0;
    other_kind_ = false;
    Gatherer gatherer(*this);
    geometry::visit_wkb(wkb, gatherer);
    put_number(wkb_, head, parts_);
    return !other_kind_;
}

void MultiPart::begin_part(geometry::Kind kind, std::uint32_t paths) {
    const std::uint32_t type = single_type(type_);
    other_kind_ = other_kind_ || static_cast<std::uint32_t>(kind) != type;
    ++parts_;
    wkb_.push_back(std::byte{1});
    append_number(wkb_, type);
    if (kind == geometry::Kind::polygon)
        append_number(wkb_, paths);
}

void MultiPart::path(const geometry::WkbPath &path) {
    read_.clear();
    path.append_to(read_);
    if (type_ == catalogue::GeometryType::point)
        return append(read_);
    if (same_ > 0 && !tidy(read_))
        make_tidy(read_);
    append_number(wkb_, static_cast<std::uint32_t>(read_.size()));
    append(read_);
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
