#include "geometry/multi_part.h"

#include <utility>

namespace qitu::reader {

using geometry::Kind;
using geometry::Point;

std::vector<std::byte> empty_geometry() {
    std::vector<std::byte> wkb(9); // byte order, type, number of parts
    wkb[0] = std::byte{1};
    wkb[1] = std::byte{7};
    return wkb;
}

struct MultiPart::Visitor {
    MultiPart &parts;
    bool all_fit = true;
    bool fits = true; // the part at hand

    void begin_part(Kind kind, std::uint32_t) {
        fits = kind == parts.kind_;
        all_fit = all_fit && fits;
    }
    void path(const geometry::WkbPath &path) {
        if (fits)
            parts.add(path);
    }
    void end_part() {
        if (fits)
            parts.shape_.end_part();
    }
};

MultiPart::MultiPart(catalogue::GeometryType type, double same)
    : kind_(static_cast<Kind>(catalogue::single_type(type))), same_(same) {}

bool MultiPart::take(std::span<const std::byte> wkb) {
    shape_.clear();
    shape_.kind = kind_;
    Visitor visitor{*this};
    geometry::visit_wkb(wkb, visitor);
    return visitor.all_fit;
}

void MultiPart::add(const geometry::WkbPath &path) {
    read_.clear();
    path.append_to(read_);
    if (same_ > 0 && !tidy(read_))
        make_tidy(read_);
    shape_.add_path(read_);
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
    return kind_ != Kind::polygon || points.empty() || points.front() == points.back();
}

/// The first of points that are one stays; the last point stays where it is. What would be left with too few
/// points is not changed: validation reports it.
void MultiPart::make_tidy(std::vector<Point> &points) {
    const bool ring = kind_ == Kind::polygon;
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

} // namespace qitu::reader
