#include <qitu/output/tiles/tiles.h>

#include <catch2/catch.hpp>

#include <array>

// That GDAL reads the tiles and finds the same ground in them: tests/app/cli/test_serve.py.

using namespace qitu;
using tiles::TileId;
using tiles::VectorTile;

namespace {

geometry::Shape square(double x, double y, double size) {
    geometry::Shape shape;
    shape.kind = geometry::Kind::polygon;
    shape.add_path(
        std::array<geometry::Point, 5>{{{x, y}, {x + size, y}, {x + size, y + size}, {x, y + size}, {x, y}}});
    shape.end_part();
    return shape;
}

} // namespace

TEST_CASE("Tiles lie where the grid of web maps has them") {
    const geometry::Box world = tiles::box_of({0, 0, 0});
    CHECK(world.min_x == Approx(-180));
    CHECK(world.max_y == Approx(85.0511287798066));              // OGC 17-083r2, annex D
    const geometry::Box beijing = tiles::box_of({10, 843, 388}); // holds 116.39 39.8
    CHECK(beijing.contains({116.39, 39.8}));
    CHECK(tiles::box_of({10, 843, 389}).max_y == Approx(beijing.min_y));
    CHECK(tiles::box_of({10, 843, 388}, true).min_x == Approx(beijing.min_x - beijing.width() / 64));
    CHECK(TileId{3, 7, 7}.valid());
    CHECK_FALSE(TileId{3, 8, 0}.valid());
    CHECK_FALSE(TileId{23, 0, 0}.valid());
}

TEST_CASE("A tile of nothing has no bytes") {
    VectorTile tile("a", {10, 843, 388});
    CHECK(tile.bytes().empty());
    tile.add(1, square(10, 10, 1), {});          // elsewhere
    tile.add(2, square(116.39, 39.8, 1e-9), {}); // smaller than a unit
    CHECK(tile.features() == 0);
}

TEST_CASE("What holds the tile is drawn as the tile with its margin") {
    // By hand, from the specification: one feature of five commands in zigzag, shell clockwise as seen (y downwards).
    VectorTile tile("a", {10, 843, 388});
    tile.add(1, square(100, 30, 30), {});
    const std::string bytes = tile.bytes();
    REQUIRE(tile.features() == 1);
    CHECK(bytes.substr(0, 1) == "\x1a");                           // layer, field 3
    CHECK(bytes.find(std::string("\x78\x02\x0a\x01") + "a") == 2); // version 2, name
    CHECK(bytes.ends_with("\x28\x80\x20"));                        // extent 4096
}

TEST_CASE("Specks of one pixel are one, those of others are their own") {
    VectorTile tile("a", {4, 13, 6});
    const geometry::Box box = tiles::box_of({4, 13, 6});
    const double pixel = box.width() / 256;
    const geometry::Point middle = box.middle();
    CHECK(tile.is_speck({middle.x, middle.y, middle.x + pixel / 3, middle.y + pixel / 3}));
    CHECK_FALSE(tile.is_speck({middle.x, middle.y, middle.x + 2 * pixel, middle.y}));
    const auto polygon = geometry::Kind::polygon;
    CHECK(tile.add_speck(1, {middle.x + pixel / 4, middle.y}, polygon, {}));
    CHECK_FALSE(tile.add_speck(2, {middle.x + pixel / 2, middle.y}, polygon, {}));
    CHECK(tile.add_speck(3, {middle.x + 5 * pixel, middle.y}, polygon, {}));
    CHECK_FALSE(tile.add_speck(4, {0, 0}, polygon, {}));
    CHECK(tile.features() == 2);
}

TEST_CASE("Equal values are written once") {
    const auto size_of = [](const std::string &second) {
        VectorTile tile("a", {10, 843, 388});
        const VectorTile::Property one{"name", std::string("the same long text")}, two{"name", second};
        tile.add(1, square(100, 30, 30), std::array{one});
        tile.add(2, square(100, 30, 30), std::array{two});
        return tile.bytes().size();
    };
    CHECK(size_of("the same long text") + 22 == size_of("the other long txt"));
}
