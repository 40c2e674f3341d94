#include "literal.h"
#include "parcels.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

using namespace qitu::geodesy;

namespace {

double worst_ratio(Parcels &parcels, int count, double largest, double widest) {
    double worst = 0;
    for (int i = 0; i < count; ++i) {
        const double meridian = 3.0 * parcels.whole(32, 42);
        const GaussKrueger plane(meridian);
        const Point middle =
            plane.forward({meridian + parcels.uniform(-widest, widest), parcels.uniform(37.5, 53.4)});
        const Polygon polygon =
            through(parcels.parcel(middle, largest), [&](Point p) { return plane.inverse(p); });
        const double expected = literal::td1055(polygon, meridian);
        const double allowed = std::max(1e-3, 1e-9 * expected);
        worst = std::max(worst, std::abs(area(polygon, Method::td1055, meridian) - expected) / allowed);
    }
    return worst;
}

} // namespace

TEST_CASE("td1055 is the rule taken literally, for parcels of 1 m to 50 km in every zone of the region") {
    Parcels parcels(1055);
    CHECK(worst_ratio(parcels, 200, 50000, 3) < 1);
    CHECK(worst_ratio(parcels, 1000, 1500, 3) < 0.1);
}

TEST_CASE("td1055 is the rule taken literally far outside its zone too") {
    Parcels parcels(6);
    CHECK(worst_ratio(parcels, 100, 5000, 8) < 1);
    CHECK(worst_ratio(parcels, 300, 1500, 18) < 0.2);
    CHECK(worst_ratio(parcels, 10, 50000, 18) < 1);
}

TEST_CASE("td1055 is the rule taken literally for a hundred thousand parcels", "[long]") {
    Parcels parcels(55);
    CHECK(worst_ratio(parcels, 100000, 3000, 3) < 0.2);
    CHECK(worst_ratio(parcels, 5000, 50000, 3) < 1);
}

TEST_CASE("td1055 does not depend on where a ring starts nor on its orientation") {
    Parcels parcels(3);
    const GaussKrueger plane(111);
    for (int i = 0; i < 200; ++i) {
        Ring ring = parcels.star({500000, 4.6e6}, parcels.size(10, 20000), parcels.whole(3, 30));
        for (Point &point : ring)
            point = plane.inverse(point);
        ring.back() = ring.front();
        const double whole = area({ring}, Method::td1055, 111);
        Ring other(ring.begin(), ring.end() - 1);
        std::rotate(other.begin(), other.begin() + parcels.whole(0, 2), other.end());
        if (parcels.whole(0, 1) == 1)
            std::reverse(other.begin(), other.end());
        other.push_back(other.front());
        CHECK(area({other}, Method::td1055, 111) == Approx(whole).epsilon(1e-12).margin(1e-9));
    }
}

TEST_CASE("A ring of fewer than four points has no area by any method") {
    const Ring line{{111, 40}, {111.1, 40}, {111, 40}};
    for (const Method method : {Method::td1055, Method::geodesic, Method::straight}) {
        CHECK(area({line}, method) == 0);
        CHECK(area({}, method) == 0);
        CHECK(area({Ring{}}, method) == 0);
    }
}

TEST_CASE("Coordinates that are no numbers give an area that is no number") {
    const Ring ring{{111, 40}, {NAN, 40}, {111.1, 40.1}, {111, 40}};
    for (const Method method : {Method::td1055, Method::geodesic, Method::straight})
        CHECK(std::isnan(area({ring}, method, 111)));
}
