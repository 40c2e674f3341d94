// Any zones: many thousands, in another CRS than the features, with islands and holes.
#include "world.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

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

constexpr double west = 109;
constexpr double south = 40;
constexpr double step = 0.01;

// Numbers that binary fractions hold, so that the corners of neighbours are the very same.
double line_at(double from, int i) {
    return from + i / 128.0;
}

std::vector<Zone> lattice(int columns, int rows) {
    std::vector<Zone> zones;
    for (int i = 0; i < columns; ++i)
        for (int j = 0; j < rows; ++j)
            zones.push_back({fmt::format("{:03}-{:03}", i, j),
                             polygon({box(line_at(west, i), line_at(south, j), line_at(west, i + 1),
                                          line_at(south, j + 1))})});
    return zones;
}

std::vector<world::Ring> random_boxes(std::size_t count, double columns, double rows) {
    std::mt19937 random(7);
    const auto between = [&](double low, double high) {
        return low + (high - low) * static_cast<double>(random()) / 4294967296.0;
    };
    std::vector<world::Ring> boxes;
    for (std::size_t i = 0; i < count; ++i) {
        const double x = west + between(-1, columns) / 128;
        const double y = south + between(-1, rows) / 128;
        const double wide = between(0.1, 3) * step;
        const double high = between(0.1, 3) * step;
        boxes.push_back(box(x, y, x + wide, y + high));
    }
    return boxes;
}

double common_area(const world::Ring &ring, int column, int row) {
    const double x0 = std::max(ring[0].x, line_at(west, column));
    const double y0 = std::max(ring[0].y, line_at(south, row));
    const double x1 = std::min(ring[2].x, line_at(west, column + 1));
    const double y1 = std::min(ring[2].y, line_at(south, row + 1));
    return x0 < x1 && y0 < y1 ? box_area(x0, y0, x1, y1) : 0;
}

// What each zone must have of the boxes, by the closed form.
std::map<std::string, double> expected_areas(const std::vector<world::Ring> &boxes, int columns, int rows) {
    std::map<std::string, double> areas;
    const auto cell = [](double at, double from, int count) {
        return std::clamp(static_cast<int>(std::floor((at - from) * 128)), 0, count - 1);
    };
    for (const world::Ring &ring : boxes)
        for (int i = cell(ring[0].x, west, columns); i <= cell(ring[2].x, west, columns); ++i)
            for (int j = cell(ring[0].y, south, rows); j <= cell(ring[2].y, south, rows); ++j)
                if (const double m2 = common_area(ring, i, j); m2 > 0)
                    areas[fmt::format("{:03}-{:03}", i, j)] += m2;
    return areas;
}

void check_lattice(int columns, int rows, std::size_t features) {
    const auto boxes = random_boxes(features, columns, rows);
    std::vector<Item> items;
    for (const world::Ring &ring : boxes)
        items.push_back(item(static_cast<std::int64_t>(items.size()), polygon({ring})));
    const Result result = world::run(items, world::zones(lattice(columns, rows)));
    std::map<std::string, double> expected = expected_areas(boxes, columns, rows);
    CHECK(result.rows.size() == expected.size());
    for (const Row &row : result.rows) {
        CAPTURE(row.zone);
        CHECK(row.figures.gross_m2 == Approx(expected[row.zone]).epsilon(1e-10).margin(1e-3));
    }
}

// Every vertex of the features and zones of a scene brought to a plane, which keeps edges between the same
// points.
world::Wkb in_plane(const world::Ring &ring, const geodesy::GaussKrueger &plane) {
    world::Ring metres;
    for (const auto p : ring)
        metres.push_back(plane.forward(p));
    return polygon({metres});
}

} // namespace

TEST_CASE("Two thousand zones share out boxes by the closed form") {
    check_lattice(50, 40, 300);
}

TEST_CASE("Fifty thousand zones share out boxes by the closed form", "[long]") {
    check_lattice(250, 200, 20000);
}

