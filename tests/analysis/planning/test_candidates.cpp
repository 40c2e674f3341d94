#include "support/world.h"

#include <qitu/analysis/planning/candidates.h>
#include <qitu/analysis/planning/plan_layer.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/units.h>
#include <qitu/core/geometry/wkb.h>
#include <qitu/data/workspace/quotas.h>

#include <cmath>
#include <set>

using namespace world;
using namespace qitu::planning;

namespace {

constexpr double step = 0.002;

const catalogue::Indicator &built_indicator() {
    return the_catalogue().indicator("hsf.built");
}

// Basic farmland in a grid of parcels of some 56 mu.
void base_grid(Folder &folder, double west, double south, int columns, int rows) {
    std::vector<std::vector<std::byte>> parcels;
    for (int y = 0; y < rows; ++y)
        for (int x = 0; x < columns; ++x)
            parcels.push_back(
                box(west + x * step, south + y * step, west + (x + 1) * step, south + (y + 1) * step));
    folder.add_all("permanent_basic_farmland", {{"admin_code", std::string(linhe)}}, std::move(parcels));
}

void project(Folder &folder, std::vector<std::byte> wkb, const char *stage = "accepted") {
    folder.add(
        "high_standard_farmland",
        {{"project_code", std::string("A")}, {"year", std::int64_t{2023}}, {"stage", std::string(stage)}},
        std::move(wkb));
}

void quota(Folder &folder, const char *admin, double mu) {
    folder.workspace->transaction({"test"}, [&](workspace::Edit &edit) {
        workspace::set_quota(edit, {"hsf.built", admin, 2023, mu, Unit::mu, "", false});
    });
}

Scenario scenario(double least, double most) {
    Scenario made;
    made.least_block_mu = least;
    made.most_block_mu = most;
    return made;
}

Candidates planned(const Folder &folder, const Scenario &scenario, bool shapes = false) {
    CandidateRules rules;
    rules.year = 2023;
    rules.banners = {linhe, wuyuan};
    rules.shapes = shapes;
    return candidates(*folder.workspace, the_catalogue(), built_indicator(), scenario, rules, {});
}

std::vector<std::byte> support_point(double x, double y) {
    std::vector<std::byte> wkb;
    put(wkb, std::uint8_t{1});
    put(wkb, std::uint32_t{1});
    put(wkb, x);
    put(wkb, y);
    return wkb;
}

double degrees(const std::vector<std::byte> &wkb) {
    const geometry::Shape shape = geometry::read_wkb(wkb);
    double area = 0;
    for (std::size_t i = 0; i < shape.paths(); ++i)
        area += geometry::twice_signed_area(shape.path(i)) / 2;
    return std::abs(area);
}

} // namespace

TEST_CASE("Base is built, excluded and eligible land, each place once") {
    Folder folder;
    base_grid(folder, 107.02, 40.52, 10, 10);
    base_grid(folder, 107.095, 40.56, 6, 2); // over the border between the banners
    folder.add("permanent_basic_farmland", {{"admin_code", std::string(linhe)}},
               box(107.021, 40.521, 107.025, 40.525)); // drawn twice
    project(folder, box(107.02, 40.52, 107.027, 40.531));
    project(folder, box(107.025, 40.525, 107.03, 40.54), "approved");
    folder.add("ecological_redline", {{"admin_code", std::string(linhe)}},
               box(107.024, 40.53, 107.035, 40.55));
    folder.add("slope_class", {{"slope", std::string("5")}}, box(107.03, 40.52, 107.033, 40.56));
    folder.add("slope_class", {{"slope", std::string("1")}},
               box(107.02, 40.52, 107.06, 40.56)); // excludes nothing
    const Candidates plan = planned(folder, scenario(1, 100000));
    const BannerLand whole = plan.whole();
    double excluded = 0;
    for (const auto &[rule, m2] : whole.excluded_m2)
        excluded += m2;
    CHECK(plan.land.worst_relative <= 1e-9);
    CHECK(std::abs(whole.base_m2 - whole.built_m2 - excluded - whole.eligible_m2) <= 1e-9 * whole.base_m2);
    CHECK(whole.excluded_m2.at("exclusive.ecological_redline") > 0);
    // In squares of the grid, counted by hand: 100 and 12 are there; built are 3.5 × 5.5 and 2.5 × 7.5 less what both have, 1 × 3.
    const double square = whole.base_m2 / 112;
    CHECK(whole.built_m2 / square == Approx(3.5 * 5.5 + 2.5 * 7.5 - 1 * 3).epsilon(1e-3));
    // The red line from x 2 to 7.5, y 5 to 15, in the grid and not built: 5.5 × 5 less 1.5 × 0.5 and 2.5 × 5 less 1 × 0.5.
    CHECK(whole.excluded_m2.at("exclusive.ecological_redline") / square ==
          Approx(5.5 * 5 - 1.5 * 0.5 - 2.5 * 5 + 1 * 0.5).epsilon(1e-3));
    // The slope from x 5 to 6.5 over all ten rows, less the red line below it.
    CHECK(whole.excluded_m2.at("exclusive.slope_class") / square == Approx(1.5 * 5).epsilon(1e-3));
    double in_blocks = 0;
    for (const Block &block : plan.blocks)
        in_blocks += block.net_m2;
    CHECK(in_blocks == Approx(whole.eligible_m2).epsilon(1e-9));
    CHECK(plan.land.banners[1].base_m2 / square == Approx(12 * 3.5 / 6).epsilon(1e-3)); // of 五原
}

