// Many features on one spot: what each has left is held against their union by GEOS, and the cost against their number.
#include "world.h"

#include <catch2/catch.hpp>
#include <geos_c.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <ctime>
#include <functional>
#include <memory>
#include <random>
#include <vector>

using namespace qitu;

namespace {

constexpr world::Point spot{110.5, 40.5};
constexpr double size = 0.002;

world::Ring turned_square(world::Point middle, double half, double angle) {
    world::Ring ring;
    for (const auto &[x, y] : {std::pair{-1, -1}, {1, -1}, {1, 1}, {-1, 1}, {-1, -1}})
        ring.push_back({middle.x + half * (x * std::cos(angle) - y * std::sin(angle)),
                        middle.y + half * (x * std::sin(angle) + y * std::cos(angle))});
    ring.back() = ring.front();
    return ring;
}

std::vector<world::Ring> crowd(unsigned seed, std::size_t count, bool turned) {
    std::mt19937 random(seed);
    const auto between = [&](double from, double to) {
        return from + (to - from) * (static_cast<double>(random() >> 8U) / 16777216.0);
    };
    std::vector<world::Ring> rings;
    for (std::size_t i = 0; i < count; ++i) {
        const world::Point middle{spot.x + between(-size, size), spot.y + between(-size, size)};
        const double half = size * between(0.5, 1.5);
        rings.push_back(turned_square(middle, half, turned ? between(0, 1.5) : 0));
    }
    return rings;
}

std::vector<tabulate::Item> items_of(const std::vector<world::Ring> &rings) {
    std::vector<tabulate::Item> items;
    for (std::size_t i = 0; i < rings.size(); ++i) {
        const auto number = static_cast<std::int64_t>(i);
        items.push_back(
            world::item(number, world::polygon({rings[i]}), static_cast<std::uint32_t>(i), -number));
    }
    return items;
}

// West and east of the spot.
tabulate::Zones sides_of_spot() {
    return world::zones({{"1", world::polygon({world::box(110, 40, spot.x, 41)})},
                         {"2", world::polygon({world::box(spot.x, 40, 111, 41)})}});
}

struct DestroyGeos {
    GEOSContextHandle_t context;
    void operator()(GEOSGeometry *geometry) const { GEOSGeom_destroy_r(context, geometry); }
};
using GeosShape = std::unique_ptr<GEOSGeometry, DestroyGeos>;

double area_of_ring(GEOSContextHandle_t context, const GEOSGeometry *ring) {
    const GEOSCoordSequence *sequence = GEOSGeom_getCoordSeq_r(context, ring);
    unsigned points = 0;
    GEOSCoordSeq_getSize_r(context, sequence, &points);
    world::Ring coordinates(points);
    for (unsigned i = 0; i < points; ++i)
        GEOSCoordSeq_getXY_r(context, sequence, i, &coordinates[i].x, &coordinates[i].y);
    return std::abs(geodesy::straight_ring_area(coordinates));
}

double area_of(GEOSContextHandle_t context, const GEOSGeometry *geometry) {
    double sum = 0;
    for (int i = 0; i < GEOSGetNumGeometries_r(context, geometry); ++i) {
        const GEOSGeometry *polygon = GEOSGetGeometryN_r(context, geometry, i);
        sum += area_of_ring(context, GEOSGetExteriorRing_r(context, polygon));
        for (int k = 0; k < GEOSGetNumInteriorRings_r(context, polygon); ++k)
            sum -= area_of_ring(context, GEOSGetInteriorRingN_r(context, polygon, k));
    }
    return sum;
}

// By how much the union of all grows with each ring.
std::vector<double> growth(const std::vector<world::Ring> &rings) {
    GEOSContextHandle_t context = GEOS_init_r();
    std::vector<double> added;
    {
        GeosShape all(GEOSGeom_createEmptyPolygon_r(context), DestroyGeos{context});
        for (const world::Ring &ring : rings) {
            const world::Wkb wkb = world::polygon({ring});
            const GeosShape one(GEOSGeomFromWKB_buf_r(
                                    context, reinterpret_cast<const unsigned char *>(wkb.data()), wkb.size()),
                                DestroyGeos{context});
            const double before = area_of(context, all.get());
            all.reset(GEOSUnion_r(context, all.get(), one.get()));
            REQUIRE(all);
            added.push_back(area_of(context, all.get()) - before);
        }
    }
    GEOS_finish_r(context);
    return added;
}

std::vector<double> net_by_group(const tabulate::Result &result, std::size_t groups) {
    std::vector<double> net(groups);
    for (const tabulate::Row &row : result.rows)
        net[row.group] += row.figures.net_m2;
    return net;
}

double net_of(const tabulate::Result &result) {
    double net = 0;
    for (const tabulate::Row &row : result.rows)
        net += row.figures.net_m2;
    return net;
}

// Of the processors, whatever else they do.
double seconds(const std::function<void()> &work) {
    const std::clock_t begin = std::clock();
    work();
    return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

} // namespace

TEST_CASE("In a crowd each feature has what the union of those before it leaves") {
    for (const unsigned seed : {1U, 2U, 3U, 4U}) {
        CAPTURE(seed);
        const auto rings = crowd(seed, 150, seed % 2 == 0);
        const auto result = world::run(items_of(rings), sides_of_spot());
        const std::vector<double> net = net_by_group(result, rings.size());
        const std::vector<double> expected = growth(rings);
        for (std::size_t i = 0; i < rings.size(); ++i) {
            CAPTURE(i);
            CHECK(std::abs(net[i] - expected[i]) < 1e-4);
        }
    }
}

TEST_CASE("In a crowd what each has lost is listed with those who have it") {
    const auto rings = crowd(6, 120, true);
    world::Source source(items_of(rings));
    tabulate::Options options;
    options.method = geodesy::Method::straight;
    options.subtractions = true;
    const auto result = tabulate::tabulate(source, sides_of_spot(), options);
    std::vector<double> lost(rings.size());
    for (const tabulate::Subtraction &taken : result.subtractions) {
        CHECK(taken.prior < taken.feature);
        CHECK(taken.m2 > 0);
        lost[static_cast<std::size_t>(taken.feature)] += taken.m2;
    }
    const std::vector<double> left = growth(rings);
    for (std::size_t i = 0; i < rings.size(); ++i)
        CHECK(std::abs(std::abs(geodesy::straight_ring_area(rings[i])) - lost[i] - left[i]) < 1e-4);
}

TEST_CASE("In a crowd neither order, threads nor what waits on disk change a bit") {
    auto items = items_of(crowd(5, 200, true));
    const auto first = world::run(items, sides_of_spot());
    const auto check_same = [&](const tabulate::Result &again) {
        REQUIRE(again.rows.size() == first.rows.size());
        for (std::size_t i = 0; i < first.rows.size(); ++i)
            CHECK(again.rows[i].figures.net_m2 == first.rows[i].figures.net_m2);
    };
    std::shuffle(items.begin(), items.end(), std::mt19937(1));
    check_same(world::run(items, sides_of_spot(), geodesy::Method::straight, 3));
    check_same(world::run_tiled(items, sides_of_spot()));
}

TEST_CASE("Of equal features the first has all, the others nothing, in whatever company") {
    const auto ring = world::box(spot.x - size, spot.y - size, spot.x + size, spot.y + size);
    for (const std::size_t count : {2, 3, 63, 64, 500}) {
        CAPTURE(count);
        std::vector<tabulate::Item> items = items_of(std::vector<world::Ring>(count, ring));
        std::shuffle(items.begin(), items.end(), std::mt19937(7));
        for (const auto &result :
             {world::run(items, sides_of_spot()), world::run_tiled(items, sides_of_spot())}) {
            REQUIRE(result.rows.size() == 2 * count);
            for (const tabulate::Row &row : result.rows)
                CHECK(row.figures.net_m2 == (row.group == 0 ? row.figures.gross_m2 : 0));
            CHECK(result.contested.size() == count);
        }
    }
}

TEST_CASE("A feature over many small ones has what they leave") {
    constexpr int side = 60;
    constexpr double step = 1e-4;
    std::vector<tabulate::Item> items;
    for (int i = 0; i < side * side; ++i) {
        const double x = spot.x + (i % side) * step;
        const double y = spot.y + static_cast<double>(i / side) * step;
        items.push_back(world::item(i, world::polygon({world::box(x, y, x + step / 2, y + step / 2)}), 0, 1));
    }
    items.push_back(world::item(-1,
                                world::polygon({world::box(spot.x - step, spot.y - step, spot.x + side * step,
                                                           spot.y + side * step)}),
                                1));
    const auto result = world::run(items, sides_of_spot());
    double small = 0, whole = 0, left = 0;
    for (const tabulate::Row &row : result.rows) {
        (row.group == 0 ? small : whole) += row.figures.gross_m2;
        left += row.group == 1 ? row.figures.net_m2 : 0;
    }
    CHECK(left == Approx(whole - small).epsilon(1e-10));
}

TEST_CASE("Cost in a crowd grows with the pairs that meet, not with every combination", "[slow]") {
    const auto rings = crowd(9, 1000, true);
    double net = 0;
    CHECK(seconds([&] { net = net_of(world::run(items_of(rings), sides_of_spot())); }) < 30);
    double expected = 0;
    for (const double added : growth(rings))
        expected += added;
    CHECK(net == Approx(expected).epsilon(1e-9));
    const std::vector<world::Ring> equal(50'000, world::box(spot.x, spot.y, spot.x + size, spot.y + size));
    CHECK(seconds([&] { world::run(items_of(equal), sides_of_spot()); }) < 20);
}
