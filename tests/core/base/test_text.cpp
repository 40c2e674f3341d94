
#include <qitu/core/base/error.h>
#include <qitu/core/base/text.h>
#include <qitu/core/base/units.h>

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace qitu;

TEST_CASE("Numbers are read as people type them") {
    double number = 0;
    CHECK(parse_number(" 1,234.5 ", number));
    CHECK(number == 1234.5);
    CHECK(parse_number("１２．５", number));
    CHECK(number == 12.5);
    CHECK_FALSE(parse_number("12亩", number));
    CHECK_FALSE(parse_number("", number));
}

TEST_CASE("Commas and blanks are read between thousands and nowhere else") {
    double number = 0;
    for (const char *text : {"1,500.25", "1 500.25", "１，５００．２５", "+1,500.25"}) {
        CHECK(parse_number(text, number));
        CHECK(number == 1500.25);
    }
    CHECK(parse_number("-12,345,678", number));
    CHECK(number == -12345678);
    for (const char *text : {"1500,5", "1.500,00", "1 500,00", "12 34", "1,50", "0,500", ",500", "1,500,",
                             "1234,500", "1,500 250", "1.5 000", "1,500.2,5"})
        CHECK_FALSE(parse_number(text, number));
}

TEST_CASE("Names from different hands fold to the same text") {
    CHECK(folded(" ＸＭＢＨ ") == folded("xmbh"));
    CHECK(folded("临河区") == "临河区");
}

TEST_CASE("A misspelling finds its neighbour and a foreign word finds none") {
    const std::vector<std::string> layers{"reservoir", "check_dam", "rural_road"};
    CHECK(nearest("resevoir", layers) == "reservoir");
    CHECK(nearest("zzzzzzz", layers).empty());
}

TEST_CASE("Nearness counts characters, not bytes, and two swapped ones as one mistake") {
    const std::vector<std::string> banners{"杭锦后旗", "杭锦旗", "临河区", "五原县"};
    CHECK(nearest("临合区", banners) == "临河区");
    CHECK(nearest("临河县", banners) == "临河区");
    CHECK(nearest("杭绵后旗", banners) == "杭锦后旗");
    CHECK(nearest("磴口", banners).empty()); // every character differs, however alike their bytes
    CHECK(nearest("河", banners).empty());   // one character says nothing
    CHECK(nearest("shwo", std::vector<std::string>{"set", "show"}) == "show");
    CHECK(nearest("ＰＲＯＧＲＥＳＳ", std::vector<std::string>{"report", "progress"}) == "progress");
}

TEST_CASE("A Chinese character takes two columns") {
    CHECK(display_width("临河区") == 6);
    CHECK(display_width("abc") == 3);
}

TEST_CASE("A unit is known by its Chinese and its English name") {
    CHECK(unit_from("万亩") == Unit::wan_mu);
    CHECK(unit_from("ha") == Unit::hectare);
    CHECK(unit_size(Unit::hectare) == Approx(15 * unit_size(Unit::mu)));
    CHECK_THROWS_AS(unit_from("furlong"), Error);
}

TEST_CASE("Well-formed UTF-8 is told from GBK") {
    CHECK(is_utf8("临河区"));
    CHECK_FALSE(is_utf8("\xc1\xd9\xba\xd3\xc7\xf8"));
}

TEST_CASE("A text is taken apart between characters, never within one") {
    CHECK(characters("a临b") == std::vector<std::string_view>{"a", "临", "b"});
    CHECK(characters("").empty());
    CHECK(code_points("a临\xff") == U"a临\ufffd");
    CHECK(first_characters("临河区", 2) == "临河");
    CHECK(first_characters("临河区", 5) == "临河区");
    CHECK(first_bytes("临河区", 8) == "临河");
    CHECK(first_bytes("临河区", 9) == "临河区");
    CHECK(first_bytes("临河区", 2).empty());
}

TEST_CASE("What a terminal would obey is shown as an escape; line feeds, tabs and Chinese stay") {
    CHECK(printable("临河区\t1\n") == "临河区\t1\n");
    CHECK(printable("\x1b[2Jgone\rover") == "\\u001b[2Jgone\\u000dover");
    // NOLINTNEXTLINE(misc-misleading-bidirectional): what is refused
    CHECK(printable("a\u0085b\u202ecsv.exe") == "a\\u0085b\\u202ecsv.exe");
    CHECK(printable(std::string_view("\0\x7f", 2)) == "\\u0000\\u007f");
    CHECK(printable("\xc1\xd9.shp") == "\\xc1\\xd9.shp"); // a name in GBK
}

TEST_CASE("A cell that a spreadsheet would calculate gets a ' before it, a number does not") {
    for (const char *formula :
         {"=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "=HYPERLINK(\"http://x\")", "\t=1"})
        CHECK(unless_formula(formula) == std::string("'") + formula);
    for (const char *plain : {"-3.5", "+7", "-1e-5", "-", "", "P-1", "临河区", "1=1"})
        CHECK(unless_formula(plain) == plain);
}