TEST_CASE("Blocks are disjoint, inside eligible land and as large as the engine says") {
    Folder folder;
    base_grid(folder, 107.02, 40.52, 12, 12);
    project(folder, box(107.0211, 40.5213, 107.0333, 40.5271));
    const Candidates plan = planned(folder, scenario(200, 1500), true);
    REQUIRE(plan.blocks.size() > 3);
    double drawn = 0;
    for (const Block &block : plan.blocks) {
        CHECK(block.net_m2 / square_metres_per_mu <= 1500);
        CHECK((block.net_m2 / square_metres_per_mu >= 200) == (block.state != BlockState::too_small));
        // m² to square degrees at this latitude
        CHECK(degrees(block.wkb) / block.net_m2 ==
              Approx(degrees(plan.blocks[0].wkb) / plan.blocks[0].net_m2).epsilon(1e-3));
        CHECK(geometry::read_wkb(block.wkb).parts() == 1); // of one piece
        drawn += degrees(block.wkb);
    }
    const double there = 144 * step * step - 0.0122 * 0.0058;
    CHECK(drawn ==
          Approx(there).epsilon(1e-9)); // so they do not overlap, and nothing that is built is in them
}

TEST_CASE("The choice meets each banner's remaining quota, and a league's where banners have none") {
    Folder folder;
    base_grid(folder, 107.02, 40.52, 10, 10);            // some 5600 mu in 临河
    base_grid(folder, 107.11, 40.52, 10, 10);            // in 五原
    project(folder, box(107.02, 40.52, 107.03, 40.524)); // 10 squares are done
    quota(folder, linhe, 2000);
    const Candidates plan = planned(folder, scenario(100, 400));
    REQUIRE(plan.units.size() == 1);
    CHECK(plan.units[0].admin == linhe);
    const double mu = unit_size(plan.unit) / square_metres_per_mu;
    CHECK(plan.units[0].remaining * mu == Approx(2000 - 10 * 56.7).epsilon(0.01));
    CHECK(plan.units[0].chosen * mu >= plan.units[0].remaining * mu - 1e-6);
    CHECK(plan.units[0].chosen * mu <= plan.units[0].remaining * mu + 400);
    CHECK(plan.gap() < 1e-3);
    double chosen = 0;
    for (const Block &block : plan.blocks) {
        chosen += block.state == BlockState::chosen ? block.net_m2 / square_metres_per_mu : 0;
        CHECK((block.state != BlockState::chosen || block.admin == linhe));
    }
    CHECK(chosen == Approx(plan.units[0].chosen * mu));
    quota(folder, "150800", 5000);
    const Candidates league = planned(folder, scenario(100, 400));
    REQUIRE(league.units.size() == 2);
    CHECK(league.units[0].admin == "150800"); // 五原's, less what 临河 has to find
    CHECK(league.units[0].remaining * mu == Approx(3000).epsilon(0.01));
}

