#include "world.h"

#include <qitu/core/base/error.h>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

using namespace qitu;
using namespace qitu::tabulate;
using world::box;
using world::box_area;
using world::item;
using world::polygon;

namespace {

const Row &row(const Result &result, const std::string &zone, std::uint32_t group = 0) {
    const auto found = std::find_if(result.rows.begin(), result.rows.end(),
                                    [&](const Row &r) { return r.zone == zone && r.group == group; });
    REQUIRE(found != result.rows.end());
    return *found;
}

Zones halves() {
    return world::zones({{"1", polygon({box(110, 40, 111, 41)})}, {"2", polygon({box(111, 40, 112, 41)})}});
}

bool same(const Figures &a, const Figures &b) {
    return a.features == b.features && a.gross_m2 == b.gross_m2 && a.net_m2 == b.net_m2 &&
           a.length_m == b.length_m;
}

// Equal to the last bit.
void check_same(const Result &a, const Result &b) {
    REQUIRE(a.rows.size() == b.rows.size());
    for (std::size_t i = 0; i < a.rows.size(); ++i) {
        CAPTURE(a.rows[i].zone, a.rows[i].group, a.rows[i].figures.net_m2, b.rows[i].figures.net_m2);
        CHECK(a.rows[i].zone == b.rows[i].zone);
        CHECK(a.rows[i].group == b.rows[i].group);
        CHECK(same(a.rows[i].figures, b.rows[i].figures));
    }
    REQUIRE(a.outside.size() == b.outside.size());
    for (const auto &[group, figures] : a.outside)
        CHECK(same(figures, b.outside.at(group)));
}

} // namespace

TEST_CASE("A box across a border is split by the closed form of the spheroid's zone") {
    const Result result = world::run({item(1, polygon({box(110.9, 40.2, 111.3, 40.5)}))}, halves());
    CHECK(row(result, "1").figures.gross_m2 == Approx(box_area(110.9, 40.2, 111, 40.5)).epsilon(2e-12));
    CHECK(row(result, "2").figures.gross_m2 == Approx(box_area(111, 40.2, 111.3, 40.5)).epsilon(2e-12));
    CHECK(result.outside.empty());
    CHECK(result.worst_relative < 1e-12);
}

TEST_CASE("What two features cover counts twice in gross, once in net, for the one of higher priority") {
    const Result result = world::run({item(1, polygon({box(110.1, 40.1, 110.3, 40.2)}), 0, 0),
                                      item(2, polygon({box(110.2, 40.1, 110.4, 40.2)}), 1, 1)},
                                     halves());
    CHECK(row(result, "1", 0).figures.gross_m2 == Approx(box_area(110.1, 40.1, 110.3, 40.2)).epsilon(2e-12));
    CHECK(row(result, "1", 0).figures.net_m2 == Approx(box_area(110.1, 40.1, 110.2, 40.2)).epsilon(2e-12));
    CHECK(row(result, "1", 1).figures.net_m2 == row(result, "1", 1).figures.gross_m2);
}

TEST_CASE("Of equal priority the smaller key comes first, whatever the order of input") {
    Item early = item(1, polygon({box(110.1, 40.1, 110.3, 40.2)}), 0);
    early.key = {2021, 9};
    Item late = item(2, polygon({box(110.1, 40.1, 110.3, 40.2)}), 1);
    late.key = {2022, 1};
    for (const auto &items : {std::vector{early, late}, std::vector{late, early}}) {
        const Result result = world::run(items, halves());
        CHECK(row(result, "1", 0).figures.net_m2 == row(result, "1", 0).figures.gross_m2);
        CHECK(row(result, "1", 1).figures.net_m2 == Approx(0).margin(1e-6));
    }
}

