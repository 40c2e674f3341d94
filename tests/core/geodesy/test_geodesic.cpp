#include "parcels.h"

#include <qitu/core/base/error.h>

#include <GeographicLib/Geodesic.hpp>
#include <GeographicLib/PolygonArea.hpp>
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

using namespace qitu::geodesy;

namespace {

const GeographicLib::Geodesic &earth() {
    static const GeographicLib::Geodesic geodesic(cgcs2000.a, cgcs2000.f);
    return geodesic;
}

double reference(const Ring &ring) {
    GeographicLib::PolygonArea polygon(earth());
    for (std::size_t i = 0; i + 1 < ring.size(); ++i)
        polygon.AddPoint(ring[i].y, ring[i].x);
    double perimeter = 0;
    double area = 0;
    polygon.Compute(false, true, perimeter, area);
    return std::abs(area);
}

double reference(const Polygon &polygon) {
    double area = 0;
    for (std::size_t i = 0; i < polygon.size(); ++i)
        area += (i == 0 ? 1 : -1) * reference(polygon[i]);
    return area;
}

// A point given in metres from a middle is placed roughly: the shape matters, not the map.
Polygon placed(const Polygon &polygon, Point middle) {
    return through(polygon, [&](Point p) {
        return Point{middle.x + p.x / (111320 * std::cos(middle.y * 0.0174533)), middle.y + p.y / 111000};
    });
}

// A count of one means: off by 1e-9 of the area, or by 1e-3 m² where that is more.
double off_by(const Polygon &polygon) {
    const double expected = reference(polygon);
    return std::abs(area(polygon, Method::geodesic) - expected) / std::max(1e-3, 1e-9 * expected);
}

double worst(Parcels &parcels, int count, double largest) {
    double found = 0;
    for (int i = 0; i < count; ++i)
        found = std::max(found, off_by(placed(parcels.parcel({0, 0}, largest),
                                              {parcels.uniform(97, 126), parcels.uniform(37.4, 53.5)})));
    return found;
}

} // namespace

TEST_CASE("The geodesic area is GeographicLib's for random polygons of 1 m to 500 km") {
    Parcels parcels(13);
    CHECK(worst(parcels, 1000, 2000) < 0.1);
    CHECK(worst(parcels, 300, 500000) < 0.1);
}

TEST_CASE("The geodesic area is GeographicLib's for a hundred thousand polygons", "[long]") {
    Parcels parcels(2013);
    CHECK(worst(parcels, 80000, 3000) < 0.2);
    CHECK(worst(parcels, 20000, 500000) < 0.2);
}

TEST_CASE("The geodesic area is GeographicLib's where points are repeated or in line") {
    const Ring repeated{{111, 40},       {111, 40},    {111.01, 40}, {111.01, 40},
                        {111.01, 40.01}, {111, 40.01}, {111, 40}};
    CHECK(off_by({repeated}) < 0.1);
    const Ring in_line{{111, 40}, {111.004, 40.002}, {111.008, 40.004}, {111, 40}};
    CHECK(off_by({in_line}) < 0.1);
    const Ring back_and_forth{{111, 40}, {111.01, 40.01}, {111, 40}, {111.01, 40.01}, {111, 40}};
    CHECK(off_by({back_and_forth}) < 0.1);
}

TEST_CASE("The geodesic area is GeographicLib's across a zone border, in the far north and across 180°") {
    CHECK(off_by({{{112.49, 53.49}, {112.51, 53.49}, {112.51, 53.51}, {112.49, 53.51}, {112.49, 53.49}}}) <
          0.1);
    CHECK(off_by({{{179.9, 53}, {-179.9, 53}, {-179.9, 53.1}, {179.9, 53.1}, {179.9, 53}}}) < 0.1);
    CHECK(off_by({{{0, 89}, {90, 89}, {180, 89}, {-90, 89}, {0, 89}}}) < 0.1);
}

TEST_CASE("The geodesic area of a tall banner drawn finely is GeographicLib's") {
    Ring ring;
    for (int i = 0; i <= 600; ++i)
        ring.push_back({100 + 0.01 * std::sin(i * 0.1), 38 + 0.01 * i});
    for (int i = 600; i >= 0; --i)
        ring.push_back({100.05 + 0.01 * std::sin(i * 0.1), 38 + 0.01 * i});
    for (double x = 100.05; x > 100.01; x -= 0.01)
        ring.push_back({x, 38});
    ring.push_back(ring.front());
    CHECK(off_by({ring}) < 0.1);
}

TEST_CASE("The length of a line is the sum of its geodesics") {
    const Ring line{{107.4, 40.75}, {107.5, 40.8}, {109, 41}};
    double first = 0;
    double second = 0;
    earth().Inverse(40.75, 107.4, 40.8, 107.5, first);
    earth().Inverse(40.8, 107.5, 41, 109, second);
    CHECK(length(line) == Approx(first + second).epsilon(1e-14));
    CHECK(length(Ring{}) == 0);
    CHECK(length(Ring{{107.4, 40.75}}) == 0);
}

TEST_CASE("The straight area of absolute coordinates is that of offsets from any origin") {
    Parcels parcels(5);
    for (int i = 0; i < 100; ++i) {
        const Ring ring = placed(parcels.parcel({0, 0}, 50000), {111, 45})[0];
        const Point origin{110.9, 44.8};
        Ring offsets = ring;
        for (Point &point : offsets)
            point = {point.x - origin.x, point.y - origin.y};
        const double expected = straight_ring_area(offsets, origin);
        CHECK(straight_ring_area(ring) == Approx(expected).epsilon(1e-9).margin(1e-4));
    }
}

TEST_CASE("The straight area is additive under a cut along a straight edge") {
    const Ring whole{{111, 40}, {111.2, 40.05}, {111.15, 40.2}, {111, 40}};
    const Point cut{(111.2 + 111.15) / 2, (40.05 + 40.2) / 2};
    const Ring left{{111, 40}, {111.2, 40.05}, cut, {111, 40}};
    const Ring right{{111, 40}, cut, {111.15, 40.2}, {111, 40}};
    CHECK(straight_ring_area(left) + straight_ring_area(right) ==
          Approx(straight_ring_area(whole)).epsilon(1e-12));
}

TEST_CASE("Methods are named as the command names them") {
    for (const Method method : {Method::td1055, Method::geodesic, Method::straight})
        CHECK(method_from(method_name(method)) == method);
    CHECK_THROWS_AS(method_from("planar"), qitu::Error);
}
