#include "prepared_zones.h"

#include "surely_partition.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/geometry/repair.h>
#include <qitu/engine/overlay/box_pairs.h>
#include <qitu/engine/overlay/pair_classifier.h>
#include <qitu/engine/overlay/zone_overlay.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <numeric>
#include <string>

namespace qitu::overlay {

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
        throw Error(ErrorKind::refused, say("Zone {} is not a polygon. Zones must be polygons.", zone.code));
    if (const auto bad = to_geographic.place(shape.points, shape.path_ends))
        throw Error(ErrorKind::refused,
                    say("Zone {} is not a place on Earth: {}.", zone.code, bad->why.in(language_in_use())));
    return shape;
}

// By the one rule of repair (core/geometry/repair.h); what was done is listed.
void make_valid(Shape &shape, const std::string &code, std::size_t position, Geos &geos,
                PreparedZones &prepared) {
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
    prepared.findings.push_back({ZoneFinding::Kind::repaired, position, what,
                                 straight_area(moved(shape, origin), origin, prepared.ellipsoid)});
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

bool overlap(const PreparedZones &prepared, const std::vector<Box> &boxes, std::size_t a, std::size_t b,
             Geos &geos) {
    const PairRelation found = PairClassifier().classify(rings_of(prepared.shapes[a]), boxes[a],
                                                         rings_of(prepared.shapes[b]), boxes[b]);
    if (found != PairRelation::undetermined)
        return found == PairRelation::overlapping;
    const Point origin = boxes[a].middle();
    return geos.interiors_meet(geos.from(prepared.shapes[a], origin).get(),
                               geos.from(prepared.shapes[b], origin).get());
}

// Less of an overlap is printed as 0.0 m²: neighbours' borders rounded differently, nothing to look at.
constexpr double touch_m2 = 0.05;

double common_m2(const PreparedZones &prepared, const std::vector<Box> &boxes, std::size_t lower,
                 std::size_t higher, Geos &geos) {
    if (!overlap(prepared, boxes, lower, higher, geos))
        return 0;
    const Point origin = boxes[higher].middle();
    const GeosGeometry one = geos.from(prepared.shapes[higher], origin);
    const GeosGeometry other = geos.from(prepared.shapes[lower], origin);
    Shape common;
    geos.read(geos.intersection(one.get(), other.get()).get(), Kind::polygon, common);
    return straight_area(common, origin, prepared.ellipsoid);
}

void note_overlap(PreparedZones &prepared, std::size_t lower, std::size_t higher, double m2) {
    if (m2 >= touch_m2)
        prepared.findings.push_back({ZoneFinding::Kind::overlap, higher,
                                     fmt::format("{} / {}", prepared.codes[lower], prepared.codes[higher]),
                                     m2});
}

std::vector<Box> boxes_of(const std::vector<Shape> &shapes) {
    std::vector<Box> boxes;
    for (const Shape &shape : shapes)
        boxes.push_back(box_of(shape.points));
    return boxes;
}

// Marks zones that have ground in common with another.
void find_overlapping(PreparedZones &prepared, Geos &geos) {
    const std::vector<Box> boxes = boxes_of(prepared.shapes);
    std::vector<char> marked(boxes.size());
    for (const auto &[lower, higher] : sorted_pairs(boxes)) {
        const double m2 = common_m2(prepared, boxes, lower, higher, geos);
        if (m2 <= 0)
            continue;
        marked[lower] = marked[higher] = 1;
        note_overlap(prepared, lower, higher, m2);
    }
    for (std::uint32_t zone = 0; zone < marked.size(); ++zone)
        if (marked[zone] != 0)
            prepared.overlapping.push_back(zone);
}

// A place that two zones claim goes to the lower code.
void give_to_lower_code(PreparedZones &prepared, Geos &geos) {
    const std::vector<Box> boxes = boxes_of(prepared.shapes);
    for (const auto &[lower, higher] : sorted_pairs(boxes)) {
        const double m2 = common_m2(prepared, boxes, lower, higher, geos);
        if (m2 <= 0)
            continue;
        const Point origin = boxes[higher].middle();
        const GeosGeometry taken = geos.from(prepared.shapes[lower], origin);
        const GeosGeometry whole = geos.from(prepared.shapes[higher], origin);
        Shape rest;
        geos.read(geos.difference(whole.get(), taken.get()).get(), Kind::polygon, rest);
        orient(rest);
        prepared.shapes[higher] = moved(rest, {-origin.x, -origin.y});
        note_overlap(prepared, lower, higher, m2);
    }
}

std::vector<std::size_t> by_code(const Zones &zones) {
    std::vector<std::size_t> order(zones.zones.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return zones.zones[a].code < zones.zones[b].code; });
    return order;
}

