// Sums, means and percents against GEOS alone (geos_reference.h), on messy cases: some 200 neighbourhoods.
#include "geos_reference.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <random>
#include <string>
#include <vector>

using namespace qitu;
using namespace qitu::tabulate;

namespace {

constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

// A neighbourhood whose features have an investment, mostly, and a grade.
world::Neighbourhood valued_neighbourhood(unsigned seed, std::size_t features) {
    world::Neighbourhood scene = world::neighbourhood(
        seed, features, seed % 2 == 1 ? world::where_tiles_meet : world::Point{110.3, 40.7});
    std::mt19937 random(seed);
    for (Item &item : scene.items)
        item.values = {random() % 5 == 0 ? no_value : static_cast<double>(random() % 1000000) / 7,
                       static_cast<double>(1 + random() % 10)};
    return scene;
}

struct Expected {
    double sum = 0, weighted = 0, weight = 0, tolerance = 0;
    double least = std::numeric_limits<double>::infinity(), least_of_all = least;
    double greatest = -least, greatest_of_all = -least;

    void add(const world::GeosReference::Piece &piece, double value) {
        if (std::isnan(value) || piece.gross <= 0)
            return;
        sum += value * piece.gross / piece.whole;
        weighted += value * piece.net;
        weight += piece.net;
        tolerance += value * std::min(1.0, 1e-5 / piece.whole + 1e-9);
        least_of_all = std::min(least_of_all, value);
        greatest_of_all = std::max(greatest_of_all, value);
        if (piece.gross < 1e-3)
            return; // the engine may take it for rounding
        least = std::min(least, value);
        greatest = std::max(greatest, value);
    }

    void check(const ValueSums &found) const {
        CHECK(std::abs(found.sum() - sum) <= tolerance);
        if (weight > 0 && found.mean())
            CHECK(std::abs(*found.mean() * weight - weighted) <= 1e-3 * std::max(1.0, greatest_of_all));
        if (least < greatest_of_all) {
            REQUIRE(found.least());
            CHECK((*found.least() >= least_of_all && *found.least() <= least));
            CHECK((*found.greatest() <= greatest_of_all && *found.greatest() >= greatest));
            CHECK((!found.mean() || (*found.least() <= *found.mean() && *found.mean() <= *found.greatest())));
        }
    }
};

using Place = std::pair<std::string, std::uint32_t>;

void check_percent(const std::optional<double> &found, double part, double whole) {
    if (whole <= 1e-3)
        return; // all of it is under features that come first
    REQUIRE(found);
    CHECK(std::abs(*found - 100 * part / whole) <= 100 * (1e-3 / whole + 1e-9));
}

struct Wholes {
    std::map<Place, double> net;
    std::map<std::uint32_t, double> groups;
    std::map<std::string, double> zones; // ground
    double all = 0;
};

Wholes expected_wholes(const world::Neighbourhood &scene,
                       const std::vector<world::GeosReference::Piece> &pieces) {
    Wholes wholes;
    for (const auto &piece : pieces) {
        wholes.net[{piece.zone, piece.item->group}] += piece.net;
        wholes.groups[piece.item->group] += piece.net;
        wholes.all += piece.net;
    }
    for (const Zone &zone : scene.zones)
        wholes.zones[zone.code] = world::GeosReference().area(zone.wkb);
    return wholes;
}

void check_percents(const Result &result, const Wholes &wholes) {
    std::map<std::string, double> of_zone;
    std::map<std::uint32_t, double> of_class;
    double of_all = 0;
    for (const Row &row : result.rows) {
        const double net = wholes.net.at({row.zone, row.group});
        check_percent(row.percents.of_zone, net, wholes.zones.at(row.zone));
        check_percent(row.percents.of_class, net, wholes.groups.at(row.group));
        check_percent(row.percents.of_all, net, wholes.all);
        of_zone[row.zone] += *row.percents.of_zone;
        of_class[row.group] += row.percents.of_class.value_or(0);
        of_all += *row.percents.of_all;
    }
    for (const auto &[group, percents] : result.outside_percents) {
        check_percent(percents.of_class, wholes.net.at({"", group}), wholes.groups.at(group));
        CHECK_FALSE(percents.of_zone);
        of_class[group] += percents.of_class.value_or(0);
        of_all += *percents.of_all;
    }
    CHECK(result.zones.size() == wholes.zones.size());
    for (const ZoneGround &zone : result.zones) {
        CHECK(zone.m2 == Approx(wholes.zones.at(zone.zone)).epsilon(1e-9));
        CHECK(std::abs(of_zone[zone.zone] + *zone.uncovered_percent() - 100) < 1e-9);
    }
    for (const auto &[group, percent] : of_class)
        CHECK((std::abs(percent - 100) < 1e-9 || wholes.groups.at(group) < 1e-3));
    CHECK(std::abs(of_all - 100) < 1e-9);
}

void check_values(const Result &result, const std::vector<world::GeosReference::Piece> &pieces,
                  std::size_t field) {
    std::map<Place, Expected> expected;
    for (const auto &piece : pieces)
        expected[{piece.zone, piece.item->group}].add(piece, piece.item->values[field]);
    double sum = 0;
    for (const Row &row : result.rows) {
        CAPTURE(row.zone, row.group);
        expected.at({row.zone, row.group}).check(row.values.at(field));
        sum += row.values[field].sum();
    }
    for (const auto &[group, values] : result.outside_values) {
        expected.at({"", group}).check(values.at(field));
        sum += values[field].sum();
    }
    std::map<std::int64_t, double> whole;
    for (const auto &piece : pieces)
        if (!std::isnan(piece.item->values[field]))
            whole[piece.item->id] = piece.item->values[field];
    double all = 0;
    for (const auto &[id, value] : whole)
        all += value;
    CHECK(std::abs(sum - all) <= 1e-9 * all);
}

void compare_values(unsigned seed, std::size_t features) {
    CAPTURE(seed);
    const world::Neighbourhood scene = valued_neighbourhood(seed, features);
    const auto pieces = world::GeosReference().pieces(scene);
    const Wholes wholes = expected_wholes(scene, pieces);
    const Result result = seed % 2 == 1 ? world::run_tiled(scene.items, world::zones(scene.zones))
                                        : world::run(scene.items, world::zones(scene.zones));
    check_percents(result, wholes);
    check_values(result, pieces, 0);
    check_values(result, pieces, 1);
}

} // namespace

