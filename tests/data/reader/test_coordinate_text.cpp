#include "files.h"

#include <qitu/core/base/error.h>
#include <qitu/data/reader/coordinate_text.h>
#include <qitu/data/reader/raw_file.h>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace qitu;
using namespace qitu::reader;
using files::Folder;
using files::refusal;

namespace {

const std::string head = "[属性描述]\n坐标系=2000国家大地坐标系\n带号=36\n[地块坐标]\n";
const std::string square = "J1,1,4515000,36450000\nJ2,1,4515100,36450000\nJ3,1,4515100,36450100\n"
                           "J4,1,4515000,36450100\nJ1,1,4515000,36450000\n";

std::string refused(const std::string &text) {
    const files::Refusal found = refusal([&] { read_coordinate_text(text); });
    CHECK(found.kind == ErrorKind::unreadable);
    return found.message;
}

} // namespace

TEST_CASE("A parcel of a coordinate TXT has its easting first, its words and its hectares") {
    const Folder folder;
    const CoordinateText text = read_coordinate_text(head + "5,1.0,D01,一标段,面,K48,农田,0102,@\n" + square);
    REQUIRE(text.parcels.size() == 1);
    const CoordinateText::Parcel &parcel = text.parcels[0];
    CHECK(parcel.line == 5);
    CHECK(parcel.number == "D01");
    CHECK(parcel.name == "一标段");
    CHECK(parcel.land_class == "0102");
    CHECK(parcel.hectares == 1.0);
    REQUIRE(parcel.parts.size() == 1);
    CHECK(parcel.parts[0][0][1] == geodesy::Point{36450000, 4515100});
    CHECK(text.head("带号") == "36");
    CHECK(text.notes.empty());
}

TEST_CASE("Rings without a number of their own are told apart where the one before closes") {
    const Folder folder;
    const CoordinateText text = read_coordinate_text(
        head + "9,1,D01,,面,,,,@\n" + square +
        "J1,1,4515020,36450020\nJ2,1,4515040,36450020\nJ3,1,4515040,36450040\nJ1,1,4515020,36450020\n");
    REQUIRE(text.parcels[0].parts.size() == 1);
    CHECK(text.parcels[0].parts[0].size() == 2); // a shell and its hole
    CHECK(text.notes.size() == 3);
}

TEST_CASE("Areas in square metres are known by their ratio to the figures") {
    const Folder folder;
    const CoordinateText text = read_coordinate_text(head + "4,10000,D01,,面,,,,@\n" + square);
    CHECK(text.parcels[0].hectares == 1.0);
    CHECK(text.notes ==
          std::vector<std::string>{
              "the areas are in m2, not in hectares, judging by their ratio to the computed areas"});
}

TEST_CASE("A fault of a coordinate TXT is refused with its line") {
    const Folder folder;
    CHECK(refused("minutes of the meeting") == "line 1: expected [属性描述] or [地块坐标], found \"minutes "
                                               "of the meeting\". Is this a coordinate TXT?");
    CHECK(refused("[属性描述]\nno key\n") == "line 2: expected KEY=VALUE in [属性描述], found \"no key\".");
    CHECK(refused(head + "J1,1,1,2\n") ==
          "line 5: a point precedes the first parcel line (the one that ends in @).");
    CHECK(refused(head + "4,1,D01,,面,,,,@\nJ1,1\n") ==
          "line 6: expected point name, ring number, X, Y, found \"J1,1\".");
    CHECK(refused(head + "4,1,D01,,面,,,,@\n") == "line 5: parcel D01 has no points.");
    CHECK(refused(head + "5,1,D01,,面,,,,@\n" + square.substr(0, square.find("J4"))) ==
          "line 5: parcel D01 declares 5 points and has 3, and its last ring is not closed: the text is "
          "truncated, or the count is wrong. Send it again, complete.");
    CHECK(refused(head) == "line 4: [地块坐标] contains no parcel (a line that ends in @).");
}

TEST_CASE("Headers of one coordinate TXT must name one system") {
    const Folder folder;
    const std::string first = head + "5,1.0,D01,,面,,,,@\n" + square;
    const auto second = [](const std::string &system, const std::string &zone) {
        return "[属性描述]\n坐标系=" + system + "\n带号=" + zone + "\n[地块坐标]\n5,1.0,D02,,面,,,,@\n" +
               square;
    };
    CHECK(read_coordinate_text(first + second("2000国家大地坐标系", "36")).parcels.size() == 2);
    CHECK(refused(first + second("2000国家大地坐标系", "37")) ==
          "line 13: the header has 带号=37 here, and 带号=36 before. A file can only be in one coordinate "
          "system: split it into one file for each header.");
    CHECK(refused(first + second("1980西安坐标系", "36")).starts_with("line 12: the header has 坐标系=1980"));
    CHECK(refused(first + "[属性描述]\n几度分带=6\n").find("and 几度分带= before") != std::string::npos);
}

TEST_CASE("What is written is read again to the millimetre, lines and points too") {
    const Folder folder;
    CoordinateText text;
    text.header = coordinate_text_header(36, "临河区自然资源局", "2023-06-18");
    CoordinateText::Parcel canal;
    canal.number = "Q1";
    canal.name = "一支渠, 上段";
    canal.type = catalogue::GeometryType::line;
    canal.parts = {{{{36450000.1234, 4515000.4321}, {36450200, 4515100}}}};
    CoordinateText::Parcel field;
    field.number = "D01";
    field.hectares = 1.5;
    field.parts = {{{{36450000, 4515000}, {36450100, 4515000}, {36450100, 4515100}, {36450000, 4515000}}},
                   {{{36460000, 4515000}, {36460100, 4515000}, {36460100, 4515100}, {36460000, 4515000}}}};
    text.parcels = {canal, field};
    support::write_file(folder / "a.txt", coordinate_text_bytes(text));
    RawFile raw(folder / "a.txt", {});
    CHECK(raw.diagnostics().crs == "EPSG:4524");
    CHECK(raw.diagnostics().encoding == "GBK");
    RawFeature feature;
    REQUIRE(raw.next(feature));
    CHECK(feature.values[1] == catalogue::Value("一支渠  上段")); // a comma would part the columns
    REQUIRE(raw.next(feature));
    CHECK(feature.values[5] == catalogue::Value(1.5));
    CHECK_FALSE(raw.next(feature));
}
