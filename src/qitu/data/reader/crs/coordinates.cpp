#include "crs/coordinates.h"

#include <qitu/core/base/message.h>

#include <algorithm>
#include <cmath>

namespace qitu::reader {

namespace {

using Form = CoordinateKind::Form;
using geodesy::Point;

constexpr double zone_size = 1e6; // metres between the false eastings of neighbouring zones

bool northing(double v) {
    return v >= 4.0e6 && v <= 6.0e6;
}

bool plain_easting(double v) {
    return v >= 1e5 && v <= 9e5;
}

/// The zone in front of an easting, 0 when there is none: 3-degree zones 25 to 45, 6-degree zones 15 to 23.
/// Of the latter 13 and 14 could as well be web Mercator and lie west of the region.
int zone_in_front(double easting) {
    const double zone = std::floor(easting / zone_size);
    const bool known = (zone >= 15 && zone <= 23) || (zone >= 25 && zone <= 45);
    return known && std::abs(easting - zone * zone_size - 5e5) <= 3.5e5 ? static_cast<int>(zone) : 0;
}

CoordinateKind plane_kind(double easting) {
    if (const int zone = zone_in_front(easting))
        return {Form::with_zone_prefix, zone};
    return {plain_easting(easting) ? Form::without_zone_prefix : Form::other};
}

} // namespace

CoordinateKind kind_of(Point p) {
    if (region.contains(p))
        return {Form::region_degrees};
    if (region.contains({p.y, p.x}))
        return {Form::swapped_degrees};
    if (std::abs(p.x) <= 180 && std::abs(p.y) <= 90)
        return {Form::other_degrees};
    if (northing(p.y))
        return plane_kind(p.x);
    if (northing(p.x) && plane_kind(p.y).form != Form::other)
        return {Form::swapped_plane};
    return {Form::other};
}

void CoordinateStatistics::add(Point middle) {
    Sum &sum = sums_[kind_of(middle)];
    ++sum.count;
    ++total_;
    sum.middles.x += middle.x;
    sum.middles.y += middle.y;
}

std::vector<CoordinateStatistics::Found> CoordinateStatistics::found() const {
    std::vector<Found> result;
    for (const auto &[kind, sum] : sums_) {
        const auto n = static_cast<double>(sum.count);
        result.push_back({kind, sum.count, {sum.middles.x / n, sum.middles.y / n}});
    }
    std::stable_sort(result.begin(), result.end(),
                     [](const Found &a, const Found &b) { return a.count > b.count; });
    return result;
}

std::optional<CoordinateStatistics::Found> CoordinateStatistics::majority() const {
    const std::vector<Found> all = found();
    if (all.empty() || 2 * all.front().count <= total_)
        return {};
    return all.front();
}

std::optional<CoordinateStatistics::Found> CoordinateStatistics::unanimous() const {
    const std::optional<Found> most = majority();
    return most && static_cast<double>(most->count) >= 0.95 * static_cast<double>(total_) ? most
                                                                                          : std::nullopt;
}

std::string words_for(const CoordinateKind &kind) {
    switch (kind.form) {
    case Form::region_degrees:
        return say("degrees inside the region");
    case Form::swapped_degrees:
        return say("degrees with the latitude first");
    case Form::other_degrees:
        return say("degrees outside the region");
    case Form::with_zone_prefix:
        return say("metres with zone prefix {}", kind.zone);
    case Form::without_zone_prefix:
        return say("metres without zone prefix");
    case Form::swapped_plane:
        return say("metres with the northing first");
    case Form::other:
        break;
    }
    return say("unrecognized values");
}

} // namespace qitu::reader
