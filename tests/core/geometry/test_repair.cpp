#include "geos.h"
#include "repair.h"
#include "wkb.h"

#include <catch2/catch.hpp>
#include <support/wkt.h>

#include <string>

using namespace qitu::geometry;

namespace {

Shape shape_from(const std::string &wkt) {
    return read_wkb(qitu::test::wkb_from_wkt(wkt));
}

double area_of(const Shape &shape) {
    return area_of_rings(shape, [](auto ring) { return std::abs(twice_signed_area(ring)) / 2; });
}

struct Case {
    std::string wkt;
    double area;
};

} // namespace

TEST_CASE("What is valid has no defect, with and without GEOS") {
    Geos geos;
    for (const char *wkt :
         {"POLYGON((0 0, 4 0, 4 4, 0 4, 0 0))", "POINT(1 1)", "LINESTRING(0 0, 1 1)",
          "POLYGON((0 0, 4 0, 4 4, 0 4, 0 0), (1 1, 2 1, 2 2, 1 1))", "POLYGON((0 0, 4 0, 4 4))"})
        CHECK_FALSE(find_defect(shape_from(wkt), geos));
}

TEST_CASE("A defect names the reason and the place") {
    Geos geos;
    const auto bow_tie = find_defect(shape_from("POLYGON((0 0, 2 2, 2 0, 0 2, 0 0))"), geos);
    REQUIRE(bow_tie);
    CHECK(bow_tie->reason.en == "Self-intersection");
    CHECK(bow_tie->place == Point{1, 1});
    CHECK(find_defect(Shape{}, geos)->reason.en == "the geometry is empty");
    CHECK(find_defect(shape_from("POLYGON((0 0, 1 0, 0 0))"), geos)->reason.en ==
          "a ring has 3 points, and a closed ring needs 4");
    CHECK(find_defect(shape_from("LINESTRING(0 0)"), geos)->reason.en == "a line has 1 points, and needs 2");
}

// Its area by the surveyor's formula from offsets, in which nothing rounds.
TEST_CASE("A ring that runs back along itself keeps its ground, to what rounding does to its points") {
    const Point corner{110.3, 40.7};
    const std::vector<Point> ring{
        {0.0045499999999947249, 0.00080000000000524096}, {0.0045499999999939296, 0.00080000000000307093},
        {0.0016365933830111547, 0.0013098461579741508},  {0.00076725786362885628, 0.0010028640374670772},
        {0.00090311999192651214, 0.0014382040014137352}, {0.00055000000000404725, 0.0015000000000000568},
        {0.00055000000000484284, 0.0015000000000022268}, {0.0045499999999947249, 0.00080000000000524096}};
    Shape offsets;
    offsets.kind = Kind::polygon;
    offsets.add_path(ring);
    offsets.end_part();
    int invalid = 0;
    for (int i = 0; i < 400; ++i) {
        CAPTURE(i);
        const Shape drawn = moved(offsets, {-corner.x - i * 0.0137, -corner.y - i * 0.0071});
        const Shape valid = make_valid(drawn);
        invalid += find_defect(drawn) ? 1 : 0;
        CHECK_FALSE(find_defect(valid));
        CHECK(area_of(moved(valid, drawn.points.front())) == Approx(area_of(offsets)).epsilon(1e-8));
    }
    CHECK(invalid > 50);
}

TEST_CASE("An invalid polygon counts with every part that it encloses") {
    const std::string square = "(0 0, 4 0, 4 4, 0 4, 0 0)";
    const Case cases[]{
        {"POLYGON((0 0, 2 2, 2 0, 0 2, 0 0))", 2},                           // bow-tie: both lobes
        {"POLYGON(" + square + ", (1 1, 2 1, 1 1))", 16},                    // hole that encloses nothing
        {"POLYGON(" + square + ", (1 1, 3 3, 1 1, 3 3, 1 1))", 16},          // the same, of five points
        {"POLYGON(" + square + ", (6 6, 7 6, 7 7, 6 7, 6 6))", 16},          // hole outside its shell
        {"POLYGON(" + square + ", (3 1, 6 1, 6 2, 3 2, 3 1))", 15},          // hole across its shell
        {"MULTIPOLYGON((" + square + "), ((2 2, 6 2, 6 6, 2 6, 2 2)))", 28}, // parts that overlap
        {"MULTIPOLYGON((" + square + "), ((1 1, 2 1, 2 2, 1 2, 1 1)))", 16}, // a part in a part
        {"MULTIPOLYGON(((9 9, 8 9, 9 9), (8.5 9, 8.6 9, 8.6 9.1, 8.5 9)), (" + square + "))", 16},
        {"POLYGON((0 0, 2 0, 2 2, 0 2, 0 4, 2 4, 2 2, 0 2, 0 0))", 8}, // figure of eight
        {"POLYGON((0 0, 4 0, 4 4, 4 6, 4 4, 0 4, 0 0))", 16},          // spike
        {"POLYGON(" + square + ", " + square + ")", 0},                // hole as large as its shell
        {"POLYGON((0 0, 4 0, 0 0, 4 0, 0 0))", 0},                     // no area at all
    };
    Geos geos;
    for (const Case &each : cases) {
        CAPTURE(each.wkt);
        const Shape shape = shape_from(each.wkt);
        CHECK(find_defect(shape, geos));
        const Shape valid = make_valid(shape, geos);
        CHECK(area_of(valid) == Approx(each.area).margin(1e-12));
        if (each.area > 0)
            CHECK_FALSE(find_defect(valid, geos));
        else
            CHECK(valid.empty());
    }
}

TEST_CASE("What lies beyond the numbers of any coordinate system is given up") {
    Geos geos;
    CHECK(make_valid(shape_from("POLYGON((0 0, 1e150 1e150, 1e150 0, 0 1e150, 0 0))"), geos).empty());
}

TEST_CASE("A valid polygon stays what it is, to the bit") {
    Geos geos;
    const Shape shape =
        shape_from("POLYGON((108.27 41.08, 108.28 41.08, 108.28 41.09, 108.27 41.09, 108.27 41.08))");
    Shape valid = make_valid(shape, geos);
    orient(valid);
    CHECK(area_of(valid) == area_of(shape));
}
