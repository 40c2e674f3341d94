#include "fields/unit_in_name.h"
#include "fields/values.h"
#include "files.h"

#include <qitu/core/base/units.h>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <cstdint>
#include <string>

using namespace qitu;
using namespace qitu::reader;
using catalogue::Value;

namespace {

ValueReader reader_of(const catalogue::Layer &layer, const char *id, double factor = 1) {
    return {files::catalogue(), *layer.field(id), factor};
}

} // namespace

TEST_CASE("A date is known in every form that bureaus write") {
    for (const char *text : {"2023-05-01", "20230501", "2023/5/1", "2023.5.1", "2023年5月1日",
                             "２０２３年５月１日", "2023-05-01T00:00:00", "2023/05/01 08:30:00"})
        CHECK(parse_date(text).value_or(text) == "2023-05-01");
}

TEST_CASE("What is not a day of the calendar is not a date") {
    for (const char *text :
         {"2023-02-29", "20231301", "2023-05", "05-01", "1623-05-01", "tomorrow", "", "--"})
        CHECK_FALSE(parse_date(text).has_value());
    CHECK(parse_date("2024-02-29") == "2024-02-29");
}

TEST_CASE("A year is known from a number, with 年 or 年度 behind it, and from a date") {
    for (const char *text : {"2023", "2023年", "2023年度", "２０２３", "2023-12-01", "20231201"})
        CHECK(parse_year(text).value_or(0) == 2023);
    for (const char *text : {"23", "年", "20233", "第三年"})
        CHECK_FALSE(parse_year(text).has_value());
}

TEST_CASE("Numbers may have full-width digits and thousands commas") {
    const catalogue::Layer layer = files::layer();
    ValueReader area = reader_of(layer, "declared_area");
    CHECK(area.read(Value("１，２３４．５")).value == Value(1234.5));
    CHECK(area.read(Value(std::int64_t{7})).value == Value(7.0));
    const auto words = area.read(Value("约30亩"));
    CHECK(words.expected == "a number");
    CHECK(words.value == Value());
}

TEST_CASE("A whole number may come as a real, but not with a fraction") {
    const catalogue::Layer layer = files::layer();
    ValueReader pumps = reader_of(layer, "pumps");
    CHECK(pumps.read(Value(3.0)).value == Value(std::int64_t{3}));
    CHECK(pumps.read(Value("12")).value == Value(std::int64_t{12}));
    CHECK(pumps.read(Value(3.5)).expected == "a whole number");
}

TEST_CASE("Text loses the blanks around it, and blanks alone are nothing") {
    const catalogue::Layer layer = files::layer();
    ValueReader name = reader_of(layer, "project_name");
    CHECK(name.read(Value("　狼山镇 一标段 \t")).value == Value("狼山镇 一标段"));
    CHECK(name.read(Value(" 　 ")).value == Value());
    CHECK(name.read(Value(1508022023001.0)).value == Value("1508022023001"));
}

TEST_CASE("A code is known by itself, by its name in either language and by an alias") {
    const catalogue::Layer layer = files::layer();
    ValueReader stage = reader_of(layer, "stage");
    for (const char *text : {"accepted", "验收", "Accepted", "ACCEPTED", "已验收", " 验收 "})
        CHECK(stage.read(Value(text)).value == Value("accepted"));
    const auto unknown = stage.read(Value("差不多"));
    CHECK(unknown.value == Value());
    CHECK(unknown.expected == "one of: approved (Approved), accepted (Accepted)");
}

TEST_CASE("A banner is known by code, by name, by full name and by the code of a village in it") {
    const catalogue::Layer layer = files::layer();
    ValueReader admin = reader_of(layer, "admin_code");
    for (const char *text : {"150802", "临河区", "临河", "巴彦淖尔市临河区", "内蒙古自治区巴彦淖尔市临河区",
                             "150802001", "150802001002", "1508020010020000000", "１５０８０２"})
        CHECK(admin.read(Value(text)).value == Value("150802"));
    CHECK(admin.read(Value(std::int64_t{150802})).value == Value("150802"));
    CHECK(admin.read(Value(150802.0)).value == Value("150802"));
    for (const char *text : {"130102", "1508", "15080200", "上海市"})
        CHECK_FALSE(admin.read(Value(text)).expected.empty());
}

TEST_CASE("The unit at the end of a field's name is known when it stands apart") {
    const auto unit_of = [](const char *name) {
        const auto found = unit_in_name(name);
        return found ? fmt::format("{} {}", found->stem, unit_name(found->unit, false)) : std::string();
    };
    CHECK(unit_of("面积_公顷") == "面积 ha");
    CHECK(unit_of("建设规模（亩）") == "建设规模 mu");
    CHECK(unit_of("AREA_HA") == "area ha");
    CHECK(unit_of("长度(公里)") == "长度 km");
    CHECK(unit_of("area_m2") == "area m2");
    CHECK(unit_of("alpha").empty());
    CHECK(unit_of("面积").empty());
    CHECK(unit_of("亩").empty());
}
