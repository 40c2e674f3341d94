#include "crs/coordinates.h"

#include <qitu/core/base/message.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace qitu::reader {

namespace {

using Form = CoordinateKind::Form;
using geodesy::Point;

constexpr double zone_size = 1e6; // metres between the false eastings of neighbouring zones
constexpr double middle = 5e5;    // the false easting without the zone
constexpr double degree_m = 111'320;

bool plain_easting(double v) {
    return v >= 1e5 && v <= 9e5;
}

/// The zone in front of an easting, 0 when there is none. Eastings of zones 13 and 14 could as well be web
/// Mercator: those only where the region is known to reach there.
int zone_in_front(double easting, const Region &region) {
    constexpr double widest = 3.5e5;
    constexpr int first_beyond_doubt = 15;
    const auto zone = static_cast<int>(std::clamp(std::floor(easting / zone_size), 0.0, 100.0));
    const bool west = region.given && region.box.min_x < meridian_of_zone(first_beyond_doubt) - 3;
    const bool known = known_zone(zone) && (zone >= first_beyond_doubt || west);
    return known && std::abs(easting - zone * zone_size - middle) <= widest ? zone : 0;
}

CoordinateKind plane_kind(double easting, const Region &region) {
    if (const int zone = zone_in_front(easting, region))
        return {Form::with_zone_prefix, zone};
    return {plain_easting(easting) ? Form::without_zone_prefix : Form::other};
}

/// Latitudes of the far north could be longitudes of the west of China: told only where the region is known.
bool swapped_degrees(Point p, const Region &region) {
    constexpr double no_latitude = 85;
    return region.holds({p.y, p.x}) && (region.given || p.y > no_latitude);
}

} // namespace

Region region_of(const std::optional<geometry::Box> &box) {
    return box ? Region{*box, true} : Region{{73, 3, 136, 54}, false};
}

std::vector<int> Region::meridians() const {
    std::vector<int> all;
    const int last = static_cast<int>(geodesy::central_meridian_near(box.max_x));
    for (int meridian = static_cast<int>(geodesy::central_meridian_near(box.min_x)); meridian <= last;
         meridian += 3)
        all.push_back(meridian);
    return all;
}

bool Region::has_northing(double northing) const {
    constexpr double shortest = 110'500; // of a degree, at the equator
    constexpr double longest = 111'700;
    constexpr double beside = 1; // degree: parallels bend away from the meridian
    return northing >= (box.min_y - beside) * shortest && northing <= (box.max_y + beside) * longest;
}

bool natural_in_zone(Point plane, int zone) {
    constexpr double beyond = 1.5;
    const double half = zone >= 25 ? 1.5 : 3;
    const double parallel = std::cos(plane.y / degree_m * std::numbers::pi / 180);
    return std::abs(plane.x - zone * zone_size - middle) <= beyond * half * degree_m * parallel;
}

bool on_plane(Point plane, double false_easting) {
    constexpr double widest = 15 * degree_m;
    return std::abs(plane.x - false_easting) <= widest;
}

CoordinateKind kind_of(Point p, const Region &region) {
    if (region.holds(p))
        return {Form::region_degrees};
    if (swapped_degrees(p, region))
        return {Form::swapped_degrees};
    if (p.x >= -180 && p.x <= 360 && std::abs(p.y) <= 90) // some count from 0° to 360°
        return {Form::other_degrees};
    if (const CoordinateKind kind = plane_kind(p.x, region);
        region.has_northing(p.y) && kind.form != Form::other)
        return kind;
    if (region.has_northing(p.x) && plane_kind(p.y, region).form != Form::other)
        return {Form::swapped_plane};
    return {Form::other};
}

void CoordinateStatistics::add(Point middle) {
    constexpr double anywhere = 1e8; // no plane is as wide: such a feature says nothing of the others
    if (!(std::abs(middle.x) < anywhere && std::abs(middle.y) < anywhere))
        return;
    Sum &sum = sums_[kind_of(middle, region_)];
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
