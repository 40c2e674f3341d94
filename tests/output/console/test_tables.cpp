#include "printed.h"

#include <catch2/catch.hpp>

using namespace qitu;
using console::Format;

TEST_CASE("A table is aligned by the columns that characters take on a terminal") {
    const console::Table table{
        {"旗县", "面积 ha"}, {false, true}, {{"临河区", "1,234.50"}, {"Wuyuan", "7.00"}}};
    CHECK(made::printed(table) == "旗县     面积 ha\n"
                                  "------  --------\n"
                                  "临河区  1,234.50\n"
                                  "Wuyuan      7.00\n");
}

TEST_CASE("The table of tabulate shows zones, what lies outside, a total that adds up, and the method") {
    tabulate::Result result;
    result.features = 4;
    result.rejected = 1;
    result.rows = {{"A", 0, {1, 1000.005, 1000.005, 0, 0}}, {"B", 0, {2, 3000.005, 2000.005, 0, 0}}};
    result.outside[0] = {1, 0.004, 0.004, 0, 0};
    result.worst_relative = 1e-16;
    // 1000.005 + 2000.005 + 0.004 = 3000.014: the parts are cut to 3000.00 and the missing 0.01 goes to the
    // largest remainder, as it does in 亩 and in percent.
    CHECK(made::printed(result, std::vector<std::string>{"kind"},
                        std::vector<std::vector<std::string>>{{"新建"}}, std::string("z"), Format::table) ==
          "zone     kind  features  gross (m²)  net (m²)  net (mu)  share (%)\n"
          "-------  ----  --------  ----------  --------  --------  ---------\n"
          "A        新建         1    1,000.01  1,000.01      1.50      33.33\n"
          "B        新建         2    3,000.00  2,000.00      3.00      66.67\n"
          "outside  新建         1       <0.01     <0.01     <0.01      <0.01\n"
          "Total                 3    4,000.01  3,000.01      4.50     100.00\n"
          "\n"
          "Method td1055 (ellipsoidal area by TD/T 1055, CGCS2000). Conserved: parts and whole differ by "
          "1.0e-16 at "
          "most, relative.\n"
          "Read 4 features: 0 repaired, 1 rejected.\n");
}

TEST_CASE("Lines have a length column and no area") {
    tabulate::Result result;
    result.features = 1;
    result.rows = {{"A", 0, {1, 0, 0, 12345.6789, 12345.6789}}};
    const std::string text =
        made::printed(result, std::vector<std::string>{}, std::vector<std::vector<std::string>>{{}},
                      std::string("z"), Format::table);
    CHECK(text.find("length (km)") != std::string::npos);
    CHECK(text.find("12.346") != std::string::npos);
    CHECK(text.find("m²") == std::string::npos);
}

TEST_CASE("The table of progress says no target, marks what is illustrative, and counts what it leaves out") {
    const std::string text = made::printed(made::leagues(), made::catalogue(), Format::table);
    CAPTURE(text);
    CHECK(text.find("no target") != std::string::npos);
    CHECK(text.find("(illustrative)") != std::string::npos);
    CHECK(text.find("100.0") == std::string::npos);
    // Hohhot has neither target nor figure for rivers; the thirds add up to the region's 1.00.
    CHECK(text.find("Left out: 1 lines") != std::string::npos);
    CHECK(text.find("0.33") != std::string::npos);
    CHECK(text.find("0.67") != std::string::npos);
    CHECK(text.find("1.00") != std::string::npos);
}

TEST_CASE("The table of totals names codes as the catalogue does") {
    const std::string text = made::printed(made::totals(), made::catalogue(), Format::table);
    CAPTURE(text);
    CHECK(text.find("High-standard farmland") == 0);
    CHECK(text.find("Accepted") != std::string::npos);
    CHECK(text.find("3,110.02") != std::string::npos); // gross of all: 3110.016
    CHECK(made::printed(made::totals(), Format::table).find("accepted") != std::string::npos);
}
