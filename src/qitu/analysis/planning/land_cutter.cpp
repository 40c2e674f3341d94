#include "land_cutter.h"

#include <qitu/core/geodesy/local_plane.h>
#include <qitu/core/geometry/repair.h>
#include <qitu/core/geometry/wkb.h>
#include <qitu/engine/overlay/box_pairs.h>

#include <algorithm>
#include <cmath>

namespace qitu::planning {

namespace {

// Of a base feature all that may take ground from it: built and excluded, and base features that come before it.
bool takes_from(std::int64_t other, std::int64_t base) {
    return other < 0 || other < base;
}

void note_priors(ContestedShapes &shapes) {
    std::vector<geometry::Box> boxes;
    boxes.reserve(shapes.all.size());
    for (const ContestedShapes::One &one : shapes.all)
        boxes.push_back(one.box);
    const overlay::BoxPairs pairs(boxes);
    for (std::size_t strip = 0; strip < pairs.strips(); ++strip)
        pairs.of_strip(strip, [&](std::uint32_t a, std::uint32_t b) {
            for (const auto &[base, other] : {std::pair(a, b), std::pair(b, a)})
                if (shapes.all[base].id > 0 && takes_from(shapes.all[other].id, shapes.all[base].id))
                    shapes.priors[shapes.all[base].id].push_back(other);
        });
    for (auto &[id, priors] : shapes.priors)
        std::sort(priors.begin(), priors.end());
}

} // namespace

ContestedShapes contested_shapes(const workspace::Workspace &workspace, const LandRules &rules,
                                 const LandSource::Ids &ids) {
    ContestedShapes shapes;
    if (ids.empty())
        return shapes;
    LandSource source(workspace, rules, LandSource::layers(rules), LandSource::Base::below, &ids);
    for (tabulate::Item item; source.next(item);) {
        geometry::Shape shape = geometry::read_wkb(item.wkb);
        shapes.places[item.id] = shapes.all.size();
        const geometry::Box box = geometry::box_of(shape.points);
        shapes.all.push_back({item.id, box, std::move(shape)});
    }
    note_priors(shapes);
    return shapes;
}

namespace {

// Every point of a polygon lies within its inradius of its border, so its area is at most perimeter × inradius.
bool surely_wide(const geometry::Shape &metric, double width_m) {
    double perimeter = 0;
    geometry::for_each_edge(geometry::rings_of(metric), [&](geometry::Point from, geometry::Point to) {
        perimeter += std::hypot(to.x - from.x, to.y - from.y);
    });
    const double area = geometry::area_of_rings(
        metric, [](auto ring) { return std::abs(geometry::twice_signed_area(ring)) / 2; });
    return metric.parts() == 1 && 2 * area >= width_m * perimeter;
}

} // namespace

LandCutter::LandCutter(const std::vector<workspace::Boundary> &banners) {
    for (const workspace::Boundary &banner : banners)
        borders_[banner.code] = &banner;
}

geometry::GeosGeometry LandCutter::valid(const geometry::Shape &shape) {
    return geos_.from(geometry::find_defect(shape, geos_) ? geometry::make_valid(shape, geos_) : shape);
}

const LandCutter::Banner &LandCutter::banner(const std::string &code) {
    Banner &banner = banners_[code];
    if (!banner.geometry) {
        banner.geometry = valid(geometry::read_wkb(borders_.at(code)->wkb));
        banner.prepared = geos_.prepare(banner.geometry.get());
    }
    return banner;
}

geometry::Shape LandCutter::cut(std::int64_t feature, const geometry::Shape &whole,
                                const ContestedShapes &contested, const std::string &code) {
    geometry::GeosGeometry left = valid(whole);
    if (const auto priors = contested.priors.find(feature); priors != contested.priors.end())
        for (const std::size_t prior : priors->second)
            left = geos_.difference(left.get(), valid(contested.all[prior].shape).get());
    const Banner &in = banner(code);
    if (GEOSPreparedContains_r(geos_.context(), in.prepared.get(), left.get()) != 1)
        left = geos_.intersection(left.get(), in.geometry.get());
    geometry::Shape shape;
    shape.kind = geometry::Kind::polygon;
    geos_.read(left.get(), geometry::Kind::polygon, shape);
    return shape;
}

bool LandCutter::wide(const geometry::Shape &shape, double width_m) {
    if (shape.empty())
        return false;
    const geodesy::LocalPlane plane(geometry::box_of(shape.points).middle());
    geometry::Shape metric = shape;
    for (geometry::Point &point : metric.points)
        point = plane.metres(point);
    if (surely_wide(metric, width_m))
        return true;
    constexpr int segments = 4;
    const geometry::GeosGeometry inner =
        geos_.own(GEOSBuffer_r(geos_.context(), valid(metric).get(), -width_m / 2, segments));
    return GEOSisEmpty_r(geos_.context(), inner.get()) == 0;
}

} // namespace qitu::planning
