#include "printed.h"

#include <qitu/core/base/error.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace qitu;
using console::Format;
using nlohmann::json;

namespace {

tabulate::Result result() {
    tabulate::Result result;
    result.features = 5;
    result.repaired = 1;
    result.rejected = 1;
    result.rows = {{"150802", 0, {2, 1000.0 / 3, 1000.0 / 3, 0, 0}},
                   {"150802", 1, {1, 0.1 + 0.2, 0.25, 0, 0}},
                   {"150821", 0, {1, 200, 100, 0, 0}}};
    result.rows[0].percents = {12.5, 25, 50};
    result.outside[0] = {1, 50.5, 50.5, 0, 0};
    result.worst_relative = 2.5e-16;
    result.findings = {{tabulate::Finding::Kind::repaired, 3, "Self-intersection", 12.5}};
    return result;
}

const console::TabulateView view{
    {"stage", "name"}, {{"accepted", "a, \"b\""}, {"approved", ""}}, "banners.gpkg"};

std::vector<std::string> lines(const std::string &text) {
    std::istringstream stream(text);
    std::vector<std::string> result;
    for (std::string line; std::getline(stream, line);)
        result.push_back(line);
    return result;
}

} // namespace

TEST_CASE("JSON of tabulate has the fields that others script against, unrounded") {
    const json read = json::parse(made::printed(result(), view, Format::json));
    CHECK(read["method"] == "td1055");
    CHECK(read["zones"] == "banners.gpkg");
    CHECK(read["input"] == json({{"features", 5}, {"repaired", 1}, {"rejected", 1}}));
    REQUIRE(read["rows"].size() == 3);
    CHECK(read["rows"][0]["zone"] == "150802");
    CHECK(read["rows"][0]["group"] == json({{"stage", "accepted"}, {"name", "a, \"b\""}}));
    CHECK(read["rows"][0]["features"] == 2);
    CHECK(read["rows"][0]["gross_m2"].get<double>() == 1000.0 / 3);
    CHECK(read["rows"][1]["gross_m2"].get<double>() == 0.1 + 0.2);
    CHECK(read["rows"][1]["net_m2"].get<double>() == 0.25);
    CHECK(read["rows"][1]["length_m"].get<double>() == 0);
    CHECK(read["outside"]["features"] == 1);
    CHECK(read["outside"]["gross_m2"].get<double>() == 50.5);
    CHECK(read["outside"]["net_m2"].get<double>() == 50.5);
    CHECK(read["conservation"]["worst_relative"].get<double>() == 2.5e-16);
    CHECK_FALSE(read["findings"][0].contains("feature")); // a feature's number depends on the file's order
    CHECK(read["rows"][0]["zone_fields"] == json::object());
    CHECK(read["rows"][0]["percent_of_zone"].get<double>() == 12.5);
    CHECK(read["rows"][1]["percent_of_all"].is_null());
    CHECK(read["rows"][0]["sums"] == json::object());
}

TEST_CASE("CSV of tabulate has group fields as columns, quotes what needs it and tells what lies outside") {
    const auto read = lines(made::printed(result(), view, Format::csv));
    REQUIRE(read.size() == 5);
    CHECK(read[0] ==
          "zone,stage,group_name,features,gross_m2,net_m2,length_m,percent_of_zone,percent_of_class,"
          "percent_of_all");
    CHECK(read[1] == "150802,accepted,\"a, \"\"b\"\"\",2,333.3333333333333,333.3333333333333,0,12.5,25,50");
    CHECK(read[2] == "150802,approved,,1,0.30000000000000004,0.25,0,,,");
    CHECK(read[4] == ",accepted,\"a, \"\"b\"\"\",1,50.5,50.5,0,,,");
}

TEST_CASE("JSON of progress has null where there is no target, never a percentage") {
    const json read = json::parse(made::printed(made::leagues(), made::catalogue(), Format::json));
    REQUIRE(read["rows"].size() == 6);
    const json &with = read["rows"][0];
    CHECK(with["indicator"] == "hsf.built");
    CHECK(with["admin"] == "150000");
    CHECK(with["name"] == "内蒙古自治区");
    CHECK(with["unit"] == "万亩");
    CHECK(with["target"].get<double>() == 395);
    CHECK(with["done"].get<double>() == 1);
    CHECK(with["percent"].get<double>() == 100.0 / 395);
    CHECK(with["remaining"].get<double>() == 394);
    const json &without = read["rows"][1];
    CHECK(without["done"].get<double>() == made::third);
    for (const char *field : {"target", "percent", "remaining"}) {
        REQUIRE(without.contains(field));
        CHECK(without[field].is_null());
    }
}

TEST_CASE("CSV of progress leaves empty what is null and marks illustrative targets") {
    const auto read = lines(made::printed(made::leagues(), made::catalogue(), Format::csv));
    REQUIRE(read.size() == 7);
    CHECK(read[0] ==
          "indicator,admin,name,unit,target,done,percent,remaining,under_construction,approved,"
          "target_illustrative,rank,expected,cumulative,target_kind,document_target,part_m2,base_m2,"
          "per_year_m2");
    CHECK(read[2] == "hsf.built,150100,呼和浩特市,万亩,,0.3333333333333333,,,,,false,,,,exactly,,,,");
    CHECK(read[3].ends_with(",0.25,,true,,,,exactly,,,,"));
}

TEST_CASE("JSON and CSV of totals name layer, unit and group") {
    const json read = json::parse(made::printed(made::totals(), Format::json));
    CHECK(read["rows"][1]["layer"] == "high_standard_farmland");
    CHECK(read["rows"][1]["admin"] == "150102");
    CHECK(read["rows"][1]["group"]["stage"] == "accepted");
    CHECK(read["rows"][1]["net_m2"].get<double>() == 1500.004);
    const auto csv = lines(made::printed(made::totals(), Format::csv));
    CHECK(csv[0] ==
          "layer,admin,name,stage,features,gross_m2,net_m2,length_m,percent_of_zone,percent_of_class,"
          "percent_of_all");
    CHECK(csv[4] == "high_standard_farmland,150802,临河区,approved,1,100.004,100.004,0,,,");
}

TEST_CASE("A format that does not exist is refused as wrong usage") {
    CHECK(console::format_from("JSON") == Format::json);
    try {
        console::format_from("xml");
        FAIL("taken");
    } catch (const Error &error) {
        CHECK(error.kind() == ErrorKind::usage);
    }
}