TEST_CASE("Land that is nowhere wide enough is excluded") {
    Folder folder;
    base_grid(folder, 107.02, 40.52, 4, 4);
    folder.add("permanent_basic_farmland", {{"admin_code", std::string(linhe)}},
               box(107.05, 40.52, 107.0501, 40.53));
    Scenario wide = scenario(1, 10000);
    wide.least_width_m = 20; // the strip is 8.5 m wide
    const Candidates plan = planned(folder, wide);
    const BannerLand whole = plan.whole();
    CHECK(whole.excluded_m2.at("min_width") / whole.base_m2 ==
          Approx(1e-6 / (16 * step * step + 1e-6)).epsilon(1e-3));
    CHECK(whole.base_m2 == Approx(whole.eligible_m2 + whole.excluded_m2.at("min_width")).epsilon(1e-12));
}

TEST_CASE("A raster excludes parcels by land cover and by slope") {
    Folder folder;
    base_grid(folder, 107.02, 40.52, 4, 2);
    // Cells of 0.0005°: 16 to a parcel. The west half is class 1, the east half class 2.
    std::string cover =
        "ncols 20\nnrows 12\nxllcorner 107.019\nyllcorner 40.519\ncellsize 0.0005\nNODATA_value -9999\n";
    std::string heights = cover;
    for (int row = 0; row < 12; ++row)
        for (int column = 0; column < 20; ++column) {
            cover += fmt::format("{}{}", column < 10 ? 1 : 2, column < 19 ? ' ' : '\n');
            // A hillside of 10 m in each cell to the north in the southern half (55.5 m): 10.2°.
            heights += fmt::format("{}{}", row < 6 ? 1000 : 1000 - 10 * (row - 6), column < 19 ? ' ' : '\n');
        }
    const std::string wgs84 =
        "GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563]],"
        "PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]]";
    for (const auto &[name, text] : {std::pair("cover", cover), std::pair("heights", heights)}) {
        support::write_file(folder / (std::string(name) + ".asc"), text);
        support::write_file(folder / (std::string(name) + ".prj"), wgs84);
    }
    const auto excluded = [&](const char *raster) {
        support::write_file(folder / "scenario.toml",
                            std::string("zh = \"a\"\nen = \"a\"\n[[raster]]\nid = \"r\"\n") + raster);
        const BannerLand whole =
            planned(folder, read_scenario(folder / "scenario.toml", the_catalogue())).whole();
        CHECK(whole.base_m2 == Approx(whole.eligible_m2 + whole.excluded_m2.at("raster.r")).epsilon(1e-12));
        return whole.excluded_m2.at("raster.r") / whole.base_m2;
    };
    CHECK(excluded("file = \"cover.asc\"\nkind = \"value\"\nvalues = [\"1\"]\n") ==
          Approx(0.5).epsilon(1e-4));
    CHECK(excluded("file = \"heights.asc\"\nkind = \"slope\"\nmost = 6\n") == Approx(0.5).epsilon(1e-4));
    CHECK_THROWS_WITH(excluded("file = \"nowhere.tif\"\nkind = \"slope\"\nmost = 6\n"),
                      Catch::Contains("nowhere.tif"));
}