TEST_CASE("A bow-tie counts with both lobes and is listed with its place") {
    const Result result = world::run(
        {item(7, polygon({{{110.1, 40.1}, {110.2, 40.2}, {110.2, 40.1}, {110.1, 40.2}, {110.1, 40.1}}}))},
        halves());
    // Two triangles of half the box each in longitude: together half of it, less the ground's narrowing
    // northwards.
    CHECK(row(result, "1").figures.gross_m2 == Approx(box_area(110.1, 40.1, 110.2, 40.2) / 2).epsilon(1e-3));
    CHECK(result.repaired == 1);
    REQUIRE(result.findings.size() == 1);
    CHECK(result.findings[0].kind == Finding::Kind::repaired);
    CHECK(result.findings[0].feature == 7);
    CHECK(result.findings[0].what.find("110.15") != std::string::npos);
}

TEST_CASE("A hole outside its shell makes no land") {
    const Result result = world::run(
        {item(7, polygon({box(110.1, 40.1, 110.2, 40.2), box(110.3, 40.1, 110.4, 40.2)}))}, halves());
    CHECK(row(result, "1").figures.gross_m2 == Approx(box_area(110.1, 40.1, 110.2, 40.2)).epsilon(1e-9));
    CHECK(result.repaired == 1);
}

TEST_CASE("A place that two zones claim goes to the lower code and the overlap is reported") {
    const Zones zones =
        world::zones({{"2", polygon({box(110.9, 40, 112, 41)})}, {"1", polygon({box(110, 40, 111, 41)})}});
    const Result result = world::run({item(1, polygon({box(110.8, 40.2, 111.1, 40.4)}))}, zones);
    CHECK(row(result, "1").figures.gross_m2 == Approx(box_area(110.8, 40.2, 111, 40.4)).epsilon(2e-12));
    CHECK(row(result, "2").figures.gross_m2 == Approx(box_area(111, 40.2, 111.1, 40.4)).epsilon(2e-12));
    REQUIRE(result.findings.size() == 1);
    CHECK(result.findings[0].kind == Finding::Kind::zone_overlap);
    CHECK(result.findings[0].m2 == Approx(box_area(110.9, 40, 111, 41)).epsilon(1e-9));
}

TEST_CASE("A zone within another, and one that reaches into it through a corner, go to the lower code") {
    const auto outer = polygon({box(110, 40, 112, 41)});
    const auto inner = polygon({box(110.4, 40.4, 110.6, 40.6)});
    // From the corner (112, 41) of the outer zone into it and out again: borders meet at that vertex only.
    const auto through_corner =
        polygon({{{112, 41}, {111.9, 40.8}, {112, 41}, {112.1, 41.2}, {111.95, 41.2}, {112, 41}}});
    const auto item_over_all = item(1, polygon({box(110.1, 40.1, 112.3, 41.3)}));
    for (const auto &[first, second] : {std::pair{"1", "2"}, std::pair{"2", "1"}}) {
        const Result result = world::run({item_over_all}, world::zones({{first, inner}, {second, outer}}));
        const double inside = box_area(110.4, 40.4, 110.6, 40.6);
        const double rest = box_area(110.1, 40.1, 112, 41);
        CHECK(row(result, "1").figures.gross_m2 ==
              Approx(std::string(first) == "1" ? inside : rest).epsilon(1e-9));
        const bool lower_is_inner = std::string(first) == "1";
        CHECK((lower_is_inner ? row(result, "2").figures.gross_m2 : rest - inside) ==
              Approx(rest - inside).epsilon(1e-9));
    }
    const Result result = world::run({item_over_all}, world::zones({{"1", outer}, {"2", through_corner}}));
    CHECK(row(result, "1").figures.gross_m2 == Approx(box_area(110.1, 40.1, 112, 41)).epsilon(1e-9));
}

