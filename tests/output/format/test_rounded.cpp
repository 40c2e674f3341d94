#include "support/made_progress.h"

#include <qitu/output/format/rounded.h>

#include <catch2/catch.hpp>

#include <cmath>
#include <random>

using namespace qitu;
using format::rounded_for_display;

namespace {

long cents(double value) {
    return std::lround(value * 100);
}

} // namespace

TEST_CASE("Banners rounded for display add up to their league, and leagues to the region, in either table") {
    std::mt19937_64 random(7);
    std::uniform_real_distribution<double> anything(0, 3);
    indicators::ProgressTable leagues = made::leagues();
    indicators::ProgressTable banners = made::banners();
    leagues.rows.resize(3);
    banners.rows.resize(4);
    for (int round = 0; round < 200; ++round) {
        for (std::size_t i = 1; i < 4; ++i)
            banners.rows[i].done = anything(random);
        leagues.rows[1].done = banners.rows[1].done;
        leagues.rows[2].done = banners.rows[2].done + banners.rows[3].done;
        leagues.rows[0].done = banners.rows[0].done = leagues.rows[1].done + leagues.rows[2].done;
        const auto above = rounded_for_display(leagues, made::catalogue());
        const auto below = rounded_for_display(banners, made::catalogue());
        CHECK(cents(above.rows[0].done) == std::lround(leagues.rows[0].done * 100));
        CHECK(cents(above.rows[1].done) + cents(above.rows[2].done) == cents(above.rows[0].done));
        // Banners are read in mu, leagues in 10,000 mu: in the scale of the banners they add up to the leagues.
        const auto beside = rounded_for_display(leagues, banners, made::catalogue());
        REQUIRE(below.rows[1].unit == Unit::mu);
        REQUIRE(beside.rows[1].unit == Unit::mu);
        REQUIRE(above.rows[1].unit == Unit::wan_mu);
        CHECK(cents(below.rows[0].done) == std::lround(banners.rows[0].done * 1e6));
        CHECK(cents(below.rows[1].done) == cents(beside.rows[1].done));
        CHECK(cents(below.rows[2].done) + cents(below.rows[3].done) == cents(beside.rows[2].done));
        CHECK(cents(below.rows[0].done) == cents(beside.rows[0].done));
    }
}

TEST_CASE("Works are not made to add up: one work in two banners is one for the league") {
    const auto above = rounded_for_display(made::leagues(), made::catalogue());
    const auto below = rounded_for_display(made::banners(), made::catalogue());
    CHECK(above.rows[5].done == 3);
    CHECK(below.rows[6].done == 2);
    CHECK(below.rows[7].done == 2);
}

TEST_CASE("A figure gets as many places as print it, in the unit that was asked for") {
    indicators::ProgressTable leagues = made::leagues();
    leagues.rows.resize(3);
    leagues.rows[1].done = 0.0049;   // 49 mu
    leagues.rows[2].done = 0.000001; // a hundredth of a mu
    leagues.rows[0].done = 0.004901;
    const auto shown = rounded_for_display(leagues, made::catalogue());
    CHECK(format::done_text(shown.rows[1]) == "0.005");
    CHECK(format::done_text(shown.rows[2]) == "<0.001");
    CHECK(format::figure_text(shown.rows[0].target, shown.rows[0]) == "395.000");
    leagues.in_unit = Unit::hectare;
    const auto hectares = rounded_for_display(leagues, made::catalogue());
    CHECK(format::done_text(hectares.rows[1]) == "3.27"); // 49 / 15
    CHECK(hectares.rows[0].target == Approx(395e4 / 15));
}

TEST_CASE("What two layers share adds up from banners to the pair, whatever league they are of") {
    indicators::OverlapTable overlaps;
    const std::string a = "permanent_basic_farmland", b = "high_standard_farmland";
    constexpr double third_mu = square_metres_per_mu / 3;
    overlaps.rows = {{a, b, "150102", "新城区", third_mu, 1, 1},
                     {a, b, "150802", "临河区", third_mu, 1, 1},
                     {a, b, "150821", "五原县", third_mu, 1, 1}};
    const auto pairs = rounded_for_display(overlaps, made::catalogue());
    REQUIRE(pairs.size() == 1);
    const format::SumTree::Rounded &both = pairs[0].mu[0];
    CHECK(cents(both.total) == 100);
    CHECK(cents(both.sums.at({"150800"})) == 67); // 2/3 has the larger remainder than 1/3
    CHECK(cents(both.leaves[0]) == 33);
    CHECK(cents(both.leaves[1]) + cents(both.leaves[2]) == 67);
}

TEST_CASE("A balance is made of the figures that stand beside it") {
    land_balance::Line line;
    line.in.mu += 0.004;
    line.carried.mu += 0.004;
    line.out.mu += 0.004;
    CHECK(format::rounded_balance(line) == 0);
}
