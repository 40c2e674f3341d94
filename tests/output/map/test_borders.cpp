#include "support/made_report.h"

#include <qitu/core/base/error.h>
#include <qitu/output/map/borders.h>

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace qitu;
using map::GridPoint;
using map::GridRing;

namespace {

std::set<std::pair<GridPoint, GridPoint>> edges(const map::Shape &shape) {
    std::set<std::pair<GridPoint, GridPoint>> result;
    for (const GridRing &ring : shape.rings)
        for (std::size_t i = 0; i + 1 < ring.size(); ++i)
            result.insert(std::minmax(ring[i], ring[i + 1]));
    return result;
}

} // namespace

TEST_CASE(
    "Simplified borders still match: neighbours share them, and only the border of leagues is drawn as one") {
    const map::MapBorders map = map::map_borders(made::banner_boundaries(), made::league_boundaries(), 11000);
    REQUIRE(map.banners.size() == 3);
    const auto west = edges(map.banners[0]);
    const auto middle = edges(map.banners[1]);
    std::vector<std::pair<GridPoint, GridPoint>> shared;
    std::set_intersection(west.begin(), west.end(), middle.begin(), middle.end(), std::back_inserter(shared));
    CHECK(shared.size() > 20);               // the zigzag is drawn
    CHECK(shared.size() + 3 == west.size()); // and all of it is shared: three sides are the west's own
    std::set<std::pair<GridPoint, GridPoint>> leagues;
    for (const auto &line : map.league_border)
        for (std::size_t i = 0; i + 1 < line.size(); ++i)
            leagues.insert(std::minmax(line[i], line[i + 1]));
    for (const auto &edge : shared)
        CHECK(!leagues.contains(edge));
    CHECK(leagues.size() == 9); // the outline of the three and the side between the leagues
}

TEST_CASE("A line is simplified alike from both its ends") {
    std::vector<GridPoint> line;
    for (int i = 0; i < 300; ++i)
        line.push_back({i * 10, (i * i * 37) % 91});
    std::vector<GridPoint> forth = map::simplified(line, 20);
    std::reverse(line.begin(), line.end());
    std::vector<GridPoint> back = map::simplified(line, 20);
    std::reverse(back.begin(), back.end());
    CHECK(forth == back);
    CHECK(forth.size() < line.size());
    CHECK(map::simplified({{0, 0}, {5, 1}, {10, 0}}, 2).size() == 2);
}

TEST_CASE("A boundary that is no polygon is refused by name") {
    std::vector<workspace::Boundary> banners = made::banner_boundaries();
    banners[1].wkb.resize(40);
    try {
        map::map_borders(banners, {}, 1000);
        FAIL("drawn");
    } catch (const Error &error) {
        CHECK(error.kind() == ErrorKind::refused);
        CHECK(std::string(error.what()).find("150821") != std::string::npos);
    }
}