// Zones that are a partition already, as borders that were cleaned once are: nothing to mend, nothing to take
// away.
std::optional<PreparedZones> clean_zones(const Zones &zones, geodesy::Target target, std::size_t threads) {
    PreparedZones prepared;
    prepared.ellipsoid = zones.crs.ellipsoid();
    prepared.target = target;
    const geodesy::ToGeographic to_geographic(zones.crs, {}, target);
    for (const std::size_t i : by_code(zones)) {
        const Zone &zone = zones.zones[i];
        Shape shape = read_zone(zone, to_geographic);
        if (!prepared.codes.empty() && prepared.codes.back() == zone.code)
            return std::nullopt;
        orient(shape);
        prepared.codes.push_back(zone.code);
        prepared.shapes.push_back(std::move(shape));
    }
    prepared.index.emplace(prepared.shapes, threads);
    if (!surely_partition(prepared.shapes, *prepared.index, threads))
        return std::nullopt;
    return prepared;
}

void refuse_none(const Zones &zones) {
    if (zones.zones.empty())
        throw Error(ErrorKind::refused, say("There are no zones. Name a file with at least one polygon."));
}

} // namespace

namespace {

PreparedZones valid_zones(const Zones &zones, geodesy::Target target, Geos &geos) {
    refuse_none(zones);
    PreparedZones prepared;
    prepared.ellipsoid = zones.crs.ellipsoid();
    prepared.target = target;
    const geodesy::ToGeographic to_geographic(zones.crs, {}, target);
    for (const std::size_t i : by_code(zones)) {
        const Zone &zone = zones.zones[i];
        Shape shape = read_zone(zone, to_geographic);
        make_valid(shape, zone.code, i, geos, prepared);
        if (!prepared.codes.empty() && prepared.codes.back() == zone.code) {
            join(prepared.shapes.back(), shape, geos);
        } else {
            prepared.codes.push_back(zone.code);
            prepared.shapes.push_back(std::move(shape));
        }
    }
    for (Shape &shape : prepared.shapes)
        orient(shape);
    return prepared;
}

} // namespace

PreparedZones valid_zones(const Zones &zones, Geos &geos) {
    return valid_zones(zones, geodesy::Target::china, geos);
}

std::vector<Zones> without_overlaps(const Zones &zones, const geodesy::Crs &features, Geos &geos) {
    const PreparedZones valid = valid_zones(zones, common_target(features, zones.crs), geos);
    const std::vector<Box> boxes = boxes_of(valid.shapes);
    std::vector<std::vector<std::uint32_t>> lower_overlapping(boxes.size());
    for (const auto &[lower, higher] : sorted_pairs(boxes))
        if (common_m2(valid, boxes, lower, higher, geos) >= touch_m2)
            lower_overlapping[higher].push_back(lower);
    std::map<std::string, std::size_t> lot_of_code;
    std::vector<std::size_t> lots(boxes.size());
    std::vector<Zones> result;
    for (std::size_t i = 0; i < lots.size(); ++i) {
        std::vector<std::size_t> taken;
        for (const std::uint32_t lower : lower_overlapping[i])
            taken.push_back(lots[lower]);
        while (std::ranges::find(taken, lots[i]) != taken.end())
            ++lots[i];
        lot_of_code[valid.codes[i]] = lots[i];
    }
    for (const Zone &zone : zones.zones) {
        const std::size_t lot = lot_of_code.at(zone.code);
        if (lot >= result.size())
            result.resize(lot + 1, Zones{zones.crs, {}});
        result[lot].zones.push_back(zone);
    }
    return result;
}

namespace {

// `mend` is for zones that are no partition; it makes the index.
template <typename Mend>
PreparedZones prepared_unless_clean(const Zones &zones, const geodesy::Crs &features, Geos &geos,
                                    std::size_t threads, const Mend &mend) {
    refuse_none(zones);
    const geodesy::Target target = common_target(features, zones.crs);
    if (std::optional<PreparedZones> clean = clean_zones(zones, target, threads))
        return std::move(*clean);
    PreparedZones prepared = valid_zones(zones, target, geos);
    mend(prepared);
    return prepared;
}

} // namespace

PreparedZones prepare_zones(const Zones &zones, const geodesy::Crs &features, Geos &geos,
                            std::size_t threads) {
    return prepared_unless_clean(zones, features, geos, threads, [&](PreparedZones &prepared) {
        give_to_lower_code(prepared, geos);
        prepared.index.emplace(prepared.shapes, threads);
    });
}

PreparedZones prepare_zones_as_drawn(const Zones &zones, const geodesy::Crs &features, Geos &geos,
                                     std::size_t threads) {
    return prepared_unless_clean(zones, features, geos, threads, [&](PreparedZones &prepared) {
        find_overlapping(prepared, geos);
        std::vector<Shape> apart = prepared.shapes;
        for (const std::uint32_t zone : prepared.overlapping)
            apart[zone].clear();
        prepared.index.emplace(apart, threads);
    });
}

} // namespace qitu::overlay
