#include "support/cases.h"
#include "support/folder.h"

#include <qitu/analysis/area/control.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/random.h>

#include <catch2/catch.hpp>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <string>
#include <vector>

using namespace qitu;
using Areas = std::vector<std::int64_t>;

TEST_CASE(
    "A difference is spread in proportion to area, and what rounding leaves goes to the largest parcels") {
    // By hand: 60 001 / 60 000 of 10 000, 20 000, 30 000 is 10 000.17, 20 000.33, 30 000.50.
    CHECK(area::spread(Areas{10000, 20000, 30000}, 60001) == Areas{10000, 20000, 30001});
    // A third of 10 000 each is 3 333.33: one digit is left, for the first of equals.
    CHECK(area::spread(Areas{3333, 3333, 3333}, 10000) == Areas{3334, 3333, 3333});
    // 9 / 10 of 5, 5, 10 is 4.5, 4.5, 9, rounded up to 19: one too many, from the largest.
    CHECK(area::spread(Areas{5, 5, 10}, 18) == Areas{5, 5, 8});
    CHECK(area::spread(Areas{0, 700, 300}, 1000) == Areas{0, 700, 300});
}

TEST_CASE(
    "Adjusted areas add up to the control area exactly, each within a digit and a half of its proportion") {
    SplitMix64 random(58);
    for (unsigned round = 0; round < support::cases(500); ++round) {
        Areas areas(1 + random.next() % 200);
        for (std::int64_t &area : areas)
            area = static_cast<std::int64_t>(1 + random.next() % 90000000);
        const std::int64_t sum = std::accumulate(areas.begin(), areas.end(), std::int64_t{0});
        const std::int64_t control = sum + static_cast<std::int64_t>(random.next() % 2001) - 1000;
        const Areas adjusted = area::spread(areas, control);
        CHECK(std::accumulate(adjusted.begin(), adjusted.end(), std::int64_t{0}) == control);
        for (std::size_t i = 0; i < areas.size(); ++i) {
            const long double exact = static_cast<long double>(areas[i]) * static_cast<long double>(control) /
                                      static_cast<long double>(sum);
            CHECK(std::abs(static_cast<double>(static_cast<long double>(adjusted[i]) - exact)) <= 1.5 + 1e-6);
        }
    }
}

TEST_CASE("A table of control areas is read in the unit of its header") {
    const support::Folder folder;
    const auto table = folder / "control.csv";
    std::ofstream(table) << "行政区代码,控制面积（公顷）\n150802001,12.5\n150802002,3\n";
    const auto areas = area::read_control_areas(table, std::nullopt);
    REQUIRE(areas.size() == 2);
    CHECK(areas[0].unit == "150802001");
    CHECK(areas[0].m2 == 125000);
    CHECK(area::read_control_areas(table, Unit::square_metre)[1].m2 == 3);
    std::ofstream(table) << "代码,面积\n150802001,twelve\n";
    CHECK_THROWS_AS(area::read_control_areas(table, std::nullopt), Error);
    std::ofstream(table) << "a,b\n1,2\n";
    CHECK_THROWS_AS(area::read_control_areas(table, std::nullopt), Error);
}
