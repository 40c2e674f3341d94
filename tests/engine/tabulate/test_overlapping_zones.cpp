// Zones for themselves, and the pieces as they are drawn.
#include "geos_reference.h"
#include "support/cases.h"

#include <qitu/core/geometry/wkb.h>
#include <qitu/engine/tabulate/overlapping_zones.h>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace qitu;
using namespace qitu::tabulate;

namespace {

class SourceAgain : public world::Source {
  public:
    explicit SourceAgain(std::vector<Item> items) : world::Source(items), items_(std::move(items)) {}
    void rewind() override { static_cast<world::Source &>(*this) = world::Source(items_); }

  private:
    std::vector<Item> items_;
};

Options straight_options(int threads = 2) {
    Options options;
    options.method = geodesy::Method::straight;
    options.threads = threads;
    return options;
}

// The neighbourhood's zones, buffers around its corners, one around all, and one far away.
world::Neighbourhood overlapping_neighbourhood(unsigned seed, std::size_t features) {
    world::Neighbourhood scene = world::neighbourhood(seed, features);
    std::mt19937 random(seed);
    const auto between = [&](double low, double high) {
        return low + (high - low) * static_cast<double>(random()) / 4294967296.0;
    };
    for (int i = 0; i < 6; ++i) {
        const double x = between(110.3, 110.33);
        const double y = between(40.7, 40.72);
        scene.zones.push_back({"b" + std::to_string(i),
                               world::polygon({world::box(x, y, x + between(0.002, 0.012), y + 0.006)})});
    }
    scene.zones.push_back({"all", world::polygon({world::box(110.301, 40.701, 110.32, 40.715)})});
    scene.zones.push_back({"far", world::polygon({world::box(112, 41, 112.1, 41.1)})});
    return scene;
}

bool same_area(double a, double b) {
    return std::abs(a - b) <= 1e-9 * std::max(a, b) + 1e-6;
}

std::map<std::pair<std::string, std::uint32_t>, Row> rows_of(const Result &result) {
    std::map<std::pair<std::string, std::uint32_t>, Row> rows;
    for (const Row &row : result.rows)
        rows[{row.zone, row.group}] = row;
    return rows;
}

} // namespace

TEST_CASE("Of overlapping zones each has what a run with it alone gives") {
    for (unsigned seed = 1; seed <= support::cases(25); ++seed) {
        CAPTURE(seed);
        const world::Neighbourhood scene = overlapping_neighbourhood(seed, 40);
        SourceAgain source(scene.items);
        const Result each = tabulate_each(source, world::zones(scene.zones), straight_options());
        const auto found = rows_of(each);
        std::size_t rows = 0;
        for (const Zone &zone : scene.zones) {
            const Result alone = world::run(scene.items, world::zones({zone}));
            rows += alone.rows.size();
            for (const Row &row : alone.rows) {
                CAPTURE(row.zone, row.group);
                REQUIRE(found.count({row.zone, row.group}) == 1);
                const Row &own = found.at({row.zone, row.group});
                CHECK(own.figures.features == row.figures.features);
                CHECK(same_area(own.figures.gross_m2, row.figures.gross_m2));
                CHECK(same_area(own.figures.net_m2, row.figures.net_m2));
                CHECK(std::abs(*own.percents.of_zone - *row.percents.of_zone) < 1e-7);
                CHECK(std::abs(*own.percents.of_all - *row.percents.of_all) < 1e-7);
            }
        }
        CHECK(rows == each.rows.size());
        CHECK(each.zones.size() == scene.zones.size());
        const Result together = world::run(scene.items, world::zones(scene.zones));
        REQUIRE(together.outside.size() == each.outside.size());
        for (const auto &[group, figures] : together.outside)
            CHECK(figures.net_m2 == each.outside.at(group).net_m2);
        for (const Finding &finding : each.findings)
            CHECK(finding.kind != Finding::Kind::zone_overlap);
        CHECK(each.features == scene.items.size());
        CHECK(each.repaired == together.repaired);
    }
}

TEST_CASE("Zones that do not overlap are the same for themselves and together") {
    const auto scene = world::neighbourhood(4, 60);
    SourceAgain source(scene.items);
    const Result each = tabulate_each(source, world::zones(scene.zones), straight_options(1));
    const Result together = world::run(scene.items, world::zones(scene.zones));
    REQUIRE(each.rows.size() == together.rows.size());
    for (std::size_t i = 0; i < each.rows.size(); ++i)
        CHECK(each.rows[i].figures.net_m2 == together.rows[i].figures.net_m2);
}