TEST_CASE("Criteria are measured on the blocks and scored by the scenario") {
    Folder folder;
    base_grid(folder, 107.02, 40.52, 4, 2);
    folder.add("irrigation_district",
               {{"project_code", std::string("G")}, {"stage", std::string("accepted")}},
               box(107.02, 40.52, 107.024, 40.53)); // half of it
    folder.add("reservoir", {{"project_code", std::string("S")}, {"stage", std::string("accepted")}},
               support_point(107.024 + 0.01, 40.522));
    support::write_file(folder / "scenario.toml", R"(
zh = "试验"
en = "Trial"
block_min_mu = 100
block_max_mu = 10000
[[criterion]]
id = "irrigated"
zh = "灌区"
en = "Irrigated"
kind = "inside"
layers = ["irrigation_district"]
weight = 3
[[criterion]]
id = "water"
zh = "距离"
en = "Distance"
kind = "distance"
layers = ["reservoir"]
worst = 2000
best = 0
weight = 1
)");
    const Scenario read = read_scenario(folder / "scenario.toml", the_catalogue());
    const Candidates plan = planned(folder, read);
    REQUIRE(plan.blocks.size() == 1);
    CHECK(*plan.blocks[0].values[0] == Approx(0.5).epsilon(1e-6));
    CHECK(*plan.blocks[0].values[1] == Approx(847.1).epsilon(2e-3)); // 0.01° of longitude at 40.522°
    CHECK(plan.blocks[0].score ==
          Approx((3 * 0.5 + (2000 - *plan.blocks[0].values[1]) / 2000) / 4).epsilon(1e-9));
}

TEST_CASE("A scenario that is wrong is refused with its line") {
    Folder folder;
    const auto refused = [&](const char *text) {
        support::write_file(folder / "scenario.toml", std::string("zh = \"a\"\nen = \"a\"\n") + text);
        try {
            read_scenario(folder / "scenario.toml", the_catalogue());
        } catch (const Error &error) {
            return std::string(error.what());
        }
        return std::string("accepted");
    };
    CHECK(refused("block_min_mu = 5\n") == "accepted");
    CHECK_THAT(refused("block_mni_mu = 5\n"), Catch::Contains("scenario.toml:3"));
    CHECK_THAT(refused("[[exclude]]\nlayer = \"mars\"\n"), Catch::Contains("mars"));
    CHECK_THAT(refused("[[exclude]]\nlayer = \"slope_class\"\nwhere = { slope = [\"9\"] }\n"),
               Catch::Contains("9"));
    CHECK_THAT(
        refused(
            "[[criterion]]\nid = \"a\"\nzh = \"a\"\nen = \"a\"\nkind = \"mean\"\nlayers = [\"reservoir\"]\n"),
        Catch::Contains("field"));
}

TEST_CASE("A plan is saved, compared with another and accepted, and no source layer changes before") {
    Folder folder;
    base_grid(folder, 107.02, 40.52, 6, 6);
    quota(folder, linhe, 800);
    const Candidates plan = planned(folder, scenario(100, 400), true);
    const auto save = [&](const char *name) {
        folder.workspace->transaction(
            {"test"}, [&](workspace::Edit &edit) { save_plan(edit, the_catalogue(), name, plan, 2023); });
    };
    save("a");
    save("a");
    save("b");
    const auto a = saved_plan(*folder.workspace, the_catalogue(), "a");
    CHECK(a.size() == plan.blocks.size());
    CHECK_THROWS_WITH(saved_plan(*folder.workspace, the_catalogue(), "c"), Catch::Contains("a, b"));
    const auto side = compared(the_catalogue(), a, saved_plan(*folder.workspace, the_catalogue(), "b"));
    REQUIRE(side.size() == 1);
    CHECK(side[0].a_m2 == side[0].b_m2);
    CHECK(side[0].a_m2 / square_metres_per_mu == Approx(plan.units[0].chosen * 1e4));
    const catalogue::Layer &own = the_catalogue().layer("high_standard_farmland");
    CHECK(workspace::feature_count(*folder.workspace, own) == 0);
    std::size_t chosen = 0;
    for (const Block &block : plan.blocks)
        chosen += block.state == BlockState::chosen ? 1 : 0;
    CHECK(accept_plan(*folder.workspace, the_catalogue(), "a", {}, {"test"}) == chosen);
    CHECK(workspace::feature_count(*folder.workspace, own) == chosen);
    CHECK_THROWS_AS(accept_plan(*folder.workspace, the_catalogue(), "a", {}, {"test"}), Error);
    CHECK_THROWS_AS(accept_plan(*folder.workspace, the_catalogue(), "a", {99999}, {"test"}), Error);
    // What was accepted is under way: the next plan leaves it out.
    const BannerLand next = planned(folder, scenario(100, 400)).whole();
    CHECK(next.built_m2 == Approx(side[0].a_m2).epsilon(1e-6));
}
