#include "choice.h"
#include "solver.h"
#include "support/cases.h"

#include <qitu/analysis/planning/apportionment.h>
#include <qitu/core/base/random.h>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace qitu;
using namespace qitu::planning;

namespace {

double unit(SplitMix64 &random) {
    return static_cast<double>(random.next() >> 11U) * 0x1p-53;
}

// All 2^n choices.
double best_of_all(const std::vector<planning::Option> &options, double needed, const ChoiceRules &rules) {
    double best = -1e300, whole = 0;
    for (const planning::Option &option : options)
        whole += option.mu;
    for (std::size_t mask = 0; mask < (std::size_t{1} << options.size()); ++mask) {
        std::vector<char> chosen(options.size());
        double mu = 0;
        for (std::size_t i = 0; i < options.size(); ++i) {
            chosen[i] = static_cast<char>((mask >> i) & 1U);
            mu += chosen[i] != 0 ? options[i].mu : 0;
        }
        if (mu < std::min(needed, whole) - 1e-9)
            continue; // the need is met wherever it can be
        best = std::max(best, objective_of(options, chosen, needed, rules));
    }
    return best;
}

} // namespace

TEST_CASE("The solver finds the best of all choices, and its bound says so") {
    SplitMix64 random(7);
    for (unsigned round = 0; round < support::cases(60); ++round) {
        std::vector<planning::Option> options;
        double whole = 0;
        for (std::uint64_t i = 0; i < 1 + random.next() % 11; ++i) {
            options.push_back({50 + 2000 * unit(random), unit(random)});
            whole += options.back().mu;
        }
        const double needed = whole * 1.2 * unit(random); // now and then more than there is
        const ChoiceRules rules{2};
        const Choice choice = choose(options, needed, rules, {20, 1e-9});
        const double best = best_of_all(options, needed, rules);
        REQUIRE(choice.objective == Approx(best).margin(1e-4));
        REQUIRE(choice.bound >= best - 1e-4);
        REQUIRE(choice.proven);
        REQUIRE(objective_of(options, choice.chosen, needed, rules) == choice.objective);
    }
}

TEST_CASE("A sort would choose worse") {
    // 1000 mu are needed. By score first: 600 and 600, 200 too many; the best choice reaches it exactly.
    const std::vector<planning::Option> options{{600, 0.9}, {600, 0.8}, {500, 0.79}, {500, 0.78}};
    const Choice choice = choose(options, 1000, {2}, {10, 1e-9});
    CHECK(choice.chosen == std::vector<char>{0, 0, 1, 1});
    CHECK(choice.objective == Approx(785));
    CHECK(choice.mu == 1000);
}

TEST_CASE("Without a need nothing is chosen, and what is missing is told by the objective") {
    CHECK(choose({{100, 1}}, 0, {}, {}).chosen == std::vector<char>{0});
    const Choice all = choose({{100, 1}, {50, 0}}, 400, {2}, {10, 1e-9});
    CHECK(all.chosen == std::vector<char>{1, 1});
    CHECK(all.objective == Approx(100));
    CHECK(all.mu == 150);
}

TEST_CASE("A large choice stops at its time limit with a bound") {
    SplitMix64 random(8);
    std::vector<planning::Option> options;
    double whole = 0;
    for (int i = 0; i < 3000; ++i) {
        options.push_back({50 + 2000 * unit(random), unit(random)});
        whole += options.back().mu;
    }
    const Choice choice = choose(options, whole / 3, {2}, {2, 1e-9});
    CHECK(choice.mu == Approx(whole / 3).epsilon(0.001));
    CHECK(choice.bound >= choice.objective);
    CHECK(choice.bound - choice.objective <= 1e-4 * choice.bound);
}

// Proportional shares under bounds, as linear programs: the least share per weight is raised as far as it goes; who is then at his
// cap stays there, and the others are raised further.
TEST_CASE("An allocation is the lexicographic optimum that linear programs find") {
    SplitMix64 random(9);
    for (unsigned round = 0; round < support::cases(60); ++round) {
        const std::size_t count = 2 + random.next() % 6;
        std::vector<Claim> claims;
        double there = 0;
        for (std::size_t i = 0; i < count; ++i) {
            Claim claim{fmt::format("{}", i), "", 0.2 + unit(random)};
            const double part = unit(random);
            there += part;
            if (random.next() % 2 == 0)
                claim.floor = std::floor(part * unit(random) * 1e5) / 1e5;
            if (random.next() % 2 == 0)
                claim.cap = std::ceil((part + 0.2 * unit(random)) * 1e5) / 1e5;
            claims.push_back(claim);
        }
        const double whole = std::round(there * 1e5) / 1e5;
        std::vector<char> capped(count, 0);
        std::vector<double> values;
        for (std::size_t step = 0; step <= count; ++step) {
            Program program; // shares, then the level
            Program::Row sum{whole, whole, {}};
            for (std::size_t i = 0; i < count; ++i) {
                const double cap = claims[i].cap.value_or(1e6);
                program.columns.push_back({0, capped[i] != 0 ? cap : claims[i].floor, cap, false});
                sum.terms.emplace_back(i, 1);
                if (capped[i] == 0)
                    program.rows.push_back({0, 1e9, {{i, 1}, {count, -claims[i].weight}}});
            }
            program.columns.push_back({1, 0, 1e6, false});
            program.rows.push_back(sum);
            const Solution solution = solve(program, {});
            REQUIRE(solution.found);
            values = solution.values;
            bool more = false;
            for (std::size_t i = 0; i < count; ++i)
                if (capped[i] == 0 && claims[i].cap &&
                    claims[i].weight * values[count] >= *claims[i].cap - 1e-7) {
                    capped[i] = 1;
                    more = true;
                }
            if (!more)
                break;
        }
        const std::vector<Part> parts = apportion(whole, 1e-5, claims);
        for (std::size_t i = 0; i < count; ++i) {
            const double level =
                capped[i] != 0 ? *claims[i].cap : std::max(claims[i].floor, claims[i].weight * values[count]);
            REQUIRE(parts[i].value == Approx(level).margin(3e-5));
        }
    }
}

TEST_CASE("A program that has no solution says so") {
    Program program;
    program.columns.push_back({1, 0, 1, true});
    program.rows.push_back({2, 3, {{0, 1}}});
    const Solution solution = solve(program, {});
    CHECK_FALSE(solution.found);
}
