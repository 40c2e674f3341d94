#include "parcels.h"
#include "support/places.h"

#include <qitu/core/base/language.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

using namespace qitu;
using namespace qitu::validation;
using catalogue::Feature;
using catalogue::GeometryType;

namespace {

using parcels::Bytes;
using parcels::cell_m2;
using parcels::wkb; // written by GEOS itself, so that the reader is held against another hand

template <typename T>
void put(Bytes &bytes, T value) {
    const std::size_t end = bytes.size();
    bytes.resize(end + sizeof value);
    std::memcpy(bytes.data() + end, &value, sizeof value);
}

// A polygon of one ring as it is given; GEOS would refuse to make some of these.
Bytes raw_ring(const std::vector<geodesy::Point> &ring) {
    Bytes bytes;
    put(bytes, std::uint8_t{1});
    put(bytes, std::uint32_t{3});
    put(bytes, std::uint32_t{1});
    put(bytes, static_cast<std::uint32_t>(ring.size()));
    for (const auto &[x, y] : ring) {
        put(bytes, x);
        put(bytes, y);
    }
    return bytes;
}

catalogue::Layer layer() {
    catalogue::Layer layer;
    layer.id = "field_block";
    const auto add = [&](const char *id, bool required) -> catalogue::Field & {
        catalogue::Field &field = layer.fields.emplace_back();
        field.id = id;
        field.names = {id, id};
        field.required = required;
        return field;
    };
    add("project_code", true);
    add("admin_code", true);
    add("stage", false).codes = {{"approved", {"立项", "Approved"}, {}},
                                 {"accepted", {"验收", "Accepted"}, {}}};
    add("kind", false).codes = {{"new", {"新建", "New"}, {"XJ"}}};
    return layer;
}

const catalogue::Catalogue &programme() {
    static const auto loaded = catalogue::Catalogue::load(support::source("layers"));
    return loaded;
}

Feature feature(std::int64_t id, const std::string &wkt) {
    return {id, {std::string("P1"), std::string("150802"), std::string("accepted"), {}}, wkb(wkt), {}};
}

Findings checked(const catalogue::Layer &type, const std::vector<Feature> &features) {
    Inspection inspection(programme(), type, {}, {});
    inspection.begin("a.shp");
    for (const Feature &each : features)
        inspection.add(each);
    return inspection.finish().findings;
}

std::vector<std::string> rules(const Findings &findings) {
    std::vector<std::string> result;
    for (const Finding &finding : findings)
        result.push_back(finding.rule);
    return result;
}

using Rules = std::vector<std::string>;

constexpr const char *square = "POLYGON((107 40,108 40,108 41,107 41,107 40))";
constexpr const char *bow_tie = "POLYGON((107 40,108 41,108 40,107 41,107 40))";

} // namespace

TEST_CASE("Valid points, lines and polygons have no defect") {
    for (const char *wkt :
         {"POINT(107 40)", "MULTIPOINT(107 40,108 41)", "LINESTRING(107 40,108 41,108 40,107 41)", square,
          "MULTIPOLYGON(((0 0,9 0,9 9,0 9,0 0),(1 1,1 2,2 2,2 1,1 1)),((20 0,21 0,21 1,20 0)))"})
        CHECK_FALSE(defect(wkb(wkt)));
}

TEST_CASE("A bow-tie is a self-intersection where its lines cross") {
    const auto found = defect(wkb(bow_tie));
    REQUIRE(found);
    CHECK(found->reason.en == "Self-intersection");
    REQUIRE(found->place);
    CHECK(found->place->x == Approx(107.5).margin(1e-12));
    CHECK(found->place->y == Approx(40.5).margin(1e-12));
}

TEST_CASE("GEOS tells rings that touch themselves, stray holes and nested shells apart") {
    const auto reason = [](const char *wkt) { return defect(wkb(wkt)).value().reason.en; };
    CHECK(reason("POLYGON((0 0,1 0,1 1,2 1,2 2,1 2,1 1,0 1,0 0))") == "Ring Self-intersection");
    CHECK(reason("POLYGON((0 0,1 0,1 1,0 1,0 0),(5 5,6 5,6 6,5 5))") == "Hole lies outside shell");
    CHECK(reason("MULTIPOLYGON(((0 0,9 0,9 9,0 9,0 0)),((1 1,2 1,2 2,1 1)))") == "Nested shells");
    CHECK(reason("POLYGON((0 0,9 0,9 9,0 9,0 0),(1 1,8 1,8 8,1 8,1 1),(2 2,3 2,3 3,2 2))") ==
          "Holes are nested");
}

