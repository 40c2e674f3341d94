#include <qitu/output/format/sum_tree.h>

#include <catch2/catch.hpp>

#include <cmath>
#include <random>

using namespace qitu;
using format::Path;
using format::SumTree;

namespace {

long units(double value, int decimals) {
    return std::lround(value * std::pow(10.0, decimals));
}

/// Leaves of random depth under random sums, from a few codes, so that sums have one part, many, or leaves
/// beside sums.
std::vector<Path> random_leaves(std::mt19937_64 &random) {
    std::vector<Path> leaves;
    const std::size_t count = 1 + random() % 40;
    for (std::size_t i = 0; i < count; ++i) {
        Path path;
        for (std::size_t depth = random() % 4; depth > 0; --depth)
            path.push_back(std::string(1, static_cast<char>('a' + random() % 4)));
        leaves.push_back(path);
    }
    return leaves;
}

std::vector<double> random_values(std::mt19937_64 &random, std::size_t count) {
    std::uniform_real_distribution<double> anything(0, 5);
    std::vector<double> values;
    for (std::size_t i = 0; i < count; ++i)
        values.push_back(random() % 5 == 0 ? 0 : anything(random));
    return values;
}

Path parent_of(const Path &path) {
    return {path.begin(), path.end() - 1};
}

} // namespace

TEST_CASE("Parts add up to their rounded sum at every height of a tree, to the last digit") {
    std::mt19937_64 random(11);
    for (int round = 0; round < 500; ++round) {
        const int decimals = static_cast<int>(random() % 4);
        const std::vector<Path> leaves = random_leaves(random);
        const std::vector<double> values = random_values(random, leaves.size());
        const SumTree::Rounded rounded = SumTree(leaves).rounded(values, decimals);
        std::map<Path, long> sums;
        for (std::size_t i = 0; i < leaves.size(); ++i)
            sums[leaves[i]] += units(rounded.leaves[i], decimals);
        for (const auto &[path, sum] : rounded.sums)
            sums[parent_of(path)] += units(sum, decimals);
        for (const auto &[path, sum] : sums)
            CHECK(sum == units(path.empty() ? rounded.total : rounded.sums.at(path), decimals));
        double exact = 0;
        for (const double value : values)
            exact += value;
        CHECK(std::abs(rounded.total - exact) <= 0.5 / std::pow(10.0, decimals) + 1e-9);
    }
}

TEST_CASE("No figure moves by more than a few units of its last place, and what is nothing stays nothing") {
    std::mt19937_64 random(12);
    for (int round = 0; round < 500; ++round) {
        const std::vector<Path> leaves = random_leaves(random);
        const std::vector<double> values = random_values(random, leaves.size());
        const SumTree::Rounded rounded = SumTree(leaves).rounded(values, 2);
        for (std::size_t i = 0; i < leaves.size(); ++i) {
            CHECK(std::abs(rounded.leaves[i] - values[i]) < 0.04);
            if (values[i] == 0)
                CHECK(rounded.leaves[i] == 0);
        }
    }
}

TEST_CASE("A sum has the same digits whether its parts are shown or not") {
    std::mt19937_64 random(13);
    for (int round = 0; round < 200; ++round) {
        std::vector<Path> stages;
        std::vector<Path> banners;
        std::vector<double> of_banners;
        const std::vector<double> values = random_values(random, 36);
        for (std::size_t i = 0; i < values.size(); ++i) {
            const Path banner{std::string(1, static_cast<char>('a' + i / 12)), std::to_string(i / 3)};
            stages.push_back(banner);
            if (i % 3 == 0) {
                banners.push_back(banner);
                of_banners.push_back(0);
            }
            of_banners.back() += values[i];
        }
        const SumTree::Rounded with_stages = SumTree(stages).rounded(values, 2);
        const SumTree::Rounded without = SumTree(banners).rounded(of_banners, 2);
        CHECK(with_stages.total == without.total);
        for (std::size_t i = 0; i < banners.size(); ++i)
            CHECK(with_stages.sums.at(banners[i]) == without.leaves[i]);
    }
}

TEST_CASE("A tree without leaves is nothing") {
    CHECK(SumTree({}).rounded({}, 2).total == 0);
}
