#include "feature.h"

#include "neighbours.h"

#include <tuple>

namespace qitu::tabulate {

Surveyor::Surveyor(const geodesy::Crs &crs, geodesy::Method method, const Ground &ground,
                   const ZoneGrid &grid)
    : to_geographic_(crs), method_(method), ellipsoid_(crs.ellipsoid()),
      cutter_(ground.shapes, grid, crs.ellipsoid()) {
    if (crs.gauss_krueger())
        plane_ = crs.central_meridian();
}

Surveyor::Outcome Surveyor::survey(Item &item) {
    Outcome outcome;
    Feature feature;
    feature.id = item.id;
    feature.group = item.group;
    feature.priority = item.priority;
    feature.key = std::move(item.key);
    const auto reject = [&](const std::string &why) {
        outcome.finding = Finding{Finding::Kind::rejected, item.id, why, 0};
        return outcome;
    };
    try {
        read_wkb(item.wkb, feature.shape);
        if (feature.shape.empty())
            return reject(say("it has no geometry"));
        to_geographic_.apply(feature.shape.points);
        feature.box = box_of(feature.shape.points);
        outcome.finding = mend(feature);
        if (feature.shape.empty())
            return reject(outcome.finding->what);
        if (feature.shape.kind == Kind::polygon) {
            const Point origin = feature.box.middle();
            orient(feature.shape);
            feature.whole = straight_area(moved(feature.shape, origin), origin, ellipsoid_);
            const auto &meridian = item.central_meridian ? item.central_meridian : plane_;
            feature.by_method = method_ == geodesy::Method::straight
                                    ? feature.whole
                                    : polygon_area(feature.shape, feature.box, meridian);
        } else if (feature.shape.kind == Kind::line) {
            for (std::size_t i = 0; i < feature.shape.paths(); ++i)
                feature.whole += geodesy::length(feature.shape.path(i), ellipsoid_);
            feature.by_method = feature.whole;
        } else {
            feature.whole = feature.by_method = 1;
        }
        cutter_.cut(feature.shape, feature.box, feature.whole, geos_, feature.cut);
    } catch (const BadGeometry &bad) {
        return reject(bad.what());
    } catch (const OverlayFailed &failed) {
        return reject(failed.what());
    }
    outcome.feature = std::move(feature);
    return outcome;
}

double Surveyor::polygon_area(const Shape &shape, const Box &box,
                              const std::optional<double> &meridian) const {
    const double plane = meridian.value_or(geodesy::central_meridian_near(box.middle().x));
    double area = 0;
    geodesy::Polygon polygon;
    for (std::size_t part = 0; part < shape.part_ends.size(); ++part) {
        polygon.clear();
        for (std::size_t ring = shape.part_begin(part); ring < shape.part_ends[part]; ++ring)
            polygon.emplace_back(shape.path(ring).begin(), shape.path(ring).end());
        area += geodesy::area(polygon, method_, plane, ellipsoid_);
    }
    return area;
}

// A bow-tie counts with both lobes: made valid by structure, and listed.
std::optional<Finding> Surveyor::mend(Feature &feature) {
    if (feature.shape.kind != Kind::polygon || surely_simple(feature.shape))
        return std::nullopt;
    const Point origin = feature.box.middle();
    const bool too_short = [&] {
        for (std::size_t i = 0; i < feature.shape.paths(); ++i)
            if (feature.shape.path(i).size() < 4)
                return true;
        return false;
    }();
    if (too_short) {
        feature.shape.clear();
        return Finding{Finding::Kind::rejected, feature.id, say("a ring has fewer than three points"), 0};
    }
    const Geometry geometry = geos_.from(feature.shape, origin);
    const auto defect = geos_.invalid(geometry.get());
    if (!defect)
        return std::nullopt;
    Shape valid;
    geos_.read(geos_.make_valid(geometry.get()).get(), Kind::polygon, valid);
    const std::string what = fmt::format("{} ({:.8f} {:.8f})", defect->reason, defect->place.x + origin.x,
                                         defect->place.y + origin.y);
    feature.shape = moved(valid, {-origin.x, -origin.y});
    feature.box = box_of(feature.shape.points);
    return Finding{valid.empty() ? Finding::Kind::rejected : Finding::Kind::repaired, feature.id, what,
                   straight_area(valid, origin, ellipsoid_)};
}

void Surveyor::lose(Feature &feature, const std::vector<const Feature *> &first) {
    const Point origin = feature.box.middle();
    std::vector<Geometry> takers;
    for (const Feature *other : first)
        takers.push_back(geos_.from(other->shape, origin));
    const Geometry own = geos_.from(feature.shape, origin);
    Shape common;
    geos_.read(geos_.intersection(own.get(), geos_.united(std::move(takers)).get()).get(), Kind::polygon,
               common);
    if (common.empty())
        return;
    const double measure = straight_area(common, origin, ellipsoid_);
    if (feature.cut.zones.size() + (feature.cut.outside > 0 ? 1 : 0) == 1) {
        if (feature.cut.outside > 0)
            feature.lost_outside = std::min(measure, feature.cut.outside);
        else
            feature.lost.push_back(
                {feature.cut.zones.front().zone, std::min(measure, feature.cut.zones.front().measure)});
        return;
    }
    common = moved(common, {-origin.x, -origin.y});
    Cutter::Cut cut;
    cutter_.cut(common, box_of(common.points), measure, geos_, cut);
    feature.lost = std::move(cut.zones);
    feature.lost_outside = cut.outside;
}

bool comes_first(const Feature &a, const Feature &b) {
    if (a.priority != b.priority)
        return a.priority > b.priority;
    if (a.key != b.key)
        return a.key < b.key;
    const auto place = [](const Feature &f) {
        return std::tie(f.box.min_x, f.box.min_y, f.box.max_x, f.box.max_y, f.whole);
    };
    if (place(a) != place(b))
        return place(a) < place(b);
    return std::lexicographical_compare(
        a.shape.points.begin(), a.shape.points.end(), b.shape.points.begin(), b.shape.points.end(),
        [](Point p, Point q) { return std::tie(p.x, p.y) < std::tie(q.x, q.y); });
}

} // namespace qitu::tabulate
