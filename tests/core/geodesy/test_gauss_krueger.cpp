#include "vectors.h"

#include <catch2/catch.hpp>
#include <proj.h>

#include <cmath>
#include <memory>
#include <random>
#include <string>

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

namespace {

struct Worst {
    double forward = 0;
    double back = 0;
};

// Against PROJ's exact-series transverse Mercator, as far from the meridian as the header's contract goes.
Worst against_proj(double meridian, const Ellipsoid &ellipsoid, int count, unsigned seed) {
    const std::unique_ptr<PJ_CONTEXT, decltype(&proj_context_destroy)> context(proj_context_create(),
                                                                               proj_context_destroy);
    const std::string definition =
        "+proj=tmerc +algo=poder_engsager +x_0=500000 +lon_0=" + std::to_string(meridian) +
        " +a=" + std::to_string(ellipsoid.a) +
        (ellipsoid == cgcs2000    ? " +rf=298.257222101"
         : ellipsoid.a == 6378245 ? " +rf=298.3"
                                  : " +rf=298.257");
    const std::unique_ptr<PJ, decltype(&proj_destroy)> projection(
        proj_create(context.get(), definition.c_str()), proj_destroy);
    const GaussKrueger plane(meridian, 500000, ellipsoid);
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> longitude(meridian - 6, meridian + 6);
    std::uniform_real_distribution<double> latitude(37, 53.5);
    Worst worst;
    for (int i = 0; i < count; ++i) {
        const Point point{longitude(random), latitude(random)};
        const PJ_COORD theirs =
            proj_trans(projection.get(), PJ_FWD, proj_coord(proj_torad(point.x), proj_torad(point.y), 0, 0));
        const Point ours = plane.forward(point);
        worst.forward = std::max(worst.forward, std::hypot(ours.x - theirs.xy.x, ours.y - theirs.xy.y));
        worst.back = std::max(worst.back, metres_apart(plane.inverse(ours), point));
    }
    return worst;
}

void check_all_zones(int count) {
    constexpr Ellipsoid xian1980{6378140, 1 / 298.257};
    constexpr Ellipsoid krassowsky{6378245, 1 / 298.3};
    for (int zone = 32; zone <= 42; ++zone)
        for (const Ellipsoid &ellipsoid : {cgcs2000, xian1980, krassowsky}) {
            const Worst worst = against_proj(3.0 * zone, ellipsoid, count, static_cast<unsigned>(zone));
            CAPTURE(zone, ellipsoid.a, worst.forward, worst.back);
            CHECK(worst.forward < 2 * tolerance); // PROJ rounds as well
            CHECK(worst.back < 2 * tolerance);
        }
}

} // namespace

TEST_CASE("The plane of every zone agrees with PROJ six degrees from its meridian, on any ellipsoid") {
    check_all_zones(500);
}

TEST_CASE("The plane of every zone agrees with PROJ in a hundred thousand points", "[long]") {
    check_all_zones(100000 / 11);
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
