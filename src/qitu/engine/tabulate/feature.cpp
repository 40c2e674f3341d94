#include "feature.h"

#include <qitu/core/base/message.h>
#include <qitu/core/geometry/repair.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

namespace qitu::tabulate {

Feature untouched(const Feature &feature) {
    Feature copy;
    copy.id = feature.id;
    copy.priority = feature.priority;
    copy.key = feature.key;
    copy.rings = feature.rings;
    copy.whole = feature.whole;
    copy.by_method = feature.by_method;
    copy.group = feature.group;
    copy.zone = feature.zone;
    copy.kind = feature.kind;
    copy.rival = feature.rival;
    if (feature.shares) {
        copy.shares = std::make_unique<std::vector<Share>>(*feature.shares);
        for (Share &share : *copy.shares)
            share.taken = 0;
    }
    if (feature.values)
        copy.values = std::make_unique<std::vector<double>>(*feature.values);
    return copy;
}

Feature untouched(const Feature &feature, overlay::Arena &arena) {
    Feature copy = untouched(feature);
    copy.rings = arena.keep(feature.rings);
    return copy;
}

FeatureMeasurer::FeatureMeasurer(const geodesy::Crs &crs, const Measuring &measuring,
                                 const PreparedZones &zones)
    : to_geographic_(crs, {}, zones.target), measuring_(measuring),
      space_(crs.geographic() ? geodesy::Space::degrees : geodesy::Space::plane),
      ellipsoid_(to_geographic_.ellipsoid()), edge_length_(ellipsoid_),
      ring_area_(measuring.method, ellipsoid_), strips_(ellipsoid_),
      zone_overlay_(zones.shapes, *zones.index, ellipsoid_) {
    if (crs.gauss_krueger())
        plane_ = crs.central_meridian();
}

FeatureMeasurer::Outcome FeatureMeasurer::measure(const Item &item) {
    Outcome outcome;
    std::string why_not;
    try {
        why_not = take_in(item, outcome);
        if (why_not.empty() && (measuring_.outside || zone_overlay_.may_meet_zones(box_)))
            measure_and_cut(item, outcome);
    } catch (const InvalidGeometry &bad) {
        why_not = bad.what();
    } catch (const GeosError &failed) {
        why_not = failed.what();
    }
    if (!why_not.empty())
        outcome.finding = Finding{Finding::Kind::rejected, item.id, why_not, 0};
    return outcome;
}

std::optional<Feature> FeatureMeasurer::rival(const Item &item) {
    try {
        Outcome ignored;
        if (!take_in(item, ignored).empty())
            return std::nullopt;
        Feature feature = named(item);
        if (shape_.kind == Kind::polygon)
            orient(shape_);
        feature.rings = rings_of(shape_);
        feature.rival = true;
        return feature;
    } catch (const InvalidGeometry &) {
        return std::nullopt;
    } catch (const GeosError &) {
        return std::nullopt;
    }
}

std::optional<Box> FeatureMeasurer::place(const Item &item) {
    try {
        return bring_to_degrees(item).empty() ? std::optional(box_) : std::nullopt;
    } catch (const InvalidGeometry &) {
        return std::nullopt;
    }
}

// The feature at hand, as its points are; else why it has no place.
std::string FeatureMeasurer::bring_to_degrees(const Item &item) {
    if (item.no_place)
        return item.no_place->in(language_in_use());
    if (item.shape != nullptr)
        shape_ = *item.shape;
    else
        read_wkb(item.wkb, shape_);
    if (shape_.empty())
        return say("it has no geometry");
    if (measuring_.max_edge > 0) {
        Shape placed = shape_;
        if (const auto bad = to_geographic_.place(placed.points, placed.path_ends))
            return bad->why.in(language_in_use());
        shorten_edges();
    }
    if (const auto bad = to_geographic_.place(shape_.points, shape_.path_ends))
        return bad->why.in(language_in_use());
    box_ = box_of(shape_.points);
    return {};
}

// The feature at hand, ready to be measured; else why it cannot be.
std::string FeatureMeasurer::take_in(const Item &item, Outcome &outcome) {
    if (std::string why_not = bring_to_degrees(item); !why_not.empty())
        return why_not;
    if (!item.valid)
        outcome.finding = make_valid(item.id);
    if (shape_.empty())
        return outcome.finding->what;
    if (measuring_.method == geodesy::Method::td1055 && !covered_by(plane_of(item)))
        return say("it reaches too far from the central meridian {:g}° for td1055; the geodesic method "
                   "measures it",
                   plane_of(item));
    return {};
}

Feature FeatureMeasurer::named(const Item &item) const {
    Feature feature;
    feature.id = item.id;
    feature.priority = item.priority;
    feature.key = item.key;
    feature.group = item.group;
    feature.kind = shape_.kind;
    if (!item.values.empty())
        feature.values = std::make_unique<std::vector<double>>(item.values);
    return feature;
}

void FeatureMeasurer::measure_and_cut(const Item &item, Outcome &outcome) {
    Feature feature = named(item);
    measure_whole(feature, plane_of(item));
    Cut cut = zone_overlay_.cut(shape_, box_, feature.whole);
    feature.zone = cut.zone;
    if (!cut.shares.empty())
        feature.shares = std::make_unique<std::vector<Share>>(std::move(cut.shares));
    outcome.relative_error = cut.relative_error;
    if (shape_.kind != Kind::point || measuring_.points)
        feature.rings = rings_of(shape_);
    if (shape_.kind == Kind::polygon)
        note_long_edges(outcome);
    outcome.feature = std::move(feature);
}

void FeatureMeasurer::shorten_edges() {
    if (shape_.kind != Kind::polygon)
        return;
    Shape fine;
    fine.kind = shape_.kind;
    fine.part_ends = shape_.part_ends;
    for (std::size_t i = 0; i < shape_.paths(); ++i) {
        const geodesy::Ring ring =
            geodesy::densified(shape_.path(i), measuring_.max_edge, space_, ellipsoid_);
        fine.points.insert(fine.points.end(), ring.begin(), ring.end());
        fine.end_path();
    }
    shape_ = std::move(fine);
}

// The box tells at once that a parcel has none: a degree is nowhere longer than 112 km.
void FeatureMeasurer::note_long_edges(Outcome &outcome) const {
    constexpr double degree_m = 112e3;
    if (measuring_.method == geodesy::Method::td1055 ||
        std::hypot(box_.max_x - box_.min_x, box_.max_y - box_.min_y) * degree_m < geodesy::long_edge)
        return;
    for_each_edge(rings_of(shape_), [&](Point from, Point to) {
        const double length = edge_length_(from, to);
        outcome.long_edges += length > geodesy::long_edge ? 1 : 0;
        if (length > geodesy::long_edge)
            outcome.longest_edge_m = std::max(outcome.longest_edge_m, length);
    });
}

double FeatureMeasurer::plane_of(const Item &item) const {
    const std::optional<double> &known = item.central_meridian ? item.central_meridian : plane_;
    return known ? *known : geodesy::central_meridian_near(box_.middle().x);
}

// The corners of the box lie farthest from the meridian or nearest to the equator, where it is farthest.
bool FeatureMeasurer::covered_by(double meridian) const {
    constexpr double surely = 40;
    if (shape_.kind != Kind::polygon || (box_.min_x > meridian - surely && box_.max_x < meridian + surely))
        return true;
    const geodesy::GaussKrueger plane(meridian);
    const double south =
        box_.min_y <= 0 && box_.max_y >= 0 ? 0 : std::min(std::abs(box_.min_y), std::abs(box_.max_y));
    return plane.covers({box_.min_x, south}) && plane.covers({box_.max_x, south});
}

void FeatureMeasurer::measure_whole(Feature &feature, double plane) {
    switch (shape_.kind) {
    case Kind::polygon:
        orient(shape_);
        strips_.set_parallel(box_.middle().y);
        feature.whole =
            area_of_rings(shape_, [&](std::span<const Point> ring) { return straight_area_of(ring); });
        feature.by_method = feature.whole;
        if (measuring_.method != geodesy::Method::straight) {
            feature.by_method =
                area_of_rings(shape_, [&](std::span<const Point> ring) { return ring_area_(ring, plane); });
        }
        return;
    case Kind::line:
        for (std::size_t i = 0; i < shape_.paths(); ++i)
            feature.whole += geodesy::length(shape_.path(i), ellipsoid_);
        feature.by_method = feature.whole;
        return;
    default:
        feature.whole = feature.by_method = static_cast<double>(shape_.points.size());
    }
}

double FeatureMeasurer::straight_area_of(std::span<const Point> ring) const {
    const Point origin = box_.middle();
    Point from{ring[0].x - origin.x, ring[0].y - origin.y};
    double area = 0;
    for (std::size_t i = 1; i < ring.size(); ++i) {
        const Point to{ring[i].x - origin.x, ring[i].y - origin.y};
        area += strips_(from, to);
        from = to;
    }
    return std::abs(area);
}

// By the one rule of repair (core/geometry/repair.h).
std::optional<Finding> FeatureMeasurer::make_valid(std::int64_t id) {
    Geos &geos = zone_overlay_.geos();
    const auto defect = find_defect(shape_, geos);
    if (!defect)
        return std::nullopt;
    shape_ = geometry::make_valid(shape_, geos);
    box_ = box_of(shape_.points);
    std::string what = defect->reason.in(language_in_use());
    if (defect->place)
        what += fmt::format(" ({:.8f} {:.8f})", defect->place->x, defect->place->y);
    if (shape_.empty())
        return Finding{Finding::Kind::rejected, id, what, 0};
    const Point origin = box_.middle();
    return Finding{Finding::Kind::repaired, id, what,
                   overlay::straight_area(moved(shape_, origin), origin, ellipsoid_)};
}

namespace {

// More is taken than there is.
double overdrawn(const Feature &feature) {
    if (!feature.shares)
        return std::max(0.0, feature.taken - feature.whole);
    double m2 = 0;
    for (const Share &share : *feature.shares)
        m2 += std::max(0.0, share.taken - share.measure);
    return m2;
}

} // namespace

double FeatureMeasurer::subtract(Feature &feature, std::span<const Rings> first) {
    if (feature.kind == Kind::line) {
        zone_overlay_.subtract_line(feature.rings, first, feature.taken, feature.shares.get());
        return 0;
    }
    const double misplaced =
        zone_overlay_.subtract(feature.rings, first, feature.zone, feature.taken, feature.shares.get()) +
        overdrawn(feature);
    constexpr double square_centimetre = 1e-4; // of a sliver a kilometre long, on the grid of its repair
    return overlay::relative_error(misplaced, feature.whole, square_centimetre);
}

namespace {

// Of twins, so that what is averaged does not go by the order of input either. None is less than any.
bool smaller_values(const Feature &a, const Feature &b) {
    return a.values && b.values &&
           std::ranges::lexicographical_compare(*a.values, *b.values, [](double v, double w) {
               return std::isnan(v) ? !std::isnan(w) : v < w;
           });
}

} // namespace

bool comes_first(const Feature &a, const Feature &b, const std::vector<std::uint32_t> &ranks) {
    if (a.priority != b.priority)
        return a.priority > b.priority;
    if (a.key != b.key)
        return a.key < b.key;
    if (a.group != b.group)
        return ranks.empty() ? a.group < b.group : ranks[a.group] < ranks[b.group];
    const auto points_a = a.rings.all();
    const auto points_b = b.rings.all();
    const auto [p, q] = std::ranges::mismatch(points_a, points_b);
    if (p != points_a.end() && q != points_b.end())
        return std::tie(p->x, p->y) < std::tie(q->x, q->y);
    if (points_a.size() != points_b.size())
        return points_a.size() < points_b.size();
    return smaller_values(a, b) || (!smaller_values(b, a) && a.id < b.id);
}

} // namespace qitu::tabulate