TEST_CASE("A zone that fills another's hole is a neighbour like any other") {
    const Zones zones = world::zones({{"1", polygon({box(110, 40, 111, 41), box(110.4, 40.4, 110.5, 40.5)})},
                                      {"2", polygon({box(110.4, 40.4, 110.5, 40.5)})}});
    const Result result = world::run({item(1, polygon({box(110.3, 40.3, 110.6, 40.6)}))}, zones);
    CHECK(row(result, "2").figures.gross_m2 == Approx(box_area(110.4, 40.4, 110.5, 40.5)).epsilon(1e-11));
    CHECK(row(result, "1").figures.gross_m2 ==
          Approx(box_area(110.3, 40.3, 110.6, 40.6) - box_area(110.4, 40.4, 110.5, 40.5)).epsilon(1e-11));
    CHECK(result.findings.empty());
}

TEST_CASE("What lies in a gap, a hole or beyond the zones is outside") {
    const Zones zones = world::zones({{"1", polygon({box(110, 40, 111, 41), box(110.4, 40.4, 110.5, 40.5)})},
                                      {"2", polygon({box(111.1, 40, 112, 41)})}});
    const Result result = world::run({item(1, polygon({box(110.3, 40.41, 110.6, 40.49)})),
                                      item(2, polygon({box(110.9, 40.1, 111.2, 40.2)})),
                                      item(3, polygon({box(112.5, 40.1, 112.6, 40.2)}))},
                                     zones);
    CHECK(result.outside.at(0).gross_m2 ==
          Approx(box_area(110.4, 40.41, 110.5, 40.49) + box_area(111, 40.1, 111.1, 40.2) +
                 box_area(112.5, 40.1, 112.6, 40.2))
              .epsilon(2e-12));
    CHECK(result.outside.at(0).features == 3);
    CHECK(row(result, "1").figures.features == 2);
}

TEST_CASE("A line is cut at the border, and one that runs along it counts once, for the lower code") {
    const auto across = world::line({{110.9, 40.5}, {111.1, 40.5}});
    const auto along = world::line({{111, 40.2}, {111, 40.3}});
    const Result result = world::run({item(1, across), item(2, along)}, halves());
    const double whole = geodesy::length(std::vector<world::Point>{{110.9, 40.5}, {111.1, 40.5}});
    const double border = geodesy::length(std::vector<world::Point>{{111, 40.2}, {111, 40.3}});
    CHECK(row(result, "1").figures.length_m == Approx(whole / 2 + border).epsilon(1e-9));
    CHECK(row(result, "2").figures.length_m == Approx(whole / 2).epsilon(1e-9));
    CHECK(row(result, "2").figures.features == 1);
}

TEST_CASE("A point on a border belongs to the lower code") {
    const Result result =
        world::run({item(1, world::point({111, 40.5})), item(2, world::point({111.5, 40.5})),
                    item(3, world::point({113, 40.5}))},
                   halves());
    CHECK(row(result, "1").figures.features == 1);
    CHECK(row(result, "2").figures.features == 1);
    CHECK(result.outside.at(0).features == 1);
}

TEST_CASE("What cannot be used is rejected, named and does not end the run") {
    world::Wkb broken = polygon({box(110.1, 40.1, 110.2, 40.2)});
    broken.resize(40);
    const double nan = std::nan("");
    const Result result = world::run(
        {item(1, broken), item(2, polygon({{{110.1, 40.1}, {nan, 40.2}, {110.2, 40.1}, {110.1, 40.1}}})),
         item(3, polygon({{{110.1, 40.1}, {110.2, 40.1}, {110.1, 40.1}}})),
         item(4, polygon({box(110.1, 40.1, 110.2, 40.2)}))},
        halves());
    CHECK(result.features == 4);
    CHECK(result.rejected == 3);
    CHECK(result.findings.size() == 3);
    CHECK(row(result, "1").figures.features == 1);
}

