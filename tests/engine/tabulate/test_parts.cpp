// The parts of a run together against the run: the same to the bit, whatever the number of parts and their order.
#include "support/cases.h"
#include "world.h"

#include <qitu/core/base/error.h>
#include <qitu/engine/tabulate/partial.h>

#include <catch2/catch.hpp>

#include <algorithm>
#include <limits>
#include <numeric>
#include <random>
#include <string>
#include <tuple>
#include <vector>

using namespace qitu;
using namespace qitu::tabulate;

namespace {

class TwiceRead : public world::Source {
  public:
    explicit TwiceRead(const std::vector<Item> &items) : world::Source(items), items_(items) {}
    void rewind() override { static_cast<world::Source &>(*this) = world::Source(items_); }

  private:
    std::vector<Item> items_;
};

struct Scene {
    std::vector<Item> items;
    Zones zones;
    Options options;
};

// Messy parcels with values, in groups, some with lines and points among them; now and then a crowd, or copies.
Scene scene(unsigned seed) {
    std::mt19937 random(seed);
    world::Neighbourhood place = world::neighbourhood(
        seed, 10 + random() % 60, seed % 2 == 1 ? world::where_tiles_meet : world::Point{110.3, 40.7});
    std::vector<Item> &items = place.items;
    const std::size_t polygons = items.size();
    for (unsigned i = 0; i < random() % 70; ++i)
        items.push_back(seed % 3 == 0 ? items.front() : items[random() % polygons]);
    for (unsigned i = 0; i < 5; ++i) {
        const double x = 110.3 + 0.01 * static_cast<double>(i), y = 40.72;
        items.push_back(world::item(0, world::line({{x, y}, {x + 0.015, y}, {x + 0.02, y + 0.01}})));
        items.push_back(world::item(0, world::point({x, y})));
    }
    items.push_back(world::item(0, world::Wkb{}));
    std::shuffle(items.begin(), items.end(), random);
    for (std::size_t i = 0; i < items.size(); ++i) {
        items[i].id = static_cast<std::int64_t>(i);
        items[i].group = static_cast<std::uint32_t>(random() % 3);
        items[i].values = {random() % 5 == 0 ? std::numeric_limits<double>::quiet_NaN()
                                             : static_cast<double>(random() % 1000) / 7};
    }
    Options options;
    options.method = seed % 4 == 0 ? geodesy::Method::td1055 : geodesy::Method::straight;
    options.net = seed % 7 != 0;
    options.threads = 1 + static_cast<int>(random() % 2);
    options.memory = random() % 3 == 0 ? 0 : options.memory;
    if (options.method == geodesy::Method::straight && seed % 5 == 0)
        options.max_edge = 100;
    return {std::move(items), world::zones(std::move(place.zones)), options};
}

Result in_parts(const Scene &scene, std::uint32_t of, std::mt19937 &random) {
    TwiceRead source(scene.items);
    const ReusableZones zones(scene.zones, source.crs(), 1);
    std::vector<std::uint32_t> order(of);
    std::iota(order.begin(), order.end(), 1U);
    std::shuffle(order.begin(), order.end(), random);
    Partial all;
    for (const std::uint32_t number : order) {
        source.rewind();
        const Partial part = tabulate_part(source, zones, scene.options, {number, of});
        if (number == order.front()) {
            all = part;
            continue;
        }
        CHECK(part.read == all.read);
        CHECK(part.rows == scene.items.size());
        add(all, part);
    }
    return result_of(all);
}

auto all_of(const Figures &figures) {
    return std::tie(figures.features, figures.gross_m2, figures.net_m2, figures.length_m,
                    figures.net_length_m);
}

void check_values(const std::vector<ValueSums> &a, const std::vector<ValueSums> &b) {
    REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        CHECK(a[i].sum() == b[i].sum());
        CHECK(a[i].mean() == b[i].mean());
        CHECK(a[i].least() == b[i].least());
        CHECK(a[i].greatest() == b[i].greatest());
    }
}

void check_parts_same(const Result &a, const Result &b) {
    REQUIRE(a.rows.size() == b.rows.size());
    for (std::size_t i = 0; i < a.rows.size(); ++i) {
        CHECK(a.rows[i].zone == b.rows[i].zone);
        CHECK(a.rows[i].group == b.rows[i].group);
        CHECK(all_of(a.rows[i].figures) == all_of(b.rows[i].figures));
        CHECK(a.rows[i].net == b.rows[i].net);
        CHECK(a.rows[i].ground == b.rows[i].ground);
        CHECK(a.rows[i].percents.of_zone == b.rows[i].percents.of_zone);
        CHECK(a.rows[i].percents.of_all == b.rows[i].percents.of_all);
        check_values(a.rows[i].values, b.rows[i].values);
    }
    REQUIRE(a.outside.size() == b.outside.size());
    for (const auto &[group, figures] : a.outside)
        CHECK(all_of(figures) == all_of(b.outside.at(group)));
    CHECK(std::tie(a.features, a.repaired, a.rejected, a.worst_relative) ==
          std::tie(b.features, b.repaired, b.rejected, b.worst_relative));
    CHECK(a.overlay_rungs == b.overlay_rungs);
    REQUIRE(a.findings.size() == b.findings.size());
    for (std::size_t i = 0; i < a.findings.size(); ++i)
        CHECK(std::tie(a.findings[i].kind, a.findings[i].feature, a.findings[i].what, a.findings[i].m2) ==
              std::tie(b.findings[i].kind, b.findings[i].feature, b.findings[i].what, b.findings[i].m2));
    REQUIRE(a.zones.size() == b.zones.size());
    for (std::size_t i = 0; i < a.zones.size(); ++i)
        CHECK(a.zones[i].covered_m2 == b.zones[i].covered_m2);
    CHECK(a.contested == b.contested);
}

