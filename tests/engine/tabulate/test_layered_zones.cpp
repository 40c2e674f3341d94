// Features upon several sets of zones, against GEOS alone: each feature made valid and intersected with each zone, less the
// zones before it. Areas by the straight method, where they are exactly additive; by geodesics against GeographicLib.
#include "support/cases.h"
#include "world.h"

#include <qitu/engine/tabulate/layered_zones.h>

#include <GeographicLib/PolygonArea.hpp>
#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <geos_c.h>

#include <cmath>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

using namespace qitu;

namespace {

struct DestroyLayered {
    GEOSContextHandle_t context;
    void operator()(GEOSGeometry *geometry) const { GEOSGeom_destroy_r(context, geometry); }
};
using LayeredGeometry = std::unique_ptr<GEOSGeometry, DestroyLayered>;

class NaiveOverlay {
  public:
    NaiveOverlay() : context_(GEOS_init_r()) {}
    ~NaiveOverlay() { GEOS_finish_r(context_); }
    NaiveOverlay(const NaiveOverlay &) = delete;
    NaiveOverlay &operator=(const NaiveOverlay &) = delete;

    LayeredGeometry valid(const world::Wkb &wkb) {
        const LayeredGeometry read = own(
            GEOSGeomFromWKB_buf_r(context_, reinterpret_cast<const unsigned char *>(wkb.data()), wkb.size()));
        GEOSMakeValidParams *params = GEOSMakeValidParams_create_r(context_);
        GEOSMakeValidParams_setMethod_r(context_, params, GEOS_MAKE_VALID_STRUCTURE);
        GEOSGeometry *valid = GEOSMakeValidWithParams_r(context_, read.get(), params);
        GEOSMakeValidParams_destroy_r(context_, params);
        return own(valid);
    }
    /// m² in each zone by its position; -1 outside all. What zones before it have is taken from a zone.
    std::map<std::int32_t, double> parts(const world::Wkb &feature, const std::vector<world::Zone> &zones) {
        std::map<std::int32_t, double> parts;
        LayeredGeometry rest = valid(feature);
        for (std::size_t i = 0; i < zones.size(); ++i) {
            const LayeredGeometry zone = valid(zones[i].wkb);
            const double m2 = area(own(GEOSIntersection_r(context_, rest.get(), zone.get())).get());
            if (m2 > 0)
                parts[static_cast<std::int32_t>(i)] = m2;
            rest = own(GEOSDifference_r(context_, rest.get(), zone.get()));
        }
        if (const double m2 = area(rest.get()); m2 > 0)
            parts[-1] = m2;
        return parts;
    }

    [[nodiscard]] double area(const GEOSGeometry *geometry) const {
        double sum = 0;
        const int type = GEOSGeomTypeId_r(context_, geometry);
        if (type == GEOS_POLYGON && GEOSisEmpty_r(context_, geometry) == 0) {
            sum += ring_area(GEOSGetExteriorRing_r(context_, geometry));
            for (int i = 0; i < GEOSGetNumInteriorRings_r(context_, geometry); ++i)
                sum -= ring_area(GEOSGetInteriorRingN_r(context_, geometry, i));
        } else if (type == GEOS_MULTIPOLYGON || type == GEOS_GEOMETRYCOLLECTION) {
            for (int i = 0; i < GEOSGetNumGeometries_r(context_, geometry); ++i)
                sum += area(GEOSGetGeometryN_r(context_, geometry, i));
        }
        return sum;
    }

  private:
    LayeredGeometry own(GEOSGeometry *geometry) const {
        REQUIRE(geometry != nullptr);
        return {geometry, DestroyLayered{context_}};
    }
    double ring_area(const GEOSGeometry *ring) const {
        world::Ring points;
        const GEOSCoordSequence *sequence = GEOSGeom_getCoordSeq_r(context_, ring);
        unsigned size = 0;
        GEOSCoordSeq_getSize_r(context_, sequence, &size);
        for (unsigned i = 0; i < size; ++i) {
            world::Point p;
            GEOSCoordSeq_getXY_r(context_, sequence, i, &p.x, &p.y);
            points.push_back(p);
        }
        return std::abs(geodesy::straight_ring_area(points));
    }

