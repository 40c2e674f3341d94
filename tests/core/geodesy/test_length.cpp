#include "parcels.h"

#include <qitu/core/base/error.h>

#include <GeographicLib/Geodesic.hpp>
#include <catch2/catch.hpp>

#include <cmath>

using namespace qitu::geodesy;

namespace {

double reference(Point from, Point to, const Ellipsoid &ellipsoid) {
    const GeographicLib::Geodesic earth(ellipsoid.a, ellipsoid.f);
    double length = 0;
    earth.Inverse(from.y, from.x, to.y, to.x, length);
    return length;
}

// A count of one means: off by 1e-12 of the length and 1e-10 m. GeographicLib itself is good to some 1e-9 m
// in double arithmetic of coordinates; what is compared is computed from the same doubles.
double worst(Parcels &parcels, int count, double shortest, double longest, const Ellipsoid &ellipsoid) {
    double found = 0;
    for (int i = 0; i < count; ++i) {
        const Point from{parcels.uniform(97, 126), parcels.uniform(0, 53.5)};
        const double metres = parcels.size(shortest, longest);
        const double angle = parcels.uniform(0, 6.3);
        const Point to{from.x + metres * std::sin(angle) / (111320 * std::cos(from.y * 0.0174533)),
                       from.y + metres * std::cos(angle) / 110600};
        const double expected = reference(from, to, ellipsoid);
        found = std::max(found,
                         std::abs(EdgeLength(ellipsoid)(from, to) - expected) / (1e-10 + 1e-12 * expected));
    }
    return found;
}

} // namespace

TEST_CASE("The length of an edge is GeographicLib's, short or long, on any ellipsoid") {
    Parcels parcels(21);
    for (const Ellipsoid &ellipsoid : {cgcs2000, Ellipsoid{6378245, 1 / 298.3}, Ellipsoid{6371000, 0}}) {
        CHECK(worst(parcels, 2000, 1e-3, 2500, ellipsoid) < 30); // the reference's own rounding: 3e-9 m
        CHECK(worst(parcels, 300, 2500, 500000, ellipsoid) < 30);
    }
    CHECK(EdgeLength()({111, 40}, {111, 40}) == 0);
    CHECK(EdgeLength()({179.999, 40}, {-179.999, 40}) ==
          Approx(reference({0, 40}, {0.002, 40}, cgcs2000)).epsilon(1e-9));
}

TEST_CASE("A path is densified on its straight edges, in equal parts none of which is too long") {
    const Ring plane{{500000, 4.5e6}, {500250, 4.5e6}, {500250, 4500100}, {500000, 4.5e6}};
    const Ring finer = densified(plane, 100, Space::plane);
    REQUIRE(finer.size() == 8); // 3 + 1 + 3 edges
    CHECK(finer[1].x == Approx(500250 - 2 * 250.0 / 3).epsilon(1e-15));
    CHECK(finer[3] == plane[1]);
    CHECK(finer[4] == plane[2]);
    CHECK(finer.back() == plane.back());
    const Ring degrees{{111, 40}, {111.1, 40.1}, {111, 40.1}, {111, 40}};
    const Ring fine = densified(degrees, 70, Space::degrees);
    for (std::size_t i = 0; i + 1 < fine.size(); ++i)
        CHECK(EdgeLength()(fine[i], fine[i + 1]) < 70.01);
    CHECK(densified(degrees, 1e6, Space::degrees) == degrees);
    CHECK(densified({}, 70, Space::degrees).empty());
    CHECK_THROWS_AS(densified(degrees, 0, Space::degrees), qitu::Error);
    CHECK_THROWS_AS(densified(degrees, NAN, Space::degrees), qitu::Error);
}

TEST_CASE("The geodesic area of a densified ring is the straight area, as edges drawn straight should have") {
    const Ring degrees{{109.8, 40.6}, {110.05, 40.65}, {109.93, 40.83}, {109.8, 40.6}};
    const double straight = area({degrees}, Method::straight);
    CHECK(std::abs(area({degrees}, Method::geodesic) / straight - 1) > 1e-4);
    CHECK(area({densified(degrees, 50, Space::degrees)}, Method::geodesic) == Approx(straight).epsilon(1e-8));
    CHECK(area({densified(degrees, 50, Space::degrees)}, Method::straight) ==
          Approx(straight).epsilon(1e-12));
}

TEST_CASE("The geodesic area of a ring densified in its plane is the td1055 area of the ring as it was") {
    const GaussKrueger plane(111);
    const Ring ring{{450000, 4.5e6}, {471000, 4505000}, {460000, 4525000}, {450000, 4.5e6}};
    const auto back = [&](Point p) { return plane.inverse(p); };
    const double td1055 = area(through({ring}, back), Method::td1055, 111);
    const Polygon finer = through({densified(ring, 50, Space::plane)}, back);
    CHECK(area(finer, Method::geodesic) == Approx(td1055).epsilon(1e-8));
    CHECK(area(finer, Method::straight) == Approx(td1055).epsilon(1e-8));
}