TEST_CASE("Every method conserves: parts and outside make the whole, gross less overlap is net") {
    const auto scene = world::neighbourhood(5, 300);
    for (const auto method :
         {geodesy::Method::td1055, geodesy::Method::geodesic, geodesy::Method::straight}) {
        const Result result = world::run(scene.items, world::zones(scene.zones), method);
        const Result alone =
            world::run(scene.items, world::zones({{"0", polygon({box(109, 39, 112, 42)})}}), method);
        double gross = 0;
        double net = 0;
        for (const Row &r : result.rows) {
            gross += r.figures.gross_m2;
            net += r.figures.net_m2;
        }
        for (const auto &[group, figures] : result.outside) {
            gross += figures.gross_m2;
            net += figures.net_m2;
        }
        double whole_gross = 0;
        double whole_net = 0;
        for (const Row &r : alone.rows) {
            whole_gross += r.figures.gross_m2;
            whole_net += r.figures.net_m2;
        }
        CHECK(gross == Approx(whole_gross).epsilon(2e-12));
        CHECK(net == Approx(whole_net).epsilon(1e-11));
        CHECK(result.worst_relative < 1e-9);
    }
}

TEST_CASE("Neither the order of input nor the number of threads changes a bit") {
    auto scene = world::neighbourhood(11, 400);
    const Result first = world::run(scene.items, world::zones(scene.zones));
    for (int threads = 1; threads <= 3; ++threads) {
        std::shuffle(scene.items.begin(), scene.items.end(), std::mt19937(static_cast<unsigned>(threads)));
        check_same(first,
                   world::run(scene.items, world::zones(scene.zones), geodesy::Method::straight, threads));
    }
}

TEST_CASE("Features that wait on disk, in whatever portions, give the same to the last bit", "[slow]") {
    const auto scene = world::neighbourhood(17, 500, world::where_tiles_meet);
    std::vector<Item> items = scene.items;
    items.push_back(item(1000, polygon({box(110.2, 40.5, 110.8, 41.0)}))); // meets many tiles
    items.push_back(item(1001, world::line({{110.4, 40.7}, {110.6, 40.8}})));
    const auto run = [&](int threads, std::size_t memory, std::size_t batch) {
        world::Source source(items);
        Options options;
        options.threads = threads;
        options.memory = memory;
        options.batch = batch;
        return tabulate::tabulate(source, world::zones(scene.zones), options);
    };
    const Result first = run(1, Options().memory, 512);
    REQUIRE(first.rows.size() > 30);
    for (const int threads : {1, 3})
        for (const std::size_t memory : {std::size_t{0}, std::size_t{20000}, Options().memory})
            for (const std::size_t batch : {std::size_t{1}, std::size_t{64}}) {
                CAPTURE(threads, memory, batch);
                const Result again = run(threads, memory, batch);
                check_same(first, again);
                CHECK(again.repaired == first.repaired);
                CHECK(again.overlay_rungs == first.overlay_rungs);
            }
}

TEST_CASE("Features drawn in a plane give what they give in degrees") {
    const geodesy::GaussKrueger plane(108, 36500000);
    std::vector<Item> degrees;
    std::vector<Item> metres;
    for (int i = 0; i < 20; ++i) {
        const double x = 36800000.0 + 900 * i;
        const double y = 4500000.0 + 450 * i;
        const world::Ring ring = box(x, y, x + 1000, y + 500);
        world::Ring geographic;
        for (const auto p : ring)
            geographic.push_back(plane.inverse(p));
        metres.push_back(item(i, polygon({ring})));
        degrees.push_back(item(i, polygon({geographic})));
        degrees.back().central_meridian = 108;
    }
    world::Source source(metres, "EPSG:4524");
    const Result in_plane = tabulate::tabulate(source, halves(), {});
    const Result in_degrees = world::run(degrees, halves(), geodesy::Method::td1055);
    REQUIRE(in_plane.rows.size() == in_degrees.rows.size());
    for (std::size_t i = 0; i < in_plane.rows.size(); ++i)
        CHECK(in_plane.rows[i].figures.net_m2 == Approx(in_degrees.rows[i].figures.net_m2).epsilon(1e-9));
}

