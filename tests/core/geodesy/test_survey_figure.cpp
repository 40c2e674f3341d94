#include "literal.h"
#include "parcels.h"

#include <catch2/catch.hpp>

#include <cmath>

using namespace qitu::geodesy;

namespace {

Polygon to_decimals(const Polygon &polygon, double per_metre) {
    return through(polygon, [&](Point p) {
        return Point{std::round(p.x * per_metre) / per_metre, std::round(p.y * per_metre) / per_metre};
    });
}

int unequal(Parcels &parcels, int count, double largest) {
    int different = 0;
    for (int i = 0; i < count; ++i) {
        const double meridian = 3.0 * parcels.whole(32, 42);
        const Point middle = GaussKrueger(meridian).forward(
            {meridian + parcels.uniform(-1.6, 1.6), parcels.uniform(37.5, 53.4)});
        const Polygon parcel = to_decimals(parcels.parcel(middle, largest), i % 2 == 0 ? 1000 : 10000);
        different += survey_figure(parcel, meridian) != literal::survey_figure(parcel, meridian) ? 1 : 0;
    }
    return different;
}

} // namespace

TEST_CASE("The survey figure is the rule taken literally, to the last digit") {
    Parcels parcels(2008);
    CHECK(unequal(parcels, 1000, 1500) == 0);
}

TEST_CASE("The survey figure is the rule taken literally for a hundred thousand parcels", "[long]") {
    Parcels parcels(32);
    CHECK(unequal(parcels, 100000, 2000) == 0);
}

TEST_CASE("The survey figure rounds the vertices of a plane file to four decimals") {
    Parcels parcels(4);
    for (int i = 0; i < 50; ++i) {
        const Polygon parcel = parcels.parcel({480000, 4.55e6}, 800);
        CHECK(survey_figure(parcel, 108) == survey_figure(to_decimals(parcel, 10000), 108));
    }
}

TEST_CASE("An edge of exactly 70 m stays whole and one of 140 m is cut in three, as the rule says") {
    const Polygon square{
        {{500000, 4.5e6}, {500070, 4.5e6}, {500070, 4500140}, {500000, 4500140}, {500000, 4.5e6}}};
    CHECK(survey_figure(square, 108) == literal::survey_figure(square, 108));
}