    GEOSContextHandle_t context_;
};

world::Wkb box_wkb(double x0, double y0, double x1, double y1) {
    return world::polygon({world::box(x0, y0, x1, y1)});
}

world::Wkb star_wkb(std::mt19937 &random, world::Point centre, double size) {
    std::uniform_real_distribution<double> part(0.3, 1);
    const std::size_t corners = 3 + random() % 10;
    world::Ring ring;
    for (std::size_t i = 0; i < corners; ++i) {
        const double angle = 6.283185307179586 * static_cast<double>(i) / static_cast<double>(corners);
        const double radius = size * part(random);
        ring.push_back({centre.x + radius * std::cos(angle), centre.y + radius * std::sin(angle)});
    }
    ring.push_back(ring.front());
    return world::polygon({ring});
}

/// Boxes and stars that overlap each other, with sides that fall on those of the neighbourhood now and then.
std::vector<world::Zone> blots(unsigned seed, std::size_t count) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> x(110.29, 110.36), y(40.69, 40.76), size(0.002, 0.02);
    std::vector<world::Zone> zones;
    for (std::size_t i = 0; i < count; ++i) {
        const double west = std::round(x(random) * 1000) / 1000, south = std::round(y(random) * 1000) / 1000;
        const double width = size(random), height = size(random);
        zones.push_back({fmt::format("{:03}", i), random() % 2 == 0
                                                      ? box_wkb(west, south, west + width, south + height)
                                                      : star_wkb(random, {west, south}, width)});
    }
    return zones;
}

std::vector<world::Zone> numbered(std::vector<world::Zone> zones) {
    for (std::size_t i = 0; i < zones.size(); ++i)
        zones[i].code = fmt::format("{:03}", i);
    return zones;
}

double sum_of(const std::vector<tabulate::ZonePart> &parts) {
    double sum = 0;
    for (const tabulate::ZonePart &part : parts)
        sum += part.m2;
    return sum;
}

/// By zone; slivers that one of both rounds away are no difference.
void require_same(const std::vector<tabulate::ZonePart> &found, std::map<std::int32_t, double> expected,
                  double whole) {
    for (const tabulate::ZonePart &part : found)
        expected[part.zone] -= part.m2;
    for (const auto &[zone, difference] : expected)
        CHECK(std::abs(difference) < 1e-6 + 1e-8 * whole);
}

} // namespace

TEST_CASE("Features upon several sets of zones lie where GEOS says, and add up in each set") {
    NaiveOverlay naive;
    for (unsigned seed = 1; seed <= support::cases(200); ++seed) {
        const world::Neighbourhood scene = world::neighbourhood(seed, 12);
        const std::vector<std::vector<world::Zone>> lists{numbered(scene.zones), blots(seed, 20), {}};
        std::vector<overlay::Zones> sets;
        for (const auto &list : lists)
            sets.push_back(world::zones(list));
        const geodesy::Crs crs = geodesy::Crs::from("EPSG:4490");
        const tabulate::LayeredZones zones(sets, crs, 1);
        tabulate::LayeredMeasurer measurer(zones, crs, geodesy::Method::straight, 0);
        for (const tabulate::Item &item : scene.items) {
            INFO("seed " << seed << ", feature " << item.id);
            const tabulate::Placement placed = measurer.place(item);
            if (placed.rejected)
                continue;
            CHECK(placed.worst_relative < 1e-9);
            CHECK(placed.m2 == Approx(naive.area(naive.valid(item.wkb).get())).epsilon(1e-9));
            for (std::size_t set = 0; set < lists.size(); ++set) {
                CHECK(sum_of(placed.upon[set]) == Approx(placed.m2).epsilon(1e-12));
                require_same(placed.upon[set], naive.parts(item.wkb, lists[set]), placed.m2);
            }
            CHECK(placed.upon[2].size() == 1); // nothing lies in a set without zones
            CHECK(placed.upon[2].front().zone == tabulate::ZonePart::outside);
        }
    }
}

