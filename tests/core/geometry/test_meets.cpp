#include <qitu/core/geometry/geos.h>
#include <qitu/core/geometry/meets.h>
#include <qitu/core/geometry/wkb.h>

#include <catch2/catch.hpp>
#include <support/wkt.h>

#include <cmath>
#include <random>

using namespace qitu;
using geometry::Box;
using geometry::Point;
using geometry::Shape;

namespace {

Shape shape_to_meet(const char *wkt) {
    return geometry::read_wkb(test::wkb_from_wkt(wkt));
}

geometry::GeosGeometry box_in(geometry::Geos &geos, const Box &box) {
    return geos.own(GEOSGeom_createRectangle_r(geos.context(), box.min_x, box.min_y, box.max_x, box.max_y));
}

// A star around the middle, with a hole, of coordinates that are multiples of 1/8.
Shape random_star(std::mt19937 &draw) {
    std::uniform_int_distribution<int> radius(8, 40);
    const auto ring = [&](double size) {
        std::vector<Point> points;
        constexpr int corners = 9;
        for (int i = 0; i < corners; ++i) {
            const double angle = i * 2 * 3.14159265 / corners;
            const double length = size * radius(draw);
            points.push_back(
                {std::round(length * std::cos(angle)) / 8, std::round(length * std::sin(angle)) / 8});
        }
        points.push_back(points.front());
        return points;
    };
    Shape shape;
    shape.kind = geometry::Kind::polygon;
    shape.add_path(ring(1));
    shape.add_path(ring(0.1));
    shape.end_part();
    return shape;
}

double ring_area(const std::vector<Point> &ring) {
    return ring.empty() ? 0 : std::abs(geometry::twice_signed_area(ring)) / 2;
}

} // namespace

TEST_CASE("A shape meets a box where GEOS says that they intersect") {
    std::mt19937 draw(23);
    std::uniform_int_distribution<int> place(-48, 48), size(1, 24);
    geometry::Geos geos;
    int met = 0;
    for (int i = 0; i < 2000; ++i) {
        const Shape shape = random_star(draw);
        const double x = place(draw) / 8.0, y = place(draw) / 8.0;
        const Box box{x, y, x + size(draw) / 8.0, y + size(draw) / 8.0};
        const auto polygon = geos.from(shape);
        if (geos.invalid(polygon.get()))
            continue;
        const bool expected = GEOSIntersects_r(geos.context(), polygon.get(), box_in(geos, box).get()) == 1;
        CHECK(geometry::meets(shape, box) == expected);
        met += expected ? 1 : 0;
    }
    CHECK(met > 300);
    CHECK(met < 1700);
}

TEST_CASE("Points and lines meet a box that they touch") {
    const Box box{0, 0, 1, 1};
    CHECK(geometry::meets(shape_to_meet("POINT (1 1)"), box));
    CHECK_FALSE(geometry::meets(shape_to_meet("POINT (1.1 1)"), box));
    CHECK(geometry::meets(shape_to_meet("LINESTRING (-1 0.5, 2 0.5)"), box));
    CHECK(geometry::meets(shape_to_meet("LINESTRING (0 2, 2 0)"), box)); // through the corner
    CHECK_FALSE(geometry::meets(shape_to_meet("LINESTRING (0 2.1, 2.1 0)"), box));
    CHECK_FALSE(geometry::meets(Shape(), box));
    CHECK_FALSE(geometry::meets(
        shape_to_meet("POLYGON ((-5 -5, 5 -5, 5 5, -5 5, -5 -5), (-2 -2, -2 2, 2 2, 2 -2, -2 -2))"), box));
}

TEST_CASE("A clipped ring has the area that GEOS finds within the box") {
    std::mt19937 draw(5);
    std::uniform_int_distribution<int> place(-48, 48), size(1, 24);
    geometry::Geos geos;
    for (int i = 0; i < 500; ++i) {
        Shape shape = random_star(draw);
        const auto ring = shape.path(0);
        Shape shell;
        shell.kind = geometry::Kind::polygon;
        shell.add_path(ring);
        shell.end_part();
        const auto polygon = geos.from(shell);
        if (geos.invalid(polygon.get()))
            continue;
        const double x = place(draw) / 8.0, y = place(draw) / 8.0;
        const Box box{x, y, x + size(draw) / 8.0, y + size(draw) / 8.0};
        double expected = 0;
        GEOSArea_r(geos.context(), geos.intersection(polygon.get(), box_in(geos, box).get()).get(),
                   &expected);
        std::vector<Point> clipped(ring.begin(), ring.end()), spare;
        geometry::clip_ring(clipped, spare, box);
        CHECK(ring_area(clipped) == Approx(expected).margin(1e-9));
        for (const Point p : clipped)
            CHECK(geometry::buffered(box, 1e-12, 1e-12).contains(p));
    }
}

TEST_CASE("A clipped line is in as many parts as it enters the box, each going on where it was") {
    const Box box{0, 0, 10, 10};
    const std::vector<Point> line{{-5, 5}, {5, 5}, {15, 5}, {15, 8}, {5, 8}, {5, 20}};
    const auto parts = geometry::clipped_line(line, box);
    REQUIRE(parts.size() == 2);
    CHECK(parts[0] == std::vector<Point>{{0, 5}, {5, 5}, {10, 5}});
    CHECK(parts[1] == std::vector<Point>{{10, 8}, {5, 8}, {5, 10}});
    CHECK(geometry::clipped_line(std::vector<Point>{{-1, 0}, {-1, 5}}, box).empty());
    const std::vector<Point> touching{{2, 10}, {5, 12}};
    CHECK(geometry::clipped_line(touching, box).empty());
    const std::vector<Point> along{{2, 2}, {10, 2}, {10, 8}, {3, 8}}; // on the border it goes on
    CHECK(geometry::clipped_line(along, box) == std::vector<std::vector<Point>>{along});
}
