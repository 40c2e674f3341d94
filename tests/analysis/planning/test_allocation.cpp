#include "support/world.h"

#include <qitu/analysis/planning/allocation.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/units.h>

using namespace world;
using namespace qitu::planning;

namespace {

const catalogue::Layer &basic() {
    return the_catalogue().layer("permanent_basic_farmland");
}

Allocation allocated(const Folder &folder, const AllocationRules &rules, int year = 2023) {
    return allocate(*folder.workspace, the_catalogue(), the_catalogue().indicator("hsf.built"),
                    the_catalogue().admin("150800"), year, rules, {});
}

void set_quota(Folder &folder, double value, int year = 2023, const char *admin = "150800",
               Unit unit = Unit::wan_mu) {
    folder.workspace->transaction({"test"}, [&](workspace::Edit &edit) {
        workspace::set_quota(edit, {"hsf.built", admin, year, value, unit, "", false});
    });
}

void basic_farmland(Folder &folder, const char *banner, double west, double east) {
    folder.add("permanent_basic_farmland", {{"admin_code", std::string(banner)}},
               box(west, 40.51, east, 40.52));
}

void built(Folder &folder, double west, double east, std::int64_t year, const char *stage) {
    folder.add("high_standard_farmland",
               {{"project_code", std::string("A")}, {"year", year}, {"stage", std::string(stage)}},
               box(west, 40.5, east, 40.53));
}

} // namespace

TEST_CASE("A quota is shared out by the area of a layer, and its rounded parts add up") {
    Folder folder;
    basic_farmland(folder, linhe, 107.01, 107.03);
    basic_farmland(folder, wuyuan, 107.11, 107.12);
    AllocationRules rules;
    rules.layer = &basic();
    CHECK_THROWS_AS(allocated(folder, rules), Error);
    set_quota(folder, 10);
    const Allocation allocation = allocated(folder, rules);
    const auto parts = allocation.quotas();
    REQUIRE(parts.size() == 2);
    CHECK(parts[0].value == 6.67);
    CHECK(parts[1].value == 3.33);
    CHECK_THAT(allocation.reason, Catch::Contains(basic().names.en));
}

TEST_CASE("What is built, under way or approved is no weight where only land that is left counts") {
    Folder folder;
    basic_farmland(folder, linhe, 107.01, 107.05); // 4 of 6 parts, 2 left
    basic_farmland(folder, wuyuan, 107.11, 107.13);
    built(folder, 107.01, 107.02, 2022, "accepted");
    built(folder, 107.02, 107.03, 2024, "approved");
    set_quota(folder, 3);
    AllocationRules rules;
    rules.layer = &basic();
    rules.weight = Weight::left;
    const Allocation allocation = allocated(folder, rules);
    REQUIRE(allocation.children.size() == 2);
    CHECK(allocation.children[0].value == 1.5);
    CHECK(allocation.children[1].value == 1.5);
    rules.weight = Weight::layer;
    CHECK(allocated(folder, rules).children[0].value == 2);
}

TEST_CASE("No unit gets more than the land that is left in it") {
    Folder folder;
    basic_farmland(folder, linhe, 107.01, 107.05);
    basic_farmland(folder, wuyuan, 107.11, 107.13);
    AllocationRules rules;
    rules.layer = &basic();
    rules.cap_layer = &basic();
    set_quota(folder, 600, 2023, "150800", Unit::hectare); // some 376 and 188 ha are there
    CHECK_THROWS_WITH(allocated(folder, rules), Catch::Contains("150802") && Catch::Contains("150821"));
    set_quota(folder, 400, 2023, "150800", Unit::hectare);
    rules.bounds["150821"].floor = 100;
    rules.weight = Weight::table;
    support::write_file(folder / "weights.csv", "旗县,面积\n临河区,1\n五原县,9\n合计,10\n");
    rules.table = folder / "weights.csv";
    rules.column = "面积";
    const Allocation allocation = allocated(folder, rules);
    CHECK(allocation.children[1].bound == Bound::cap);
    CHECK(allocation.children[1].value <= *allocation.children[1].cap);
    CHECK(allocation.children[1].value > *allocation.children[1].cap - 0.01);
    CHECK(allocation.children[0].value + allocation.children[1].value == Approx(400));
    CHECK_THAT(allocation.reason, Catch::Contains("150821"));
}

TEST_CASE("Last year's completion is a weight, and bounds come from a table") {
    Folder folder;
    built(folder, 107.01, 107.04, 2022, "accepted");
    built(folder, 107.11, 107.12, 2022, "accepted");
    built(folder, 107.13, 107.16, 2023, "accepted");
    set_quota(folder, 8);
    AllocationRules rules;
    rules.weight = Weight::completion;
    CHECK(allocated(folder, rules).children[0].value == 6);
    support::write_file(folder / "bounds.csv", "分解上下限\n代码,下限,上限\n150802,,5.5\n150821,1,\n");
    rules.bounds_table = folder / "bounds.csv";
    const Allocation allocation = allocated(folder, rules);
    CHECK(allocation.children[0].value == 5.5);
    CHECK(allocation.children[1].value == 2.5);
    CHECK(allocation.children[1].floor == 1);
}

TEST_CASE("A table that cannot be read is refused with its line") {
    Folder folder;
    set_quota(folder, 8);
    AllocationRules rules;
    rules.weight = Weight::table;
    rules.column = "权重";
    rules.table = folder / "weights.csv";
    const auto refused = [&](const char *text) {
        support::write_file(folder / "weights.csv", text);
        try {
            allocated(folder, rules);
        } catch (const Error &error) {
            return std::string(error.what());
        }
        return std::string();
    };
    CHECK_THAT(refused("旗县,面积\n临河区,1\n"), Catch::Contains("权重"));
    CHECK_THAT(refused("旗县,权重\n临河区,1\n火星区,1\n"), Catch::Contains("line 3"));
    CHECK_THAT(refused("旗县,权重\n临河区,很多\n"), Catch::Contains("line 2") && Catch::Contains("很多"));
    CHECK_THAT(refused("旗县,权重\n临河区,1\n150802,2\n"), Catch::Contains("line 3"));
    CHECK_THAT(refused("旗县,权重\n临河区,0\n"), Catch::Contains("150800"));
}