TEST_CASE("Zones may be in another CRS than the features") {
    const auto boxes = random_boxes(50, 4, 3);
    std::vector<Item> items;
    for (const world::Ring &ring : boxes)
        items.push_back(item(static_cast<std::int64_t>(items.size()), polygon({ring})));
    const Result same = world::run(items, world::zones(lattice(4, 3)));
    const geodesy::GaussKrueger plane(111, 37500000);
    std::vector<Zone> zones;
    for (int i = 0; i < 4; ++i)
        for (int j = 0; j < 3; ++j)
            zones.push_back(
                {fmt::format("{:03}-{:03}", i, j), in_plane(box(line_at(west, i), line_at(south, j),
                                                                line_at(west, i + 1), line_at(south, j + 1)),
                                                            plane)});
    const Result other = world::run(items, world::zones(zones, "EPSG:4525"));
    REQUIRE(other.rows.size() == same.rows.size());
    for (std::size_t i = 0; i < same.rows.size(); ++i) {
        CHECK(other.rows[i].zone == same.rows[i].zone);
        CHECK(other.rows[i].figures.gross_m2 ==
              Approx(same.rows[i].figures.gross_m2).epsilon(1e-9).margin(1e-3));
    }
}

TEST_CASE("A zone may have an island and a hole, and what lies in the hole is outside") {
    world::Wkb multi;
    world::put(multi, std::uint8_t{1});
    world::put(multi, std::uint32_t{6});
    world::put(multi, std::uint32_t{2});
    for (const world::Wkb &part : {polygon({box(110, 40, 111, 41), box(110.25, 40.25, 110.5, 40.5)}),
                                   polygon({box(112, 40, 113, 41)})})
        multi.insert(multi.end(), part.begin(), part.end());
    const Result result =
        world::run({item(1, polygon({box(110.125, 40.125, 112.5, 40.375)}))}, world::zones({{"1", multi}}));
    const double inside = box_area(110.125, 40.125, 111, 40.375) - box_area(110.25, 40.25, 110.5, 40.375) +
                          box_area(112, 40.125, 112.5, 40.375);
    REQUIRE(result.rows.size() == 1);
    CHECK(result.rows[0].figures.gross_m2 == Approx(inside).epsilon(1e-11));
    CHECK(result.outside.at(0).gross_m2 ==
          Approx(box_area(110.125, 40.125, 112.5, 40.375) - inside).epsilon(1e-11));
}

// Neighbours as they are in the region's boundaries, and a part that GEOS cut out along their border: its corner lies on the
// border to within rounding, and the ring of the first zone, clipped, runs back along the side of the window.
TEST_CASE("A feature that follows a border to within rounding is conserved") {
    const world::Ring first{{107.24414063, 40.96679688},
                            {107.24121094, 40.96777344},
                            {107.24121094, 40.96679688},
                            {107.24414063, 40.96484375},
                            {107.26, 40.96},
                            {107.26, 40.99},
                            {107.235, 40.99},
                            {107.235, 40.98},
                            {107.25, 40.98},
                            {107.24414063, 40.96679688}};
    const world::Ring second{{107.24414063, 40.96484375},
                             {107.24121094, 40.96679688},
                             {107.24121094, 40.96777344},
                             {107.24414063, 40.96679688},
                             {107.25, 40.98},
                             {107.235, 40.98},
                             {107.235, 40.99},
                             {107.22, 40.99},
                             {107.22, 40.96},
                             {107.26, 40.96},
                             {107.24414063, 40.96484375}};
    const world::Ring part{{107.24154299983468, 40.96725665979586}, {107.24122444151281, 40.966828944350716},
                           {107.24121094, 40.96683354875583},       {107.24121094, 40.96777344},
                           {107.24175876765945, 40.96759083140349}, {107.24154299983468, 40.96725665979586}};
    const tabulate::Result result =
        world::run({world::item(1, world::polygon({part}))},
                   world::zones({{"1", world::polygon({first})}, {"2", world::polygon({second})}}));
    REQUIRE(result.rows.size() == 1);
    CHECK(result.rows[0].zone == "1");
    CHECK(result.outside.empty());
}