namespace {

Result with_max_edge(geodesy::Method method, double max_edge, const world::Ring &ring, const char *crs,
                     const Zones &zones) {
    world::Source source({item(1, polygon({ring}))}, crs);
    Options options;
    options.method = method;
    options.max_edge = max_edge;
    return tabulate::tabulate(source, zones, options);
}

} // namespace

// A parallel is no geodesic: between the ends of 85 km the geodesic bows by a part in a thousand of the area.
TEST_CASE("A longest edge brings geodesic to what straight edges in the file's coordinates enclose") {
    const auto wide = box(110.5, 40.2, 111.5, 40.8);
    const auto area = [&](double max_edge) {
        const Result result = with_max_edge(geodesy::Method::geodesic, max_edge, wide, "EPSG:4490", halves());
        return row(result, "1").figures.gross_m2 + row(result, "2").figures.gross_m2;
    };
    const double expected = box_area(110.5, 40.2, 111.5, 40.8);
    CHECK(std::abs(area(0) / expected - 1) < 1e-3);
    CHECK(std::abs(area(100) / expected - 1) < 1e-9);
    CHECK(std::abs(area(0) / expected - 1) > 1e-7);
}

// td1055 takes edges for straight in the plane by definition, so it is the measure of the divided geodesic.
TEST_CASE("Edges straight in a plane are divided there") {
    const world::Ring ring = box(36800000, 4500000, 36840000, 4520000);
    const Zones all = world::zones({{"1", polygon({box(100, 30, 125, 55)})}});
    const auto area = [&](geodesy::Method method, double max_edge) {
        return row(with_max_edge(method, max_edge, ring, "EPSG:4524", all), "1").figures.gross_m2;
    };
    const double survey = area(geodesy::Method::td1055, 0);
    CHECK(std::abs(area(geodesy::Method::geodesic, 70) / survey - 1) < 1e-9);
    CHECK(std::abs(area(geodesy::Method::straight, 70) / survey - 1) < 1e-9);
    CHECK(std::abs(area(geodesy::Method::straight, 0) / survey - 1) > 1e-6);
}

TEST_CASE("Long edges are counted where the method takes them as they are") {
    const auto wide = box(110.5, 40.2, 111.5, 40.205); // two edges of 85 km, two of 555 m
    const Result geodesic = with_max_edge(geodesy::Method::geodesic, 0, wide, "EPSG:4490", halves());
    CHECK(geodesic.long_edges == 2);
    CHECK(geodesic.longest_edge_m == Approx(geodesy::length(world::Ring{{110.5, 40.2}, {111.5, 40.2}})));
    CHECK(with_max_edge(geodesy::Method::geodesic, 500, wide, "EPSG:4490", halves()).long_edges == 0);
    CHECK(with_max_edge(geodesy::Method::td1055, 0, wide, "EPSG:4490", halves()).long_edges == 0);
}

TEST_CASE("A longest edge that makes no sense is refused") {
    const auto wide = box(110.5, 40.2, 111.5, 40.8);
    CHECK_THROWS_AS(with_max_edge(geodesy::Method::td1055, 70, wide, "EPSG:4490", halves()), Error);
    CHECK_THROWS_AS(with_max_edge(geodesy::Method::geodesic, 0.5, wide, "EPSG:4490", halves()), Error);
    CHECK_THROWS_AS(with_max_edge(geodesy::Method::geodesic, -70, wide, "EPSG:4490", halves()), Error);
}

TEST_CASE("Pieces add up to the rows") {
    const auto scene = world::neighbourhood(3, 200);
    world::Source source(scene.items);
    std::map<std::string, double> net;
    const Result result = tabulate::tabulate(source, world::zones(scene.zones), {},
                                             [&](const Piece &piece) { net[piece.zone] += piece.net_m2; });
    std::map<std::string, double> rows;
    for (const Row &r : result.rows)
        rows[r.zone] += r.figures.net_m2;
    for (const auto &[zone, m2] : rows)
        CHECK(net[zone] == Approx(m2).epsilon(2e-12));
}
