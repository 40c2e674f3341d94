
#include <qitu/core/base/exact_sum.h>
#include <qitu/core/base/rounding.h>

#include <catch2/catch.hpp>

#include <algorithm>
#include <numeric>
#include <random>
#include <vector>

using namespace qitu;

TEST_CASE("An exact sum does not depend on the order of its terms") {
    std::mt19937_64 random(7);
    std::uniform_real_distribution<double> area(1e-3, 1e10);
    std::vector<double> terms(10000);
    std::generate(terms.begin(), terms.end(), [&] { return area(random); });
    ExactSum forward;
    for (const double term : terms)
        forward += term;
    std::shuffle(terms.begin(), terms.end(), random);
    ExactSum shuffled;
    for (const double term : terms)
        shuffled += term;
    CHECK(forward == shuffled);
    for (const double term : terms)
        shuffled -= term;
    CHECK(shuffled.value() == 0.0);
}

TEST_CASE("An exact sum keeps small terms beside large ones") {
    ExactSum sum;
    sum += 1e15;
    for (int i = 0; i < 1000; ++i)
        sum += 0.001;
    sum -= 1e15;
    CHECK(sum.value() == Approx(1.0).epsilon(1e-12));
}

TEST_CASE("Rounded parts add up to their rounded total") {
    const std::vector<double> thirds{1.0 / 3, 1.0 / 3, 1.0 / 3};
    CHECK(rounded_to_total(thirds, 2) == std::vector<double>{0.34, 0.33, 0.33});
    CHECK(rounded_to_total(std::vector<double>{}, 2).empty());
}

TEST_CASE("A measure of any size is printed without an exponent") {
    CHECK(significant(191234.4) == "191234");
    CHECK(significant(20) == "20");
    CHECK(significant(12.8449) == "12.84");
    CHECK(significant(-0.028214) == "-0.02821");
    CHECK(significant(1e-9) == "0");
    CHECK(significant(0) == "0");
}