TEST_CASE("What GEOS could not even be given is a defect too") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinite = std::numeric_limits<double>::infinity();
    const auto bad = defect(raw_ring({{107, 40}, {108, 40}, {nan, 41}, {107, 41}, {107, 40}}));
    REQUIRE(bad);
    CHECK(bad->reason.en.find("finite") != std::string::npos);
    CHECK(bad->place == geodesy::Point{108, 40});
    CHECK(defect(raw_ring({{infinite, 40}, {108, 40}, {107, 41}, {infinite, 40}}))->place ==
          geodesy::Point{108, 40});
    CHECK_FALSE(defect(raw_ring({{nan, nan}, {nan, nan}, {nan, nan}, {nan, nan}}))->place);

    CHECK(defect(raw_ring({{107, 40}, {108, 40}, {107, 40}}))->reason.en.find("3 points") !=
          std::string::npos);
    CHECK_FALSE(defect(raw_ring({{107, 40}, {108, 40}, {108, 41}, {107, 41}}))); // it is closed on reading
    CHECK(defect({})->reason.en == "there is no geometry");
    CHECK(defect(wkb("MULTIPOLYGON EMPTY"))->reason.en == "the geometry is empty");
    CHECK(defect(wkb("POINT EMPTY"))->reason.en == "the geometry is empty");
    CHECK(defect(wkb("GEOMETRYCOLLECTION(POINT(1 1),LINESTRING(1 1,2 2))"))->reason.en.find("mixed") !=
          std::string::npos);
}

TEST_CASE("WKB that is cut off anywhere, or lengthened, is found out and read no further") {
    const Bytes whole = wkb(square);
    for (std::size_t size = 1; size < whole.size(); ++size) {
        const auto found = defect(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)));
        REQUIRE(found);
        CHECK_FALSE(found->place);
    }
    Bytes longer = whole;
    longer.push_back(std::byte{0});
    CHECK(defect(longer));
    Bytes boast = whole;
    const std::uint32_t huge = 0x7fffffff;
    std::memcpy(boast.data() + 9, &huge, sizeof huge); // the count of points
    CHECK(defect(boast)->reason.en == "the WKB ends too early");
}

TEST_CASE("Two squares in one ring become two parts of the area that they have") {
    // Lower left and upper right square, touching at 108 41.
    const auto repair =
        repaired(wkb("POLYGON((107 40,108 40,108 41,109 41,109 42,108 42,108 41,107 41,107 40))"),
                 GeometryType::polygon);
    const double expected = cell_m2(1, 40, 41) + cell_m2(1, 41, 42);
    CHECK(repair.after_m2 == Approx(expected).epsilon(1e-11));
    CHECK(repair.before_m2 == Approx(expected).epsilon(1e-11));
    CHECK_FALSE(geometry::find_defect(repair.shape));
    CHECK(repair.shape.parts() == 2);
}

TEST_CASE("A bow-tie keeps both wings") {
    const auto repair = repaired(wkb(bow_tie), GeometryType::polygon);
    const double wing =
        geodesy::area({{{107, 40}, {107.5, 40.5}, {107, 41}, {107, 40}}}, geodesy::Method::straight);
    CHECK(repair.after_m2 == Approx(2 * wing).epsilon(1e-9));
    CHECK(repair.before_m2 == Approx(2 * wing).epsilon(1e-9));
}

TEST_CASE("A square that is drawn within a square of the same feature was area before and is none after") {
    // Structure unites nested shells; the lines enclose the inner one twice, and linework takes it for a
    // hole.
    const auto repair = repaired(wkb("MULTIPOLYGON(((107 40,108 40,108 41,107 41,107 40)),((107.2 40.2,107.4 "
                                     "40.2,107.4 40.4,107.2 40.4,107.2 40.2)))"),
                                 GeometryType::polygon);
    CHECK(repair.after_m2 == Approx(cell_m2(1, 40, 41)).epsilon(1e-11));
    CHECK(repair.before_m2 == Approx(cell_m2(1, 40, 41) - cell_m2(0.2, 40.2, 40.4)).epsilon(1e-10));
}

TEST_CASE("What encloses nothing, or lies nobody knows where, cannot be repaired") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK(repaired(raw_ring({{107, 40}, {108, 40}, {nan, 7}, {108, 41}, {107, 41}}), GeometryType::polygon)
              .shape.empty());
    CHECK(repaired(raw_ring({{107, 40}, {108, 40}, {107, 40}}), GeometryType::polygon).shape.empty());
    CHECK(repaired(wkb("POLYGON((0 0,1 1,2 2,0 0))"), GeometryType::polygon).shape.empty());
    CHECK(repaired(wkb(square), GeometryType::line).shape.empty());
    CHECK(repaired(Bytes(), GeometryType::polygon).shape.empty());
}

