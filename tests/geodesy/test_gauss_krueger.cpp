#include "vectors.h"

#include <catch2/catch.hpp>
#include <proj.h>

#include <cmath>
#include <memory>
#include <random>

using namespace qitu::geodesy;

namespace {

// A double of six million metres has its last bit at 0.9e-9 m.
constexpr double tolerance = 2.5e-9;

Ellipsoid named(const std::string &name) {
    return name == "Krassowsky" ? Ellipsoid{6378245, 1 / 298.3} : cgcs2000;
}

double metres_apart(Point a, Point b) {
    return std::hypot((a.x - b.x) * 111320 * std::cos(b.y * 0.0174533), (a.y - b.y) * 110574);
}

} // namespace

TEST_CASE("The Gauss-Krueger plane is the exact mapping to the rounding of doubles") {
    double worst_forward = 0;
    double worst_inverse = 0;
    for (const auto &vector : vectors("gauss_krueger_vectors.json")) {
        const GaussKrueger plane(0, 0, named(vector["ellipsoid"]));
        const Point geographic{vector["longitude"], vector["latitude"]};
        const Point expected{number(vector["easting_m"]), number(vector["northing_m"])};
        const Point found = plane.forward(geographic);
        worst_forward = std::max(worst_forward, std::hypot(found.x - expected.x, found.y - expected.y));
        worst_inverse = std::max(worst_inverse, metres_apart(plane.inverse(expected), geographic));
    }
    CAPTURE(worst_forward, worst_inverse);
    CHECK(worst_forward < tolerance);
    CHECK(worst_inverse < tolerance);
}

TEST_CASE("The Gauss-Krueger plane agrees with PROJ all over the region and six degrees from the meridian") {
    const std::unique_ptr<PJ_CONTEXT, decltype(&proj_context_destroy)> context(proj_context_create(),
                                                                               proj_context_destroy);
    const std::unique_ptr<PJ, decltype(&proj_destroy)> projection(
        proj_create(context.get(),
                    "+proj=tmerc +algo=poder_engsager +lon_0=111 +x_0=500000 +a=6378137 +rf=298.257222101"),
        proj_destroy);
    const GaussKrueger plane(111);
    std::mt19937_64 random(11);
    std::uniform_real_distribution<double> longitude(105, 117);
    std::uniform_real_distribution<double> latitude(37, 53.5);
    double worst = 0;
    double worst_return = 0;
    for (int i = 0; i < 20000; ++i) {
        const Point point{longitude(random), latitude(random)};
        const PJ_COORD theirs =
            proj_trans(projection.get(), PJ_FWD, proj_coord(proj_torad(point.x), proj_torad(point.y), 0, 0));
        const Point ours = plane.forward(point);
        worst = std::max(worst, std::hypot(ours.x - theirs.xy.x, ours.y - theirs.xy.y));
        worst_return = std::max(worst_return, metres_apart(plane.inverse(ours), point));
    }
    CAPTURE(worst, worst_return);
    CHECK(worst < 2 * tolerance); // PROJ rounds as well
    CHECK(worst_return < 2 * tolerance);
}

TEST_CASE("A zone in front of the easting is part of the false easting") {
    const GaussKrueger plain(108);
    const GaussKrueger zone_36(108, 36500000);
    const Point point{107.4, 40.75};
    CHECK(zone_36.forward(point).x - plain.forward(point).x == Approx(36000000).epsilon(0).margin(1e-8));
    const Point back = zone_36.inverse({plain.forward(point).x + 36000000, plain.forward(point).y});
    CHECK(metres_apart(back, point) < 1e-8); // an easting with its zone has its last bit at 7e-9 m
}

TEST_CASE("The nearest central meridian is a multiple of three degrees") {
    CHECK(central_meridian_near(107.4) == 108);
    CHECK(central_meridian_near(112.4999) == 111);
    CHECK(central_meridian_near(112.5001) == 114);
}