using ToldPiece =
    std::tuple<std::int64_t, std::string, double, double, double, double, std::uint32_t, std::uint64_t>;

TakePiece teller(std::vector<ToldPiece> &told) {
    return [&told](const Piece &piece) {
        told.emplace_back(piece.feature, piece.zone, piece.gross_m2, piece.net_m2, piece.length_m,
                          piece.net_length_m, piece.group, piece.points);
    };
}

} // namespace

TEST_CASE("Parts, as many as one likes and in any order, are the run to the bit") {
    for (unsigned seed = 0; seed < support::cases(200); ++seed) {
        INFO("seed " << seed);
        std::mt19937 random(seed);
        const Scene world = scene(seed);
        TwiceRead source(world.items);
        const Result whole = tabulate::tabulate(source, world.zones, world.options);
        check_parts_same(in_parts(world, static_cast<std::uint32_t>(1 + random() % 9), random), whole);
    }
}

TEST_CASE("Parts tell the pieces of their own features, which are those of the run") {
    for (unsigned seed = 0; seed < support::cases(30); ++seed) {
        INFO("seed " << seed);
        const Scene world = scene(seed);
        TwiceRead source(world.items);
        std::vector<ToldPiece> whole, parts;
        tabulate::tabulate(source, world.zones, world.options, teller(whole));
        const ReusableZones zones(world.zones, source.crs(), 1);
        for (const std::uint32_t number : {3U, 1U, 2U}) {
            source.rewind();
            tabulate_part(source, zones, world.options, {number, 3}, teller(parts));
        }
        std::stable_sort(parts.begin(), parts.end(), [](const ToldPiece &a, const ToldPiece &b) {
            return std::get<0>(a) < std::get<0>(b);
        });
        CHECK(parts == whole);
    }
}

TEST_CASE("What some features have beside the others, and these beside them, is the run to the bit") {
    for (unsigned seed = 1; seed < support::cases(60); ++seed) {
        INFO("seed " << seed);
        const Scene world = scene(seed);
        if (!world.options.net)
            continue;
        TwiceRead source(world.items);
        const Result whole = tabulate::tabulate(source, world.zones, world.options);
        const ReusableZones zones(world.zones, source.crs(), 1);
        std::vector<std::int64_t> some, others;
        for (const Item &item : world.items)
            (item.id % 3 == 0 ? some : others).push_back(item.id);
        for (std::vector<std::int64_t> *ids : {&some, &others})
            std::sort(ids->begin(), ids->end());
        source.rewind();
        Partial all = tabulate_some(source, zones, world.options, some);
        CHECK(all.rows == 0);
        for (const std::int64_t rival : all.rivals)
            CHECK(std::binary_search(others.begin(), others.end(), rival));
        source.rewind();
        add(all, tabulate_some(source, zones, world.options, others));
        check_parts_same(result_of(all), whole);
    }
}

TEST_CASE("A crowd that lies in all parts") {
    std::vector<Item> items;
    for (int i = 0; i < 300; ++i) {
        const double at = 110.3 + 0.0001 * (i % 40), size = 0.004;
        items.push_back(world::item(i, world::polygon({world::box(at, 40.7, at + size, 40.7 + size)}),
                                    static_cast<std::uint32_t>(i % 3)));
    }
    const Scene world{
        items, world::zones({{"a", world::polygon({world::box(110.2, 40.6, 110.303, 40.8)})}}), {}};
    TwiceRead source(items);
    const Result whole = tabulate::tabulate(source, world.zones, world.options);
    std::mt19937 random(1);
    check_parts_same(in_parts(world, 7, random), whole);
}

TEST_CASE("There are parts without features, and no part 0") {
    const Scene world{{world::item(1, world::polygon({world::box(110.3, 40.7, 110.31, 40.71)}))},
                      world::zones({{"a", world::polygon({world::box(110.2, 40.6, 110.4, 40.8)})}}),
                      {}};
    TwiceRead source(world.items);
    const Result whole = tabulate::tabulate(source, world.zones, world.options);
    std::mt19937 random(1);
    check_parts_same(in_parts(world, 5, random), whole);
    const ReusableZones zones(world.zones, source.crs());
    CHECK_THROWS_AS(tabulate_part(source, zones, world.options, {0, 5}), Error);
    CHECK_THROWS_AS(tabulate_part(source, zones, world.options, {6, 5}), Error);
}

TEST_CASE("Another feature, or another order of features, has another digest") {
    Scene world = scene(3);
    const auto read = [&] {
        TwiceRead source(world.items);
        return tabulate_part(source, ReusableZones(world.zones, source.crs()), world.options, {1, 2}).read;
    };
    const Hash before = read();
    CHECK(read() == before);
    std::swap(world.items[1], world.items[2]);
    CHECK(read() != before);
    std::swap(world.items[1], world.items[2]);
    world.items.back().values = {1e-9};
    CHECK(read() != before);
}
