// Contests settled again, against runs over the contested features alone: the same to the bit.
#include "support/cases.h"
#include "world.h"

#include <qitu/engine/tabulate/contests.h>

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <tuple>
#include <vector>

using namespace qitu;
using namespace qitu::tabulate;

namespace {

constexpr std::uint32_t groups = 4;

struct Contested {
    std::vector<Item> items;
    Zones zones;
    Options options;
};

// Messy parcels in groups, with lines and points; now and then many copies of one of them.
Contested contested_scene(unsigned seed) {
    std::mt19937 random(seed);
    world::Neighbourhood place = world::neighbourhood(
        seed, 10 + random() % 60, seed % 2 == 1 ? world::where_tiles_meet : world::Point{110.3, 40.7});
    std::vector<Item> &items = place.items;
    for (unsigned i = 0; seed % 3 == 0 && i < 70; ++i)
        items.push_back(items.front());
    for (unsigned i = 0; i < 5; ++i) {
        const double x = 110.3 + 0.01 * static_cast<double>(i), y = 40.72;
        items.push_back(world::item(0, world::line({{x, y}, {x + 0.015, y}, {x + 0.02, y + 0.01}})));
        items.push_back(world::item(0, world::point({x, y})));
    }
    std::shuffle(items.begin(), items.end(), random);
    for (std::size_t i = 0; i < items.size(); ++i) {
        items[i].id = static_cast<std::int64_t>(i);
        items[i].group = static_cast<std::uint32_t>(random() % groups);
    }
    Options options;
    options.method = seed % 4 == 0 ? geodesy::Method::td1055 : geodesy::Method::straight;
    options.threads = 1 + static_cast<int>(random() % 2);
    options.memory = seed % 2 == 1 ? std::size_t{40'000} : options.memory; // most of them wait on disk
    options.subtractions = seed % 5 == 0;
    return {std::move(items), world::zones(std::move(place.zones)), options};
}

std::vector<std::optional<Contests::Order>> random_orders(std::mt19937 &random) {
    std::vector<std::optional<Contests::Order>> orders(groups);
    for (auto &order : orders)
        if (random() % 4 != 0)
            order = {static_cast<std::int64_t>(random() % 3), static_cast<std::int64_t>(random() % 3)};
    return orders;
}

struct Told {
    Result result;
    std::vector<Piece> pieces;
};

Told read_again(const Contested &scene, const std::vector<std::int64_t> &contested,
                const std::vector<std::optional<Contests::Order>> &orders) {
    std::vector<Item> items;
    for (Item item : scene.items)
        if (const auto &order = orders[item.group]; order && std::ranges::binary_search(contested, item.id)) {
            item.priority = order->priority;
            item.key = {order->key, item.id};
            items.push_back(std::move(item));
        }
    Told told;
    world::Source source(std::move(items));
    told.result = tabulate::tabulate(source, scene.zones, scene.options,
                                     [&](const Piece &piece) { told.pieces.push_back(piece); });
    return told;
}

auto figures_of(const Row &row) {
    return std::tie(row.zone, row.group, row.figures.gross_m2, row.figures.net_m2, row.figures.length_m,
                    row.figures.net_length_m);
}

auto figures_of(const Piece &piece) {
    return std::tie(piece.feature, piece.zone, piece.group, piece.gross_m2, piece.net_m2, piece.length_m,
                    piece.net_length_m);
}

auto figures_of(const Subtraction &taken) {
    return std::tie(taken.feature, taken.prior, taken.zone, taken.m2);
}

template <typename List>
void check_same_list(const List &a, const List &b) {
    REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i)
        CHECK(figures_of(a[i]) == figures_of(b[i]));
}

} // namespace

TEST_CASE("Contests settled again give the bits of reading the contested features again") {
    int kept = 0;
    const int all = static_cast<int>(support::cases(200));
    for (int seed = 0; seed < all; ++seed) {
        CAPTURE(seed);
        const Contested scene = contested_scene(static_cast<unsigned>(seed));
        world::Source source(scene.items);
        Contests contests;
        const Result once = tabulate_keeping(source, ReusableZones(scene.zones, source.crs(), 1),
                                             scene.options, {}, contests);
        kept += contests.kept() ? 1 : 0;
        std::mt19937 random(static_cast<unsigned>(seed));
        for (int way = 0; contests.kept() && way < 3; ++way) {
            const auto orders = random_orders(random);
            const Told expected = read_again(scene, once.contested, orders);
            std::vector<Piece> pieces;
            const Result settled =
                contests.settle([&](std::uint32_t group) { return orders[group]; }, scene.options,
                                [&](const Piece &piece) { pieces.push_back(piece); });
            check_same_list(settled.rows, expected.result.rows);
            check_same_list(settled.subtractions, expected.result.subtractions);
            check_same_list(pieces, expected.pieces);
        }
    }
    CHECK(kept > all * 3 / 4);
}

TEST_CASE("Contests that take more memory than the run may use are not kept") {
    const Contested scene = contested_scene(3);
    world::Source source(scene.items);
    Contests contests;
    CHECK_FALSE(contests.kept());
    Options options = scene.options;
    options.memory = 0;
    const Result once =
        tabulate_keeping(source, ReusableZones(scene.zones, source.crs(), 1), options, {}, contests);
    CHECK_FALSE(once.contested.empty());
    CHECK_FALSE(contests.kept());
    CHECK_THROWS_AS(contests.settle([](std::uint32_t) { return Contests::Order(); }, options),
                    std::logic_error);
}
