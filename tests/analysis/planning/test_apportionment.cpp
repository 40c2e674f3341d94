#include "support/cases.h"

#include <qitu/analysis/planning/apportionment.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/random.h>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

using namespace qitu;
using namespace qitu::planning;

namespace {

Claim claim(int number, double weight) {
    return {fmt::format("{:03}", number), fmt::format("unit {}", number), weight};
}

double random_unit(SplitMix64 &random) {
    return static_cast<double>(random.next() >> 11U) * 0x1p-53;
}

int below(SplitMix64 &random, int end) {
    return static_cast<int>(random.next() % static_cast<std::uint64_t>(end));
}

// A case that can be met: bounds are drawn around some parts that add up to the whole, in steps of 0.01.
struct Case {
    std::vector<Claim> claims;
    double whole = 0;
};
Case random_case(SplitMix64 &random, int claims, int steps) {
    Case made;
    std::int64_t whole = 0;
    for (int i = 0; i < claims; ++i) {
        Claim one = claim(i, 0.1 + random_unit(random) * 10);
        const std::int64_t there = below(random, steps);
        whole += there;
        const int kind = below(random, 5);
        if (kind == 1 || kind == 3)
            one.floor = static_cast<double>(below(random, static_cast<int>(there) + 1)) / 100;
        if (kind == 2 || kind == 3)
            one.cap = static_cast<double>(there + below(random, steps)) / 100;
        if (kind == 4 && i % 3 == 0)
            one.fixed = static_cast<double>(there) / 100;
        made.claims.push_back(one);
    }
    made.claims.front().fixed.reset();
    made.whole = static_cast<double>(whole) / 100;
    return made;
}

std::vector<std::int64_t> in_steps(const std::vector<Part> &parts) {
    std::vector<std::int64_t> steps;
    for (const Part &part : parts)
        steps.push_back(std::llround(part.value * 100));
    return steps;
}

std::int64_t sum(const std::vector<std::int64_t> &steps) {
    std::int64_t total = 0;
    for (const std::int64_t one : steps)
        total += one;
    return total;
}

// The parts before rounding, by halving: independent of how `apportion` finds the level.
std::vector<double> exact_parts(const Case &of) {
    const auto at = [&](double level) {
        std::vector<double> parts;
        for (const Claim &one : of.claims)
            parts.push_back(one.fixed ? *one.fixed
                                      : std::clamp(one.weight * level, one.floor, one.cap.value_or(1e9)));
        return parts;
    };
    double low = 0, high = 1e9;
    for (int i = 0; i < 200; ++i) {
        const double level = (low + high) / 2;
        double total = 0;
        for (const double part : at(level))
            total += part;
        (total < of.whole ? low : high) = level;
    }
    return at(high);
}

} // namespace

TEST_CASE("Without bounds parts are in proportion, and largest remainders make them add up") {
    const std::vector<Part> parts = apportion(10, 0.01, {claim(1, 2), claim(2, 1)});
    CHECK(parts[0].value == 6.67);
    CHECK(parts[1].value == 3.33);
    // The example of the United States of 1790 is larger; three parties with 10 seats show the rule: 5.3, 3.3, 1.4 → 5, 3, 2.
    const std::vector<Part> seats = apportion(10, 1, {claim(1, 53), claim(2, 33), claim(3, 14)});
    CHECK(seats[0].value == 5);
    CHECK(seats[1].value == 3);
    CHECK(seats[2].value == 2);
}

TEST_CASE("What a cap or a floor takes is divided among the others in proportion") {
    // By hand: 100 to 1:2:3:4; the last is capped at 20, the first gets 20 at least: 60 are left for 2:3.
    std::vector<Claim> claims{claim(1, 1), claim(2, 2), claim(3, 3), claim(4, 4)};
    claims[0].floor = 20;
    claims[3].cap = 20;
    const std::vector<Part> parts = apportion(100, 0.01, claims);
    CHECK(parts[0].value == 20);
    CHECK(parts[1].value == 24);
    CHECK(parts[2].value == 36);
    CHECK(parts[3].value == 20);
    CHECK(parts[0].bound == Bound::floor);
    CHECK(parts[1].bound == Bound::none);
    CHECK(parts[3].bound == Bound::cap);
    claims[1].fixed = 50;
    const std::vector<Part> with_fixed = apportion(100, 0.01, claims);
    CHECK(with_fixed[1].value == 50);
    CHECK(with_fixed[1].bound == Bound::fixed);
    CHECK(with_fixed[0].value + with_fixed[2].value + with_fixed[3].value == Approx(50));
}