TEST_CASE("Sums, means and percents agree with GEOS on 200 messy neighbourhoods", "[slow]") {
    for (unsigned seed = 1; seed <= 200; ++seed)
        compare_values(seed, 14);
}

TEST_CASE("Sums, means and percents agree with GEOS on messy neighbourhoods") {
    for (unsigned seed = 301; seed <= 310; ++seed)
        compare_values(seed, 20);
}

TEST_CASE("Values do not depend on the order of features, on threads, or on what waits on disk") {
    world::Neighbourhood scene = valued_neighbourhood(21, 300);
    const Result first = world::run(scene.items, world::zones(scene.zones));
    std::shuffle(scene.items.begin(), scene.items.end(), std::mt19937(3));
    for (const Result &again :
         {world::run(scene.items, world::zones(scene.zones), geodesy::Method::straight, 3),
          world::run_tiled(scene.items, world::zones(scene.zones))}) {
        REQUIRE(again.rows.size() == first.rows.size());
        for (std::size_t i = 0; i < first.rows.size(); ++i)
            for (std::size_t field = 0; field < 2; ++field) {
                const ValueSums &a = first.rows[i].values.at(field);
                const ValueSums &b = again.rows[i].values.at(field);
                CHECK(a.sum() == b.sum());
                CHECK(a.mean() == b.mean());
                CHECK(a.least() == b.least());
                CHECK(a.greatest() == b.greatest());
            }
    }
}

// Half of the first lies in each zone; the second lies in the east, half of it under the first.
TEST_CASE("An investment is shared out by gross area, a grade averaged by net area") {
    const Zones halves = world::zones({{"1", world::polygon({world::box(110, 40, 111, 41)})},
                                       {"2", world::polygon({world::box(111, 40, 112, 41)})}});
    Item first = world::item(1, world::polygon({world::box(110.9, 40.1, 111.1, 40.2)}), 0, 1);
    Item second = world::item(2, world::polygon({world::box(111, 40.1, 111.2, 40.2)}));
    first.values = {100, 4};
    second.values = {60, 7};
    const Result result = world::run({first, second}, halves);
    REQUIRE(result.rows.size() == 2);
    CHECK(result.rows[0].values[0].sum() == Approx(50).epsilon(1e-12));
    CHECK(result.rows[1].values[0].sum() == Approx(110).epsilon(1e-12));
    CHECK(*result.rows[0].values[1].mean() == 4);
    CHECK(*result.rows[1].values[1].mean() == Approx(5.5).epsilon(1e-12));
    CHECK(*result.rows[1].values[1].least() == 4);
    CHECK(*result.rows[1].values[1].greatest() == 7);
}

TEST_CASE("Lines are weighted by length, points by number, and what has no value counts nowhere") {
    const Zones one = world::zones({{"1", world::polygon({world::box(110, 40, 111, 41)})}});
    Item shorter = world::item(1, world::line({{110.1, 40.5}, {110.2, 40.5}}));
    Item longer = world::item(2, world::line({{110.3, 40.5}, {110.6, 40.5}}));
    shorter.values = {8, no_value};
    longer.values = {4, no_value};
    const Result lines = world::run({shorter, longer}, one);
    CHECK(*lines.rows[0].values[0].mean() == Approx(5).epsilon(1e-6));
    CHECK(lines.rows[0].values[0].sum() == 12);
    CHECK(lines.rows[0].values[1].sum() == 0);
    CHECK_FALSE(lines.rows[0].values[1].mean());
    CHECK_FALSE(lines.rows[0].values[1].least());
    CHECK_FALSE(lines.rows[0].percents.of_zone);
    CHECK(*lines.rows[0].percents.of_all == Approx(100));
    Item here = world::item(1, world::point({110.1, 40.5}));
    Item there = world::item(2, world::point({110.2, 40.5}));
    here.values = {1};
    there.values = {2};
    const Result points = world::run({here, there}, one);
    CHECK(*points.rows[0].values[0].mean() == 1.5);
    CHECK(*points.rows[0].percents.of_all == 100);
}

TEST_CASE("A value too large for the sums is refused, not summed wrongly") {
    const Zones one = world::zones({{"1", world::polygon({world::box(110, 40, 111, 41)})}});
    Item item = world::item(1, world::polygon({world::box(110.1, 40.1, 110.2, 40.2)}));
    item.values = {1e25};
    CHECK_THROWS_AS(world::run({item}, one), Error);
}

TEST_CASE("Neighbours whose borders differ by rounding are no overlap, wider ones are") {
    const auto overlaps = [](double width) {
        const Result result =
            world::run({world::item(1, world::polygon({world::box(110.4, 40.4, 110.6, 40.6)}))},
                       world::zones({{"1", world::polygon({world::box(110, 40, 110.5, 40.01)})},
                                     {"2", world::polygon({world::box(110.5 - width, 40, 111, 40.01)})}}));
        return result.findings.size();
    };
    CHECK(overlaps(1e-13) == 0);
    CHECK(overlaps(1e-10) == 0); // 0.01 m² along a kilometre
    CHECK(overlaps(1e-8) == 1);  // 1 m²
}
