#include "geos.h"
#include "predicates.h"
#include "wkb.h"

#include <catch2/catch.hpp>
#include <support/wkt.h>

#include <random>

using namespace qitu::geometry;

namespace {

Shape shape_from(const char *wkt) {
    return read_wkb(qitu::test::wkb_from_wkt(wkt));
}

} // namespace

TEST_CASE("A point lies in a polygon and not in its hole; on the border it is covered") {
    const Shape shape = shape_from("POLYGON((0 0, 8 0, 8 8, 0 8, 0 0), (2 2, 4 2, 4 4, 2 4, 2 2))");
    const Rings rings = rings_of(shape);
    CHECK(contains(rings, {1, 1}));
    CHECK_FALSE(contains(rings, {3, 3}));
    CHECK_FALSE(contains(rings, {9, 3}));
    for (const Point border : {Point{0, 0}, Point{8, 8}, Point{8, 3}, Point{3, 8}, Point{2, 3}, Point{4, 4}})
        CHECK(covers(rings, border));
    CHECK_FALSE(covers(rings, {3, 3}));
}

TEST_CASE("A ray through vertices counts each of them once") {
    const Shape diamond = shape_from("POLYGON((0 -2, 2 0, 0 2, -2 0, 0 -2))");
    CHECK(contains(rings_of(diamond), {0, 0}));
    CHECK_FALSE(contains(rings_of(diamond), {-3, 0}));
    CHECK_FALSE(contains(rings_of(diamond), {-3, 2}));
}

TEST_CASE("What is surely simple is valid to GEOS; what crosses or touches itself is not surely simple") {
    Geos geos;
    std::mt19937 random(5);
    std::uniform_int_distribution<int> step(0, 5);
    int simple = 0;
    for (int i = 0; i < 4000; ++i) {
        Shape shape;
        shape.kind = Kind::polygon;
        const int corners = 3 + i % 5;
        for (int k = 0; k < corners; ++k)
            shape.points.push_back({static_cast<double>(step(random)), static_cast<double>(step(random))});
        shape.points.push_back(shape.points.front());
        shape.end_path();
        shape.end_part();
        if (!surely_simple(shape.points))
            continue;
        ++simple;
        CHECK_FALSE(geos.invalid(geos.from(shape).get()));
    }
    CHECK(simple > 500);
    for (const char *wkt : {"POLYGON((0 0, 2 2, 2 0, 0 2, 0 0))", "POLYGON((0 0, 4 0, 4 4, 2 0, 0 4, 0 0))",
                            "POLYGON((0 0, 2 0, 2 0, 2 2, 0 0))", "POLYGON((0 0, 4 0, 2 0, 2 2, 0 0))",
                            "POLYGON((0 0, 1 0, 0 0))"})
        CHECK_FALSE(surely_simple(shape_from(wkt).points));
}