namespace {

void check_drawn_pieces(unsigned seed) {
    CAPTURE(seed);
    const world::Neighbourhood scene = world::neighbourhood(seed, 40);
    world::Source source(scene.items);
    Options options = straight_options();
    options.shapes = true;
    std::map<std::string, double> gross, net;
    std::vector<world::Wkb> kept;
    world::GeosReference reference;
    const auto area = [&](const geometry::Shape *shape) {
        return shape == nullptr || shape->empty() ? 0 : reference.area(geometry::write_wkb(*shape));
    };
    const Result result =
        tabulate::tabulate(source, world::zones(scene.zones), options, [&](const Piece &piece) {
            gross[piece.zone] += piece.gross_m2;
            net[piece.zone] += piece.net_m2;
            REQUIRE(piece.kept != nullptr);
            const double own = area(piece.kept);
            const double lost = area(piece.subtracted);
            CAPTURE(piece.feature, piece.zone, piece.gross_m2, piece.net_m2);
            CHECK(std::abs(own - piece.net_m2) <= 1e-9 * piece.gross_m2 + 1e-4);
            CHECK(std::abs(own + lost - piece.gross_m2) <= 1e-9 * piece.gross_m2 + 1e-4);
            if (own > 0) {
                kept.push_back(geometry::write_wkb(*piece.kept));
                CHECK(reference.valid(kept.back()));
            }
        });
    std::map<std::string, double> row_gross, row_net;
    for (const Row &row : result.rows) {
        row_gross[row.zone] += row.figures.gross_m2;
        row_net[row.zone] += row.figures.net_m2;
    }
    for (const auto &[zone, m2] : row_gross) {
        CHECK(gross[zone] == Approx(m2).epsilon(1e-9));
        CHECK(net[zone] == Approx(row_net[zone]).epsilon(1e-9).margin(1e-6));
    }
    double common = 0;
    for (std::size_t i = 0; i < kept.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            common = std::max(common, reference.common(kept[i], kept[j]));
    CHECK(common < 1e-4);
    for (const Finding &finding : result.findings)
        CHECK(finding.kind != Finding::Kind::not_drawn);
}

} // namespace

TEST_CASE("Drawn pieces have the areas of the figures, and what features keep does not overlap") {
    for (unsigned seed = 1; seed <= support::cases(25); ++seed)
        check_drawn_pieces(seed);
}

// In these a ring runs back along another to within rounding.
TEST_CASE("Spikes lose no ground, neither in figures nor in drawn pieces") {
    for (const unsigned seed :
         {28, 42, 55, 114, 147, 162, 182, 204, 215, 222, 223, 229, 262, 385, 440, 1170, 1283, 2141, 2223})
        check_drawn_pieces(seed);
}

TEST_CASE("Drawn pieces of many scenes", "[long]") {
    for (unsigned seed = 1; seed <= 3000; ++seed)
        check_drawn_pieces(seed);
}

TEST_CASE("Lines and points are drawn where they lie, gross too") {
    const Zones halves = world::zones({{"1", world::polygon({world::box(110, 40, 111, 41)})},
                                       {"2", world::polygon({world::box(111, 40, 112, 41)})}});
    world::Wkb two_points;
    world::put(two_points, std::uint8_t{1});
    world::put(two_points, std::uint32_t{4});
    world::put(two_points, std::uint32_t{2});
    for (const world::Point p : {world::Point{110.5, 40.5}, world::Point{111.5, 40.5}}) {
        const world::Wkb one = world::point(p);
        two_points.insert(two_points.end(), one.begin(), one.end());
    }
    for (const bool net : {true, false}) {
        world::Source source({world::item(1, world::line({{110.9, 40.5}, {111.1, 40.5}, {112.2, 40.5}})),
                              world::item(2, world::line({{111, 40.2}, {111, 40.3}})),
                              world::item(3, two_points)});
        Options options = straight_options(1);
        options.shapes = true;
        options.net = net;
        std::map<std::pair<std::int64_t, std::string>, double> lengths;
        std::map<std::string, std::size_t> points;
        tabulate::tabulate(source, halves, options, [&](const Piece &piece) {
            REQUIRE(piece.kept != nullptr);
            double length = 0;
            for (std::size_t i = 0; piece.feature < 3 && i < piece.kept->paths(); ++i)
                length += geodesy::length(piece.kept->path(i));
            if (piece.feature < 3)
                CHECK(length == Approx(piece.length_m).epsilon(1e-5));
            lengths[{piece.feature, piece.zone}] = length;
            if (piece.feature == 3) {
                CHECK(piece.points == piece.kept->points.size());
                points[piece.zone] += piece.kept->points.size();
            }
        });
        CHECK(lengths.size() == 6);
        CHECK(lengths.count({2, "1"}) == 1);
        CHECK(!lengths.contains({2, "2"}));
        CHECK(points == std::map<std::string, std::size_t>{{"1", 1}, {"2", 1}});
    }
}
