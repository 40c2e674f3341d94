#include "geos.h"
#include "predicates.h"
#include "wkb.h"

#include <catch2/catch.hpp>
#include <support/wkt.h>

#include <cmath>
#include <cstddef>
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

namespace {

constexpr double full_turn = 6.283185307179586;

// Corners around a centre at random distances: simple; one of them moved elsewhere crosses others as a rule.
Shape around(std::size_t corners, std::mt19937 &random) {
    std::uniform_real_distribution<double> distance(1, 9);
    Shape shape;
    shape.kind = Kind::polygon;
    for (std::size_t i = 0; i < corners; ++i) {
        const double turn = full_turn * static_cast<double>(i) / static_cast<double>(corners);
        const double r = distance(random);
        shape.points.push_back({r * std::cos(turn), r * std::sin(turn)});
    }
    shape.points.push_back(shape.points.front());
    shape.end_path();
    shape.end_part();
    return shape;
}

} // namespace

TEST_CASE("A long ring is found simple exactly where GEOS finds it valid") {
    Geos geos;
    std::mt19937 random(7);
    std::uniform_real_distribution<double> anywhere(-9, 9);
    int crossing = 0;
    for (int i = 0; i < 600; ++i) {
        Shape shape = around(100 + static_cast<std::size_t>(i) % 150, random);
        if (i % 2 == 1)
            shape.points[5 + static_cast<std::size_t>(i) % 80] = {anywhere(random), anywhere(random)};
        const bool valid = !geos.invalid(geos.from(shape).get()).has_value();
        CHECK(surely_simple(shape.points) == valid);
        crossing += valid ? 0 : 1;
    }
    CHECK(crossing > 100);
}

TEST_CASE("A long ring that touches itself, folds back or repeats a point is not surely simple") {
    std::mt19937 random(11);
    const Shape simple = around(200, random);
    REQUIRE(surely_simple(simple.points));
    Shape touching = simple;
    touching.points[40] = touching.points[120];
    CHECK_FALSE(surely_simple(touching.points));
    Shape on_an_edge = simple;
    on_an_edge.points[40] = {(simple.points[120].x + simple.points[121].x) / 2,
                             (simple.points[120].y + simple.points[121].y) / 2};
    CHECK_FALSE(surely_simple(on_an_edge.points));
    Shape repeated = simple;
    repeated.points[41] = repeated.points[40];
    CHECK_FALSE(surely_simple(repeated.points));
    Shape folded = simple; // there and back on one line
    folded.points[41] = folded.points[39];
    CHECK_FALSE(surely_simple(folded.points));
    Shape not_a_number = simple;
    not_a_number.points[50].x = std::nan("");
    CHECK_FALSE(surely_simple(not_a_number.points));
}

TEST_CASE("Long rings of vertical and level edges, and points on a straight edge, are found simple") {
    Shape steps;
    for (int i = 0; i < 200; ++i) {
        steps.points.push_back({static_cast<double>(i), static_cast<double>(i)});
        steps.points.push_back({static_cast<double>(i) + 1, static_cast<double>(i)});
    }
    steps.points.push_back({200, 200});
    for (int i = 200; i > 0; --i)
        steps.points.push_back({static_cast<double>(i) - 1, 200}); // on one line
    steps.points.push_back(steps.points.front());
    CHECK(surely_simple(steps.points));
}