TEST_CASE("A feature that is split by one set adds up to what it is upon the others") {
    for (unsigned seed = 1; seed <= support::cases(50); ++seed) {
        const world::Neighbourhood scene = world::neighbourhood(seed, 12);
        const std::vector<overlay::Zones> sets{world::zones(blots(seed, 20)),
                                               world::zones(numbered(scene.zones))};
        const geodesy::Crs crs = geodesy::Crs::from("EPSG:4490");
        const tabulate::LayeredZones zones(sets, crs, 1);
        tabulate::LayeredMeasurer measurer(zones, crs, geodesy::Method::straight, 1);
        for (const tabulate::Item &item : scene.items) {
            INFO("seed " << seed << ", feature " << item.id);
            const tabulate::Placement placed = measurer.place(item);
            double m2 = 0;
            std::map<std::int32_t, double> upon;
            for (const tabulate::Placement::Split &split : placed.splits) {
                m2 += split.m2;
                CHECK(sum_of(split.upon[0]) == Approx(split.m2).epsilon(1e-12));
                for (const tabulate::ZonePart &part : split.upon[0])
                    upon[part.zone] += part.m2;
            }
            CHECK(m2 == Approx(placed.m2).epsilon(1e-12));
            if (!placed.rejected)
                require_same(placed.upon[0], upon, placed.m2);
        }
    }
}

TEST_CASE(
    "Where zones of a set overlap the ground counts once, for the lower code, and the overlap is told") {
    const std::vector<overlay::Zones> sets{world::zones(
        {{"a", box_wkb(110.30, 40.70, 110.32, 40.72)}, {"b", box_wkb(110.31, 40.70, 110.33, 40.72)}})};
    const geodesy::Crs crs = geodesy::Crs::from("EPSG:4490");
    const tabulate::LayeredZones zones(sets, crs, 1);
    REQUIRE(zones.findings(0).size() == 1);
    CHECK(zones.findings(0).front().m2 == Approx(world::box_area(110.31, 40.70, 110.32, 40.72)));
    tabulate::LayeredMeasurer measurer(zones, crs, geodesy::Method::straight);
    const auto placed = measurer.place(world::item(1, box_wkb(110.29, 40.70, 110.34, 40.72)));
    REQUIRE(placed.upon[0].size() == 3);
    CHECK(placed.upon[0][0].m2 == Approx(2 * world::box_area(110.29, 40.70, 110.30, 40.72)));
    CHECK(placed.upon[0][1].m2 == Approx(world::box_area(110.30, 40.70, 110.32, 40.72)));
    CHECK(placed.upon[0][2].m2 == Approx(world::box_area(110.32, 40.70, 110.33, 40.72)));
}

TEST_CASE("By geodesics a feature is as large as GeographicLib says, and its parts are shares of that") {
    const world::Ring ring{
        {110.30, 40.70}, {110.34, 40.705}, {110.335, 40.74}, {110.31, 40.73}, {110.30, 40.70}};
    const std::vector<overlay::Zones> sets{world::zones({{"a", box_wkb(110.30, 40.69, 110.32, 40.75)}})};
    const geodesy::Crs crs = geodesy::Crs::from("EPSG:4490");
    const tabulate::LayeredZones zones(sets, crs, 1);
    tabulate::LayeredMeasurer measurer(zones, crs, geodesy::Method::geodesic);
    const auto placed = measurer.place(world::item(1, world::polygon({ring})));
    const GeographicLib::Geodesic geodesic(geodesy::cgcs2000.a, geodesy::cgcs2000.f);
    GeographicLib::PolygonArea polygon(geodesic);
    for (std::size_t i = 0; i + 1 < ring.size(); ++i)
        polygon.AddPoint(ring[i].y, ring[i].x);
    double perimeter = 0, m2 = 0;
    polygon.Compute(false, true, perimeter, m2);
    CHECK(placed.m2 == Approx(m2).epsilon(1e-10));
    NaiveOverlay naive;
    const auto parts = naive.parts(world::polygon({ring}), {{"a", box_wkb(110.30, 40.69, 110.32, 40.75)}});
    CHECK(placed.upon[0].back().m2 / placed.m2 ==
          Approx(parts.at(0) / (parts.at(0) + parts.at(-1))).epsilon(1e-9));
}

TEST_CASE("Lines are refused and what has no geometry lies nowhere") {
    const std::vector<overlay::Zones> sets{world::zones({})};
    const geodesy::Crs crs = geodesy::Crs::from("EPSG:4490");
    const tabulate::LayeredZones zones(sets, crs, 1);
    tabulate::LayeredMeasurer measurer(zones, crs, geodesy::Method::td1055);
    const auto line = measurer.place(world::item(7, world::line({{110, 40}, {110.1, 40}})));
    CHECK(line.rejected);
    REQUIRE(line.finding);
    CHECK(line.finding->feature == 7);
    CHECK(measurer.place(world::item(8, {})).rejected);
}
