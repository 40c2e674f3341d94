// WKB is held against bytes that are put together here by the standard's tables (ISO 19125-1, 8.2), and
// against GEOS's own writer.
#include "geos.h"
#include "wkb.h"

#include <catch2/catch.hpp>
#include <support/wkt.h>

#include <cstdint>
#include <string>
#include <vector>

using namespace qitu::geometry;
using qitu::test::wkb_from_wkt;

namespace {

using Bytes = std::vector<std::byte>;

template <typename Number>
void put(Bytes &wkb, Number number, bool big_endian = false) {
    std::array<std::byte, sizeof(Number)> bytes{};
    std::memcpy(bytes.data(), &number, sizeof number);
    if (big_endian)
        std::reverse(bytes.begin(), bytes.end());
    wkb.insert(wkb.end(), bytes.begin(), bytes.end());
}

Bytes line(std::uint32_t type, std::size_t ordinates, bool big_endian = false, bool srid = false) {
    Bytes wkb;
    put(wkb, static_cast<std::uint8_t>(big_endian ? 0 : 1));
    put(wkb, type, big_endian);
    if (srid)
        put(wkb, std::uint32_t{4490}, big_endian);
    put(wkb, std::uint32_t{2}, big_endian);
    for (const double base : {1.0, 3.0}) {
        put(wkb, base, big_endian);
        put(wkb, base + 1, big_endian);
        for (std::size_t i = 2; i < ordinates; ++i)
            put(wkb, 99.0, big_endian);
    }
    return wkb;
}

std::string reason(const Bytes &wkb) {
    try {
        (void)read_wkb(wkb);
    } catch (const InvalidGeometry &invalid) {
        return invalid.reason().en;
    }
    return "";
}

} // namespace

TEST_CASE("Z, M, SRID and byte order are read and dropped, of ISO and of extended WKB") {
    const std::vector<Point> points{{1, 2}, {3, 4}};
    for (const bool big_endian : {false, true}) {
        CHECK(read_wkb(line(2, 2, big_endian)).points == points);
        CHECK(read_wkb(line(1002, 3, big_endian)).points == points);
        CHECK(read_wkb(line(2002, 3, big_endian)).points == points);
        CHECK(read_wkb(line(3002, 4, big_endian)).points == points);
        CHECK(read_wkb(line(0x80000002U, 3, big_endian)).points == points);
        CHECK(read_wkb(line(0x40000002U, 3, big_endian)).points == points);
        CHECK(read_wkb(line(0xE0000002U, 4, big_endian, true)).points == points);
        CHECK(read_wkb(line(0x20000002U, 2, big_endian, true)).points == points);
    }
}

TEST_CASE("A multi-polygon comes with its parts, shells and holes in their order") {
    const Shape shape = read_wkb(wkb_from_wkt("MULTIPOLYGON(((0 0, 9 0, 9 9, 0 0), (2 1, 3 1, 3 2, 2 1)), "
                                              "((20 0, 21 0, 21 1, 20 0)))"));
    CHECK(shape.kind == Kind::polygon);
    REQUIRE(shape.parts() == 2);
    REQUIRE(shape.paths() == 3);
    CHECK(shape.part_begin(1) == 2);
    CHECK(shape.path(1)[1] == Point{3, 1});
    CHECK(shape.has_holes());
}

TEST_CASE("An open ring is closed by its first point") {
    const Shape shape = read_wkb(wkb_from_wkt("POLYGON((0 0, 1 0, 1 1))"));
    CHECK(shape.points == std::vector<Point>{{0, 0}, {1, 0}, {1, 1}, {0, 0}});
}

TEST_CASE("What is empty adds nothing") {
    for (const char *wkt : {"POINT EMPTY", "LINESTRING EMPTY", "POLYGON EMPTY", "MULTIPOLYGON EMPTY",
                            "GEOMETRYCOLLECTION EMPTY", "MULTIPOINT(EMPTY)", "MULTIPOLYGON((EMPTY), EMPTY)"})
        CHECK(read_wkb(wkb_from_wkt(wkt)).empty());
    CHECK(read_wkb(wkb_from_wkt("GEOMETRYCOLLECTION(POINT EMPTY, LINESTRING(0 0, 1 1))")).kind == Kind::line);
    const Shape shape = read_wkb(wkb_from_wkt("POLYGON((0 0, 1 0, 1 1, 0 0), EMPTY)"));
    CHECK(shape.paths() == 1);
}