TEST_CASE("Random allocations add up exactly and keep their bounds") {
    SplitMix64 random(20);
    for (unsigned round = 0; round < support::cases(3000); ++round) {
        const Case of = random_case(random, 1 + below(random, 20), 400);
        const std::vector<Part> parts = apportion(of.whole, 0.01, of.claims);
        const std::vector<double> exact = exact_parts(of);
        REQUIRE(sum(in_steps(parts)) == std::llround(of.whole * 100));
        for (std::size_t i = 0; i < parts.size(); ++i) {
            const Claim &one = of.claims[i];
            REQUIRE(parts[i].value >= one.floor - 1e-9);
            REQUIRE(parts[i].value <= one.cap.value_or(1e9) + 1e-9);
            if (one.fixed)
                REQUIRE(parts[i].value == *one.fixed);
            REQUIRE(std::abs(parts[i].value - exact[i]) < 0.01 + 1e-6); // the quota rule
        }
    }
}

TEST_CASE("The order of the claims changes nothing, and a greater weight never gets less") {
    SplitMix64 random(21);
    for (unsigned round = 0; round < support::cases(1000); ++round) {
        Case of = random_case(random, 2 + below(random, 10), 300);
        const std::vector<std::int64_t> before = in_steps(apportion(of.whole, 0.01, of.claims));
        Case turned = of;
        std::reverse(turned.claims.begin(), turned.claims.end());
        std::vector<std::int64_t> after = in_steps(apportion(of.whole, 0.01, turned.claims));
        std::reverse(after.begin(), after.end());
        REQUIRE(before == after);
        const auto raised = static_cast<std::size_t>(below(random, static_cast<int>(of.claims.size())));
        of.claims[raised].weight *= 1 + random_unit(random);
        REQUIRE(in_steps(apportion(of.whole, 0.01, of.claims))[raised] >= before[raised]);
    }
}

TEST_CASE("No other whole steps lie nearer to the exact parts: all of them are tried") {
    SplitMix64 random(22);
    for (unsigned round = 0; round < support::cases(300); ++round) {
        const Case of = random_case(random, 2 + below(random, 3), 12);
        const std::vector<double> exact = exact_parts(of);
        const auto cost = [&](const std::vector<std::int64_t> &steps) {
            double total = 0;
            for (std::size_t i = 0; i < steps.size(); ++i)
                total += std::pow(static_cast<double>(steps[i]) - exact[i] * 100, 2);
            return total;
        };
        double best = 1e18;
        std::vector<std::int64_t> steps;
        const std::function<void(std::int64_t)> try_all = [&](std::int64_t left) {
            const std::size_t i = steps.size();
            if (i == of.claims.size()) {
                best = left == 0 ? std::min(best, cost(steps)) : best;
                return;
            }
            const Claim &one = of.claims[i];
            const std::int64_t least = std::llround(one.fixed.value_or(one.floor) * 100);
            const std::int64_t most = std::min<std::int64_t>(
                left, std::llround(one.fixed ? *one.fixed * 100 : one.cap.value_or(1e6) * 100));
            for (std::int64_t n = least; n <= most; ++n) {
                steps.push_back(n);
                try_all(left - n);
                steps.pop_back();
            }
        };
        try_all(std::llround(of.whole * 100));
        REQUIRE(cost(in_steps(apportion(of.whole, 0.01, of.claims))) <= best + 1e-6);
    }
}

TEST_CASE("Bounds that cannot be met name the units in conflict") {
    std::vector<Claim> claims{claim(1, 1), claim(2, 2), claim(3, 3)};
    const auto message = [&](double whole) {
        try {
            apportion(whole, 0.01, claims);
        } catch (const Error &error) {
            CHECK(error.kind() == ErrorKind::refused);
            return std::string(error.what());
        }
        return std::string();
    };
    claims[0].floor = 6;
    claims[1].floor = 5;
    CHECK_THAT(message(10), Catch::Contains("unit 1") && Catch::Contains("unit 2") &&
                                !Catch::Contains("unit 3") && Catch::Contains("11"));
    claims[1].floor = 0;
    for (Claim &one : claims)
        one.cap = 3;
    CHECK_THAT(message(10), Catch::Contains("unit 1") && Catch::Contains("6") && Catch::Contains("3"));
    claims[0].floor = 0;
    CHECK_THAT(message(10), Catch::Contains("9") && Catch::Contains("unit 3"));
    claims[2].cap.reset();
    claims[2].weight = 0;
    CHECK_THAT(message(10), Catch::Contains("unit 3") && Catch::Contains("weight"));
    CHECK_THAT(message(1.005), Catch::Contains("1.005"));
    CHECK_THROWS_AS(apportion(1, 0, claims), Error);
}

TEST_CASE("A floor is raised to a whole step and a cap lowered to one") {
    std::vector<Claim> claims{claim(1, 1), claim(2, 1)};
    claims[0].floor = 6.001;
    CHECK(apportion(10, 0.5, claims)[0].value == 6.5);
    claims[0].floor = 0;
    claims[0].cap = 4.999;
    CHECK(apportion(10, 0.5, claims)[0].value == 4.5);
    CHECK(Step(0.25).of(3) == 0.75);
    CHECK(Step(0.01).of(29) == 0.29); // not 0.29000000000000004
}
