#include "layer_lines.h"
#include "made.h"
#include "numbers.h"
#include "printed.h"

#include <catch2/catch.hpp>

#include <cmath>
#include <numeric>
#include <random>
#include <vector>

using namespace qitu;
using report::LayerLine;

namespace {

long cents(double value) {
    return std::lround(value * 100);
}

} // namespace

TEST_CASE("Numbers are grouped by thousands, and zero has no sign") {
    CHECK(report::with_separators(1234567.891, 2) == "1,234,567.89");
    CHECK(report::with_separators(-1234.5, 1) == "-1,234.5");
    CHECK(report::with_separators(999.0, 0) == "999");
    CHECK(report::with_separators(-0.001, 2) == "0.00");
    CHECK(report::shortest(0.1) == "0.1");
    CHECK(report::shortest(395) == "395");
}

TEST_CASE(
    "Parts are rounded to a total that rounding above has moved, each by less than one unit and a bit") {
    const std::vector<double> parts{0.333, 0.333, 0, 0.333};
    for (const double total : {0.99, 1.0, 1.01}) {
        const std::vector<double> rounded = report::rounded_parts(parts, total, 2);
        CHECK(cents(std::accumulate(rounded.begin(), rounded.end(), 0.0)) == cents(total));
        CHECK(rounded[2] == 0); // what is nothing stays nothing
        for (std::size_t i = 0; i < parts.size(); ++i)
            CHECK(std::abs(rounded[i] - parts[i]) < 0.0101);
    }
}

TEST_CASE("Printed banners add up to their league, and leagues to the region, in every column") {
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
        const auto above = report::printed(leagues, made::catalogue());
        const auto below = report::printed(banners, above, made::catalogue());
        CHECK(cents(above.rows[0].done) == std::lround(leagues.rows[0].done * 100));
        CHECK(cents(above.rows[1].done) + cents(above.rows[2].done) == cents(above.rows[0].done));
        CHECK(cents(below.rows[1].done) == cents(above.rows[1].done));
        CHECK(cents(below.rows[2].done) + cents(below.rows[3].done) == cents(above.rows[2].done));
        CHECK(cents(below.rows[0].done) == cents(above.rows[0].done));
    }
}

TEST_CASE("Works are not made to add up: one work in two banners is one for the league") {
    const auto above = report::printed(made::leagues(), made::catalogue());
    const auto below = report::printed(made::banners(), above, made::catalogue());
    CHECK(above.rows[5].done == 3);
    CHECK(below.rows[6].done == 2);
    CHECK(below.rows[7].done == 2);
}

TEST_CASE("A layer's lines add up to leagues, leagues and what lies outside to the total") {
    const std::vector<LayerLine> lines = report::layer_lines(made::totals(), made::catalogue());
    REQUIRE(lines.size() == 7);
    CHECK(lines[0].kind == LayerLine::Kind::total);
    CHECK(lines[1].code == "150100");
    CHECK(lines[3].code == "150800");
    CHECK(lines[6].kind == LayerLine::Kind::outside);
    for (const auto column : {report::gross_m2, report::net_m2, report::gross_mu, report::net_mu}) {
        const auto at = [&](std::size_t line) { return cents(lines[line].values[column]); };
        CHECK(at(1) + at(3) + at(6) == at(0));
        CHECK(at(2) == at(1));
        CHECK(at(4) + at(5) == at(3));
    }
    // 10.004 + 1500.004 + 1000.004 + 100.004 = 2610.016
    CHECK(lines[0].values[report::net_m2] == Approx(2610.02).margin(1e-9));
}
