#include "ground.h"

#include "cut.h"
#include "neighbours.h"
#include "pairs.h"
#include "planar.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <numeric>

namespace qitu::tabulate {

namespace {

Shape read_zone(const Zone &zone, const geodesy::ToGeographic &to_geographic) {
    Shape shape;
    try {
        read_wkb(zone.wkb, shape);
    } catch (const BadGeometry &bad) {
        throw Error(ErrorKind::refused,
                    say("Zone {}: its geometry cannot be read: {}.", zone.code, bad.what()));
    }
    if (shape.kind != Kind::polygon)
        throw Error(ErrorKind::refused, say("Zone {} is no polygon. Zones must be polygons.", zone.code));
    to_geographic.apply(shape.points);
    return shape;
}

void mend(Shape &shape, const std::string &code, std::int64_t position, Geos &geos, Ground &ground) {
    const Point origin = box_of(shape.points).middle();
    const Geometry geometry = geos.from(shape, origin);
    const auto defect = geos.invalid(geometry.get());
    if (!defect)
        return;
    Shape valid;
    geos.read(geos.make_valid(geometry.get()).get(), Kind::polygon, valid);
    if (valid.empty())
        throw Error(ErrorKind::refused, say("Zone {} has no area: {}.", code, defect->reason));
    shape = moved(valid, {-origin.x, -origin.y});
    ground.findings.push_back({Finding::Kind::zone_repaired, position,
                               fmt::format("{}: {} [{:.6f} {:.6f}]", code, defect->reason,
                                           origin.x + defect->place.x, origin.y + defect->place.y),
                               straight_area(valid, origin, ground.ellipsoid)});
}

// Two features of one code are one zone.
void join(Shape &zone, const Shape &more, Geos &geos) {
    std::vector<Geometry> both;
    both.push_back(geos.from(zone, {0, 0}));
    both.push_back(geos.from(more, {0, 0}));
    Shape joined;
    geos.read(geos.united(std::move(both)).get(), Kind::polygon, joined);
    zone = std::move(joined);
}

bool overlap(const Ground &ground, const std::vector<Box> &boxes, std::size_t a, std::size_t b, Geos &geos) {
    const Contact found =
        Comparer().contact(rings_of(ground.shapes[a]), boxes[a], rings_of(ground.shapes[b]), boxes[b]);
    if (found != Contact::doubt)
        return found == Contact::overlap;
    const Point origin = boxes[a].middle();
    return geos.interiors_meet(geos.from(ground.shapes[a], origin).get(),
                               geos.from(ground.shapes[b], origin).get());
}

// A place that two zones claim goes to the lower code.
void give_to_lower_code(Ground &ground, Geos &geos) {
    std::vector<Box> boxes;
    for (const Shape &shape : ground.shapes)
        boxes.push_back(box_of(shape.points));
    for (const auto &[lower, higher] : sorted_pairs(boxes)) {
        if (!overlap(ground, boxes, lower, higher, geos))
            continue;
        const Point origin = boxes[higher].middle();
        const Geometry taken = geos.from(ground.shapes[lower], origin);
        const Geometry whole = geos.from(ground.shapes[higher], origin);
        Shape common;
        geos.read(geos.intersection(whole.get(), taken.get()).get(), Kind::polygon, common);
        const double m2 = straight_area(common, origin, ground.ellipsoid);
        if (m2 <= 0)
            continue;
        Shape rest;
        geos.read(geos.difference(whole.get(), taken.get()).get(), Kind::polygon, rest);
        orient(rest);
        ground.shapes[higher] = moved(rest, {-origin.x, -origin.y});
        ground.findings.push_back({Finding::Kind::zone_overlap, static_cast<std::int64_t>(higher),
                                   fmt::format("{} / {}", ground.codes[lower], ground.codes[higher]), m2});
    }
}

} // namespace

namespace {

std::vector<std::size_t> by_code(const Zones &zones) {
    std::vector<std::size_t> order(zones.zones.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return zones.zones[a].code < zones.zones[b].code; });
    return order;
}

// Zones that are a partition already, as borders that were cleaned once are: nothing to mend, nothing to take
// away.
std::optional<Ground> clean_ground(const Zones &zones, std::size_t threads) {
    Ground ground;
    ground.ellipsoid = zones.crs.ellipsoid();
    const geodesy::ToGeographic to_geographic(zones.crs);
    for (const std::size_t i : by_code(zones)) {
        const Zone &zone = zones.zones[i];
        Shape shape = read_zone(zone, to_geographic);
        if (!ground.codes.empty() && ground.codes.back() == zone.code)
            return std::nullopt;
        orient(shape);
        ground.codes.push_back(zone.code);
        ground.shapes.push_back(std::move(shape));
    }
    ground.index.emplace(ground.shapes, threads);
    if (!surely_partition(ground.shapes, *ground.index, threads))
        return std::nullopt;
    return ground;
}

void refuse_none(const Zones &zones) {
    if (zones.zones.empty())
        throw Error(ErrorKind::refused, say("There are no zones. Name a file with at least one polygon."));
}

} // namespace

Ground valid_zones(const Zones &zones, Geos &geos) {
    refuse_none(zones);
    Ground ground;
    ground.ellipsoid = zones.crs.ellipsoid();
    const geodesy::ToGeographic to_geographic(zones.crs);
    for (const std::size_t i : by_code(zones)) {
        const Zone &zone = zones.zones[i];
        Shape shape = read_zone(zone, to_geographic);
        mend(shape, zone.code, static_cast<std::int64_t>(i), geos, ground);
        if (!ground.codes.empty() && ground.codes.back() == zone.code) {
            join(ground.shapes.back(), shape, geos);
        } else {
            ground.codes.push_back(zone.code);
            ground.shapes.push_back(std::move(shape));
        }
    }
    for (Shape &shape : ground.shapes)
        orient(shape);
    return ground;
}

Ground ground_from(const Zones &zones, Geos &geos, std::size_t threads) {
    refuse_none(zones);
    if (std::optional<Ground> clean = clean_ground(zones, threads))
        return std::move(*clean);
    Ground ground = valid_zones(zones, geos);
    give_to_lower_code(ground, geos);
    ground.index.emplace(ground.shapes, threads);
    return ground;
}

} // namespace qitu::tabulate