TEST_CASE("What cannot be used is refused with the reason") {
    CHECK(reason(wkb_from_wkt("GEOMETRYCOLLECTION(POINT(1 1), LINESTRING(0 0, 1 1))")) ==
          "points, lines and polygons are mixed in one feature");
    CHECK(reason(wkb_from_wkt("POLYGON(EMPTY, (0 0, 1 0, 1 1, 0 0))")) ==
          "a polygon has a hole and no shell");
    CHECK(reason({}) == "the WKB ends too early");
    CHECK(reason(line(8, 2)) == "geometry type 8 cannot be read");
    CHECK(reason(line(0, 2)) == "geometry type 0 cannot be read");
    CHECK(reason(line(4002, 2)) == "geometry type 4002 cannot be read");
    Bytes longer = line(2, 2);
    longer.push_back({});
    CHECK(reason(longer) == "there are bytes after the geometry");
    longer.resize(longer.size() - 2);
    CHECK(reason(longer) == "the WKB ends too early");
    Bytes order = line(2, 2);
    order[0] = std::byte{2};
    CHECK_FALSE(reason(order).empty());
}

TEST_CASE("A coordinate that is not a finite number is refused, with a point beside it") {
    try {
        (void)read_wkb(wkb_from_wkt("POLYGON((107 40, 108 40, nan 41, 107 41, 107 40))"));
        FAIL();
    } catch (const InvalidGeometry &invalid) {
        CHECK(invalid.place() == Point{108, 40});
    }
    CHECK(reason(wkb_from_wkt("LINESTRING(inf 0, 1 1)")).find("not a finite number") != std::string::npos);
    CHECK(reason(wkb_from_wkt("POINT(nan 1)")).find("not a finite number") != std::string::npos);
}

TEST_CASE("Collections nested without end are refused before they are gone into") {
    Bytes wkb;
    for (int i = 0; i < 200000; ++i) {
        put(wkb, std::uint8_t{1});
        put(wkb, std::uint32_t{7});
        put(wkb, std::uint32_t{1});
    }
    CHECK(reason(wkb) == "the geometry holds collections within collections");
}

TEST_CASE("A count that the bytes cannot hold is refused before anything is allocated") {
    for (const std::uint32_t type : {2U, 3U, 4U, 5U, 6U, 7U}) {
        Bytes wkb;
        put(wkb, std::uint8_t{1});
        put(wkb, type);
        put(wkb, std::uint32_t{0xffffffff});
        CHECK(reason(wkb) == "the WKB ends too early");
    }
}

TEST_CASE("Every beginning of a geometry is refused, and no byte of it turned over does harm") {
    const Bytes whole = wkb_from_wkt("MULTIPOLYGON(((0 0, 9 0, 9 9, 0 0), (2 1, 3 1, 3 2, 2 1)))");
    for (std::size_t size = 0; size < whole.size(); ++size)
        CHECK_FALSE(reason({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)}).empty());
    for (std::size_t at = 0; at < whole.size(); ++at)
        for (const int bits : {0x01, 0x80, 0xff}) {
            Bytes other = whole;
            other[at] ^= static_cast<std::byte>(bits);
            (void)reason(other);
        }
}

TEST_CASE("What is written is what GEOS writes, and reads back to the bit") {
    Geos geos;
    for (const char *wkt :
         {"MULTIPOINT(1 2, 3 4)", "MULTILINESTRING((0 0, 1 1, 2 1), (5 5, 6 6))",
          "MULTIPOLYGON(((0 0, 9 0, 9 9, 0 0), (2 1, 3 1, 3 2, 2 1)), ((20 0, 21 0, 21 1, 20 0)))"}) {
        const Shape shape = [&] {
            GEOSWKTReader *reader = GEOSWKTReader_create_r(geos.context());
            const GeosGeometry geometry = geos.own(GEOSWKTReader_read_r(geos.context(), reader, wkt));
            GEOSWKTReader_destroy_r(geos.context(), reader);
            Shape result;
            for (const Kind kind : {Kind::point, Kind::line, Kind::polygon})
                geos.read(geometry.get(), kind, result);
            return result;
        }();
        const Bytes wkb = write_wkb(shape);
        CHECK(read_wkb(wkb) == shape);
        std::size_t size = 0;
        GEOSWKBWriter *writer = GEOSWKBWriter_create_r(geos.context());
        unsigned char *bytes = GEOSWKBWriter_write_r(geos.context(), writer, geos.from(shape).get(), &size);
        REQUIRE(size == wkb.size());
        CHECK(std::memcmp(bytes, wkb.data(), size) == 0);
        GEOSFree_r(geos.context(), bytes);
        GEOSWKBWriter_destroy_r(geos.context(), writer);
    }
}
