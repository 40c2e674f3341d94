#include "adjacency.h"
#include "blocks.h"
#include "partition.h"
#include "support/cases.h"

#include <qitu/core/base/random.h>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <vector>

using namespace qitu;
using namespace qitu::planning;

namespace {

double unit(SplitMix64 &random) {
    return static_cast<double>(random.next() >> 11U) * 0x1p-53;
}

// Parcels in rows, each with the ones beside it and above it as neighbours, of sizes that differ by five times.
Graph grid(std::uint32_t columns, std::uint32_t rows, std::uint64_t seed) {
    SplitMix64 random(seed);
    Graph graph;
    for (std::uint32_t i = 0; i < columns * rows; ++i)
        graph.weights.push_back(1 + 4 * unit(random));
    graph.borders.resize(graph.weights.size());
    for (std::uint32_t y = 0; y < rows; ++y)
        for (std::uint32_t x = 0; x < columns; ++x) {
            if (x + 1 < columns)
                graph.connect(y * columns + x, y * columns + x + 1, 100);
            if (y + 1 < rows)
                graph.connect(y * columns + x, (y + 1) * columns + x, 50);
        }
    return graph;
}

std::vector<std::vector<std::uint32_t>> members(const Parts &parts, std::uint32_t count) {
    std::vector<std::vector<std::uint32_t>> result(count);
    for (std::uint32_t i = 0; i < parts.size(); ++i)
        result.at(parts[i]).push_back(i);
    return result;
}

geometry::Shape rectangle(double west, double south, double width, double height) {
    geometry::Shape shape;
    shape.kind = geometry::Kind::polygon;
    const std::vector<geometry::Point> ring{{west, south},
                                            {west + width, south},
                                            {west + width, south + height},
                                            {west, south + height},
                                            {west, south}};
    shape.add_path(ring);
    shape.end_part();
    return shape;
}

} // namespace

TEST_CASE("Ten thousand parcels are cut into eight connected lots, no worse than METIS alone") {
    const Graph graph = grid(125, 80, 3);
    const Parts parts = balanced_parts(graph, 8);
    for (const auto &lot : members(parts, 8)) {
        CHECK_FALSE(lot.empty());
        CHECK(connected(graph, lot));
    }
    CHECK(worst_deviation(graph, parts, 8) < 0.05);
    CHECK(worst_deviation(graph, parts, 8) <= worst_deviation(graph, metis_parts(graph, 8), 8) + 1e-12);
}

TEST_CASE("Parts of random graphs are connected and nearly as balanced as the best division there is") {
    SplitMix64 random(5);
    for (unsigned round = 0; round < support::cases(40); ++round) {
        const Graph graph = grid(3, 4, random.next());
        const Parts parts = balanced_parts(graph, 2);
        for (const auto &part : members(parts, 2))
            CHECK(connected(graph, part));
        double best = 1e9; // of all divisions into two connected parts
        for (std::uint32_t mask = 1; mask + 1 < (1U << 12U); ++mask) {
            Parts all(12);
            for (std::uint32_t i = 0; i < 12; ++i)
                all[i] = (mask >> i) & 1U;
            const auto both = members(all, 2);
            const double deviation = worst_deviation(graph, all, 2);
            if (deviation < best && connected(graph, both[0]) && connected(graph, both[1]))
                best = deviation;
        }
        CHECK(worst_deviation(graph, parts, 2) <= best + 0.12); // one parcel of twelve
    }
}

TEST_CASE("Neighbours share a border, not a corner, and vertices of one may lie on edges of the other") {
    const double s = 0.002;
    const std::vector<geometry::Shape> shapes{
        rectangle(107, 40, s, s),
        rectangle(107 + s, 40, s, s),         // beside each other
        rectangle(107 + 2 * s, 40 + s, s, s), // at a corner of the second
        rectangle(107, 40 + s, s / 2, s),
        rectangle(107 + s / 2, 40 + s, s / 2, s), // two above the first
        rectangle(107, 40 - s - 3e-6, s, s)};     // 30 cm below the first
    const Neighbours found = neighbours(shapes, std::vector<double>(shapes.size(), 1));
    const auto beside = [&](std::uint32_t i) {
        std::set<std::uint32_t> result;
        for (const Graph::Border &border : found.graph.borders[i])
            result.insert(border.neighbour);
        return result;
    };
    CHECK(beside(0) == std::set<std::uint32_t>{1, 3, 4});
    CHECK(beside(1) == std::set<std::uint32_t>{0});
    CHECK(beside(2).empty());
    CHECK(beside(5).empty());
    // 0.002° of latitude at 40° are 222.07 m, of longitude 170.8 m.
    CHECK(found.graph.borders[1].front().length == Approx(222.07).epsilon(1e-3));
    CHECK(found.perimeters[0] == Approx(2 * (222.07 + 170.8)).epsilon(1e-3));
}

TEST_CASE("Blocks are connected, within the sizes, and have every parcel once") {
    const double s = 0.002;
    std::vector<geometry::Shape> shapes;
    std::vector<double> areas;
    SplitMix64 random(6);
    for (int y = 0; y < 20; ++y)
        for (int x = 0; x < 20; ++x)
            if (random.next() % 6 != 0) { // with gaps
                shapes.push_back(rectangle(107 + x * s, 40 + y * s, s, s));
                areas.push_back(37900);
            }
    const Neighbours parcels = neighbours(shapes, areas);
    const BlockSizes sizes{200000, 900000};
    std::set<std::uint32_t> seen;
    double whole = 0;
    for (const BlockShape &block : blocks_of(parcels, sizes)) {
        CHECK(connected(parcels.graph, block.parcels));
        CHECK(block.m2 <= sizes.most_m2);
        CHECK((block.m2 >= sizes.least_m2) == (block.fault == BlockFault::none));
        CHECK(block.compactness() > 0);
        CHECK(block.compactness() < 0.8);
        whole += block.m2;
        for (const std::uint32_t parcel : block.parcels)
            CHECK(seen.insert(parcel).second);
    }
    CHECK(seen.size() == shapes.size());
    CHECK(whole == Approx(std::accumulate(areas.begin(), areas.end(), 0.0)));
}

TEST_CASE("A parcel that is too large is a block with a fault, a square has the compactness of a square") {
    const std::vector<geometry::Shape> shapes{rectangle(107, 40, 0.013, 0.01)};
    const auto blocks = blocks_of(neighbours(shapes, {1232000}), {1000, 2000});
    REQUIRE(blocks.size() == 1);
    CHECK(blocks[0].fault == BlockFault::too_large);
    CHECK(blocks[0].compactness() == Approx(0.785).epsilon(0.01));
}
