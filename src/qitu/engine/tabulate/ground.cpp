#include "ground.h"

#include "cut.h"
#include "neighbours.h"
#include "pairs.h"
#include "planar.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/geometry/repair.h>

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
    } catch (const InvalidGeometry &bad) {
        throw Error(ErrorKind::refused,
                    say("Zone {}: its geometry cannot be read: {}.", zone.code, bad.what()));
    }
    if (shape.kind != Kind::polygon)
        throw Error(ErrorKind::refused, say("Zone {} is no polygon. Zones must be polygons.", zone.code));
    to_geographic.apply(shape.points);
    return shape;
}

// By the one rule of repair (core/geometry/repair.h); what was done is listed.
void make_valid(Shape &shape, const std::string &code, std::int64_t position, Geos &geos, Ground &ground) {
    const auto defect = find_defect(shape, geos);
    if (!defect)
        return;
    const std::string &reason = defect->reason.in(language_in_use());
    shape = geometry::make_valid(shape, geos);
    if (shape.empty())
        throw Error(ErrorKind::refused, say("Zone {} has no area: {}.", code, reason));
    std::string what = fmt::format("{}: {}", code, reason);
    if (defect->place)
        what += fmt::format(" [{:.6f} {:.6f}]", defect->place->x, defect->place->y);
    const Point origin = box_of(shape.points).middle();
    ground.findings.push_back({Finding::Kind::zone_repaired, position, what,
                               straight_area(moved(shape, origin), origin, ground.ellipsoid)});
}

// Two features of one code are one zone.
void join(Shape &zone, const Shape &more, Geos &geos) {
    std::vector<GeosGeometry> both;
    both.push_back(geos.from(zone));
    both.push_back(geos.from(more));
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
        const GeosGeometry taken = geos.from(ground.shapes[lower], origin);
        const GeosGeometry whole = geos.from(ground.shapes[higher], origin);
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
        make_valid(shape, zone.code, static_cast<std::int64_t>(i), geos, ground);
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
