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
    CHECK(made::printed(result, console::TabulateView{{"kind"}, {{"新建"}}, "z"}, Format::table) ==
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
    const std::string text = made::printed(result, console::TabulateView{{}, {{}}, "z"}, Format::table);
    CHECK(text.find("length (km)") != std::string::npos);
    CHECK(text.find("12.346") != std::string::npos);
    CHECK(text.find("m²") == std::string::npos);
}

namespace {

// Two zones of 1 000 m², a third of the first and of the second left over, in thirds that do not add up when each is rounded.
tabulate::Result thirds() {
    tabulate::Result result;
    result.features = 3;
    const auto row = [](const char *zone, std::uint32_t group) {
        tabulate::Row made{zone, group, {1, 1000.0 / 3, 1000.0 / 3, 0, 0}};
        made.percents = {100.0 / 3, 100.0 / 2, 100.0 / 4};
        made.values.resize(1);
        made.values[0].add(group == 0 ? 10 : 20, 1, geometry::Kind::polygon, 1000.0 / 3);
        return made;
    };
    result.rows = {row("A", 0), row("A", 1), row("B", 0), row("B", 1)};
    result.zones = {{"A", 1000, 2000.0 / 3}, {"B", 1000, 2000.0 / 3}};
    return result;
}

} // namespace

TEST_CASE("Percents of a zone are rounded with what is left of it, values have totals of their own") {
    console::TabulateView view{{"kind"}, {{"new"}, {"old"}}, "z"};
    view.zone_fields = {"name"};
    view.zone_values = {{"A", {std::string("Alpha")}}, {"B", {std::string("Beta")}}};
    view.values = {{console::ValueColumn::What::sum, "cost", 0},
                   {console::ValueColumn::What::mean, "cost", 0}};
    const std::string text = made::printed(thirds(), view, Format::table);
    CAPTURE(text);
    CHECK(text.find("zone   name   kind") == 0);
    CHECK(text.find("of zone (%)  of class (%)  sum cost  mean cost") != std::string::npos);
    CHECK(text.find("A      Alpha  new          1      333.34    333.34      0.50      25.00        33.34 "
                    "        50.00     10.00      10.00") != std::string::npos);
    CHECK(text.find("33.33") != std::string::npos);
    CHECK(text.find("60.00      15.00") != std::string::npos); // of all
}

TEST_CASE("A unit takes the place of square metres and mu") {
    console::TabulateView view{{"kind"}, {{"new"}, {"old"}}, "z"};
    view.unit = Unit::hectare;
    const std::string text = made::printed(thirds(), view, Format::table);
    CAPTURE(text);
    CHECK(text.find("gross (ha)  net (ha)  share (%)") != std::string::npos);
    CHECK(text.find("m²") == std::string::npos);
    view.unit = Unit::square_kilometre; // 333 m² are less than a mu, which does not ask for more places
    CHECK(made::printed(thirds(), view, Format::table).find("<0.01") != std::string::npos);
}

TEST_CASE("A pivot has a line for each zone and a column for each group") {
    console::TabulateView view{{"kind"}, {{"new"}, {""}}, "z"};
    view.pivot = true;
    view.unit = Unit::square_metre;
    CHECK(made::printed(thirds(), view, Format::table)
              .find("zone      new  (none)     Total\n"
                    "-----  ------  ------  --------\n"
                    "A      333.34  333.33    666.67\n"
                    "B      333.33  333.33    666.66\n"
                    "Total  666.67  666.66  1,333.33\n") == 0);
    CHECK(
        made::printed(thirds(), view, Format::csv).find("zone,new,(none),total\nA,333.3333333333333,333.") ==
        0);
}

TEST_CASE("Zones that each stand for themselves have no total") {
    console::TabulateView view{{"kind"}, {{"new"}, {"old"}}, "z"};
    view.overlapping_zones = true;
    const std::string text = made::printed(thirds(), view, Format::table);
    CAPTURE(text);
    CHECK(text.find("Total") == std::string::npos);
    CHECK(text.find("share (%)") != std::string::npos);
    CHECK(text.find("Each zone stands for itself") != std::string::npos);
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
