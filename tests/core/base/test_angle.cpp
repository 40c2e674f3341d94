#include <qitu/core/base/angle.h>

#include <catch2/catch.hpp>

#include <string_view>

using namespace qitu;

TEST_CASE("Degrees with minutes and seconds are read in every way of writing them") {
    for (const std::string_view text :
         {"107°24′04.32″", "107°24'04.32\"", "107度24分4.32秒", "107-24-04.32", "107:24:04.32",
          "107 24 04.32", "107º24’04.32”", "１０７°２４′０４．３２″", "E107°24′04.32″", "107°24′04.32″E",
          "东经107°24′04.32″", "107°24′04.32"}) {
        INFO(text);
        const auto read = parse_coordinate(text);
        REQUIRE(read);
        CHECK(read->value == Approx(107 + 24 / 60.0 + 4.32 / 3600).epsilon(1e-15));
        CHECK(read->sexagesimal);
    }
    CHECK(parse_coordinate("40°30′")->value == 40.5);
    CHECK(parse_coordinate("S10°30′")->value == -10.5);
    CHECK(parse_coordinate("-10°30′")->value == -10.5);
    CHECK(parse_coordinate("107.5W")->value == -107.5);
}

TEST_CASE("A plain number is one in degrees or metres, with its decimals") {
    CHECK(parse_coordinate("4519088.512")->value == 4519088.512);
    CHECK(parse_coordinate("107.2538")->decimals == 4);
    CHECK(parse_coordinate(" 36,449,792.184 ")->value == 36449792.184);
    CHECK_FALSE(parse_coordinate("107.2538")->sexagesimal);
}

TEST_CASE("What is no coordinate is never cut to one") {
    for (const std::string_view text :
         {"107..4012", "107.4O12", "107.4012.1", "1O7", "", "东", "107°60′00″", "107°24′61″", "107-24-04-01",
          "107.5°24′", "nan", "inf", "1e999", "107°abc", "E-107°24′00″", "361°00′00″"}) {
        INFO(text);
        CHECK_FALSE(parse_coordinate(text));
    }
}

TEST_CASE("Packed degrees are minutes and seconds behind the point") {
    CHECK(from_packed(107.2538) == Approx(107 + 25 / 60.0 + 38 / 3600.0).epsilon(1e-14));
    CHECK(from_packed(40.4912) == Approx(40 + 49 / 60.0 + 12 / 3600.0).epsilon(1e-14));
    CHECK(from_packed(107) == 107);
    CHECK(from_packed(-10.3) == Approx(-10.5).epsilon(1e-14));
    CHECK(from_packed(107.2538125) == Approx(107 + 25 / 60.0 + 38.125 / 3600.0).epsilon(1e-14));
}

TEST_CASE("Numbers whose digits could all be minutes and seconds are likely to be packed") {
    const auto of = [](std::initializer_list<std::string_view> texts) {
        PackedDegrees digits;
        for (const std::string_view text : texts)
            digits.add(*parse_coordinate(text));
        return digits;
    };
    CHECK(of({"107.2538", "107.2550", "40.4912", "40.4921"}).likely());
    CHECK(of({"107.2538", "107.255", "40.4912", "40.4921"}).likely()); // a workbook drops the last zero
    CHECK_FALSE(of({"107.2538", "107.2550", "40.4912", "40.8121"}).likely());
    CHECK_FALSE(of({"107.4", "107.4012", "40.2", "40.2009"}).likely());
    CHECK_FALSE(of({"107.253812", "107.255021", "40.491233", "40.492144"})
                    .likely()); // four are too few of six decimals
    CHECK_FALSE(of({"4519088.512", "36449792.184", "4519088.5120", "36449792.1840"}).possible());
    CHECK_FALSE(of({}).possible());
}
