#include <qitu/core/base/convert_units.h>

#include <catch2/catch.hpp>

using namespace qitu;

TEST_CASE("Areas and lengths are converted exactly where the ratio is a whole number") {
    CHECK(converted(3'950'000, Unit::mu, Unit::wan_mu) == 395);
    CHECK(converted(395, Unit::wan_mu, Unit::mu) == 3'950'000);
    CHECK(converted(15, Unit::mu, Unit::hectare) == 1);
    CHECK(converted(2.5, Unit::kilometre, Unit::metre) == 2500);
}

TEST_CASE("Only units of one dimension are convertible") {
    CHECK(convertible(Unit::square_metre, Unit::wan_mu));
    CHECK(convertible(Unit::metre, Unit::kilometre));
    CHECK(convertible(Unit::works, Unit::works));
    CHECK_FALSE(convertible(Unit::metre, Unit::square_metre));
    CHECK_FALSE(convertible(Unit::percent, Unit::works));
}