TEST_CASE("A hole outside its shell makes no land, and the repair says that it gave it up") {
    const Repair repair = repaired(
        wkb("POLYGON((107 40,108 40,108 41,107 41,107 40),(109 40,109.5 40,109.5 41,109 41,109 40))"),
        GeometryType::polygon);
    CHECK(repair.after_m2 == Approx(cell_m2(1, 40, 41)).epsilon(1e-11));
    CHECK(repair.change_percent() == Approx(100.0 / 3).epsilon(1e-9));
}

TEST_CASE("Of a figure with a corner beyond the Earth nothing is left, at once") {
    const auto wild =
        wkb("POLYGON ((107.4 40.8, 1e154 178, 107.4 1e-300, 40.5 107.4, 1e150 40.8, 107.4 40.8))");
    CHECK(validation::repaired(wild, GeometryType::polygon).shape.empty());
}

TEST_CASE("The same figure drawn from another corner, the other way round, is a duplicate") {
    const auto type = layer();
    Inspection inspection(programme(), type, {}, {});
    inspection.begin("a.shp");
    inspection.add(feature(1, square));
    inspection.add(feature(2, "POLYGON((108 41,108 40,107 40,107 41,108 41))"));
    inspection.begin("b.shp");
    inspection.add(feature(1, "MULTIPOLYGON(((107 41,107 40,107 40,108 40,108 41,107 41)))"));
    inspection.add(feature(2, "POLYGON((107 40,108 40,108 41,107 41.0000001,107 40))"));
    inspection.begin("c.shp");
    inspection.add(feature(3, "POLYGON((107 40,108 40,108 41,107 41.0000001,107 40))"));
    const Findings found = inspection.finish().findings;
    REQUIRE(rules(found) == Rules{"geometry.duplicate", "geometry.duplicate", "geometry.duplicate"});
    CHECK(found[0].severity == Severity::warning);
    CHECK(found[0].project == "P1");
    CHECK((found[0].source == 0 && found[0].feature == 2));
    CHECK(found[0].message.en.find("feature 1.") != std::string::npos);
    CHECK((found[1].source == 1 && found[1].feature == 1));
    CHECK((found[2].source == 2 && found[2].feature == 3));
    CHECK(found[2].message.en.find("feature 2 of b.shp") != std::string::npos);
}

TEST_CASE("Fields are held against the catalogue") {
    const auto type = layer();
    Feature bad = feature(7, square);
    bad.values = {std::string("  "), std::string("150899"), std::string("拆除"), std::string("other")};
    const Findings findings = checked(type, {bad});
    REQUIRE(rules(findings) == Rules{"field.required", "field.code", "field.code", "admin.unknown"});
    CHECK(findings[0].severity == Severity::error);
    CHECK(findings[1].severity == Severity::error);   // without its stage a feature counts for nothing
    CHECK(findings[2].severity == Severity::warning); // the field is not required
    CHECK(findings[2].message.en.find("other") != std::string::npos);
    Feature alias = feature(8, "POLYGON((1 1,2 1,2 2,1 1))");
    alias.values.back() = std::string("XJ"); // understood in a file; as it is stored it counts nowhere
    CHECK(rules(checked(type, {alias})) == Rules{"field.code"});
}

TEST_CASE("The layer's rules decide how severe a finding is, or that it is none") {
    auto type = layer();
    type.rules = {{"geometry.invalid", "warning", {}}, {"field.required", "off", {}}};
    Feature bad = feature(7, bow_tie);
    bad.values[0] = {};
    const Findings findings = checked(type, {bad});
    REQUIRE(rules(findings) == Rules{"geometry.invalid"});
    CHECK(findings[0].severity == Severity::warning);
    CHECK(findings[0].place.has_value());
}

TEST_CASE("Reasons and sentences are there in Chinese too, whatever language is in use") {
    use_language(Language::en, support::build("share/locale"));
    CHECK(defect(wkb(bow_tie)).value().reason.zh == "自相交");
    const auto type = layer();
    Feature bad = feature(7, square);
    bad.values[0] = {};
    const Findings findings = checked(type, {bad});
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].message.zh == "字段 project_code 为必填而没有值。请填写。");
}
