#include "support/world.h"

#include <qitu/analysis/remaining_land/remaining_land.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/units.h>
#include <qitu/core/geodesy/geodesy.h>
#include <qitu/core/geometry/wkb.h>

#include <cmath>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

using namespace world;
using remaining_land::Piece;

namespace {

void basic_farmland(Folder &folder, double west, double east) {
    folder.add("permanent_basic_farmland", {{"admin_code", std::string(linhe)}},
               box(west, 40.51, east, 40.52));
}

void built(Folder &folder, double west, double east, const char *stage, std::int64_t year = 2023) {
    folder.add("high_standard_farmland",
               {{"project_code", std::string("A")}, {"year", year}, {"stage", std::string(stage)}},
               box(west, 40.5, east, 40.53));
}

std::vector<Piece> left(const Folder &folder) {
    std::vector<Piece> pieces;
    remaining_land::remaining_land(*folder.workspace, the_catalogue(),
                                   the_catalogue().indicator("hsf.pbf_left"), 2023, {},
                                   [&](const Piece &piece) { pieces.push_back(piece); });
    return pieces;
}

// In degrees of longitude, of strips that are as high as basic farmland.
double width(const Piece &piece) {
    const geometry::Shape shape = geometry::read_wkb(piece.wkb);
    double area = 0;
    for (std::size_t i = 0; i < shape.paths(); ++i)
        area += geometry::twice_signed_area(shape.path(i)) / 2;
    return std::abs(area) / 0.01;
}

} // namespace

TEST_CASE("What is left to build is basic farmland without what is accepted, cut by banner") {
    Folder folder;
    basic_farmland(folder, 107.01, 107.05); // a third of it is built below
    basic_farmland(folder, 107.06, 107.08); // all of it
    basic_farmland(folder, 107.09, 107.12); // over the border at 107.1, a part of it in 2022
    built(folder, 107.02, 107.03, "accepted");
    built(folder, 107.03, 107.04, "under_construction"); // does not count yet
    built(folder, 107.055, 107.085, "maintained", 2021);
    built(folder, 107.105, 107.11, "accepted", 2022);
    built(folder, 107.01, 107.02, "accepted", 2024); // later
    const std::vector<Piece> pieces = left(folder);
    REQUIRE(pieces.size() == 3);
    CHECK(pieces[0].admin == linhe);
    CHECK(width(pieces[0]) == Approx(0.03));
    CHECK(pieces[1].admin == linhe);
    CHECK(width(pieces[1]) == Approx(0.01));
    CHECK(pieces[2].admin == wuyuan);
    CHECK(width(pieces[2]) == Approx(0.015));
    const double m2 = std::accumulate(pieces.begin(), pieces.end(), 0.0,
                                      [](double sum, const Piece &piece) { return sum + piece.m2; });
    const auto progress = indicators::progress(*folder.workspace, the_catalogue(), indicators::Level::banner,
                                               2023, {"hsf.pbf_left"}, {});
    CHECK(progress.rows.front().done * square_metres_per_wan_mu == Approx(m2).epsilon(1e-12));
    // Strips of one height: as wide as their areas.
    CHECK(pieces[0].m2 / pieces[1].m2 == Approx(3).epsilon(1e-4));
}

TEST_CASE("Land is left for indicators of area only") {
    const Folder folder;
    CHECK_THROWS_AS(remaining_land::remaining_land(*folder.workspace, the_catalogue(),
                                                   the_catalogue().indicator("water.rivers"), 2023, {},
                                                   [](const Piece &) {}),
                    Error);
}
