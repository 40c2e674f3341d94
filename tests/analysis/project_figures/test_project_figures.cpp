#include "support/world.h"

#include <qitu/analysis/project_figures/project_figures.h>
#include <qitu/core/base/units.h>

#include <cstdint>
#include <string>
#include <vector>

using namespace world;
using project_figures::Row;

namespace {

struct Parcel {
    const char *project = "";
    double west = 0;
    double width = 0.01; // degrees, of a strip from 40.51 to 40.52
    const char *stage = "accepted";
    double investment = 0; // 0: not given
    double declared = 0;
    double capacity = 0;
    std::int64_t year = 2023;
};

void add(Folder &folder, const Parcel &parcel) {
    Folder::Values values{{"project_code", std::string(parcel.project)},
                          {"year", parcel.year},
                          {"stage", std::string(parcel.stage)}};
    if (parcel.investment > 0)
        values["investment"] = parcel.investment;
    if (parcel.declared > 0)
        values["declared_area"] = parcel.declared;
    if (parcel.capacity > 0)
        values["new_capacity"] = parcel.capacity;
    folder.add("high_standard_farmland", values, box(parcel.west, 40.51, parcel.west + parcel.width, 40.52));
}

project_figures::Table table(const Folder &folder, indicators::Level by = indicators::Level::banner) {
    return project_figures::compute(*folder.workspace, the_catalogue(), {by}, 2023, {"hsf.built"}, {});
}

const Row &row(const project_figures::Table &table, const std::string &admin) {
    for (const Row &candidate : table.rows)
        if (candidate.admin == admin)
            return candidate;
    FAIL("no row of " + admin);
    return table.rows.front();
}

} // namespace

TEST_CASE("A project's figures that stand on each of its parcels are summed once") {
    Folder folder;
    for (const double west : {107.01, 107.03, 107.05})
        add(folder, {.project = "A", .west = west, .investment = 300, .declared = 4000, .capacity = 90000});
    add(folder, {.project = "B", .west = 107.07, .investment = 50, .declared = 1400});
    const project_figures::Table sums = table(folder);
    const Row &linhe_row = row(sums, linhe);
    CHECK(linhe_row.projects == 2);
    CHECK(linhe_row.without_investment == 0);
    CHECK(linhe_row.done.investment == Approx(350));
    CHECK(linhe_row.done.scale_mu == Approx(5400));
    CHECK(linhe_row.done.capacity_kg == Approx(90000));
    const double mu = indicators::progress(*folder.workspace, the_catalogue(), indicators::Level::banner,
                                           2023, {"hsf.built"}, {})
                          .rows.front()
                          .done *
                      1e4;
    CHECK(*linhe_row.yuan_per_mu() == Approx(3.5e6 / mu));
    CHECK(sums.contradictions.empty());
}

TEST_CASE("A project in two banners is one for the region, and its figures are divided by area") {
    Folder folder;
    add(folder, {.project = "A", .west = 107.07, .width = 0.04, .investment = 400}); // three quarters in 临河
    add(folder, {.project = "A", .west = 107.15, .width = 0.01, .investment = 400}); // in 五原
    const project_figures::Table banners = table(folder);
    CHECK(row(banners, linhe).done.investment == Approx(400 * 3 / 5.0).epsilon(1e-6));
    CHECK(row(banners, wuyuan).done.investment == Approx(400 * 2 / 5.0).epsilon(1e-6));
    CHECK(row(banners, linhe).projects == 1);
    CHECK(row(banners, wuyuan).projects == 1);
    CHECK(row(banners, "150000").projects == 1);
    CHECK(row(banners, "150000").done.investment == Approx(400).epsilon(1e-12));
    CHECK(row(table(folder, indicators::Level::league), "150800").done.investment ==
          Approx(400).epsilon(1e-12));
    const project_figures::Table both = project_figures::compute(
        *folder.workspace, the_catalogue(), {indicators::Level::league, indicators::Level::banner}, 2023,
        {"hsf.built"}, {});
    CHECK(both.rows.size() == 4);
    CHECK(row(both, "150800").projects == 1);
    CHECK(row(both, "150800").done.investment == Approx(400).epsilon(1e-12));
    CHECK(row(both, linhe).done.investment == row(banners, linhe).done.investment);
}

TEST_CASE("Figures stand where their parcels stand, and other years' parcels keep their part") {
    Folder folder;
    add(folder, {.project = "A", .west = 107.01, .investment = 400});
    add(folder, {.project = "A", .west = 107.03, .stage = "under_construction", .investment = 400});
    add(folder, {.project = "A", .west = 107.05, .stage = "approved", .investment = 400});
    add(folder, {.project = "A", .west = 107.07, .investment = 400, .year = 2022});
    const project_figures::Table sums = table(folder);
    const Row &linhe_row = row(sums, linhe);
    CHECK(linhe_row.done.investment == Approx(100).epsilon(1e-6));
    CHECK(linhe_row.under_construction.investment == Approx(100).epsilon(1e-6));
    CHECK(linhe_row.approved.investment == Approx(100).epsilon(1e-6));
}

TEST_CASE("Contradictory figures of a project are found and left out") {
    Folder folder;
    add(folder, {.project = "A", .west = 107.01, .investment = 300});
    add(folder, {.project = "A", .west = 107.03, .investment = 320});
    add(folder, {.project = "B", .west = 107.05, .investment = 50});
    add(folder, {.project = "B", .west = 107.07}); // one parcel without it is no contradiction
    const project_figures::Table sums = table(folder);
    REQUIRE(sums.contradictions.size() == 1);
    CHECK(sums.contradictions[0].project == "A");
    CHECK(sums.contradictions[0].field == "investment");
    CHECK(sums.contradictions[0].values == std::vector<double>{300, 320});
    CHECK(row(sums, linhe).done.investment == Approx(50));
    CHECK(row(sums, linhe).without_investment == 1);
    const double mu_of_b = row(sums, linhe).paid_mu;
    CHECK(*row(sums, linhe).yuan_per_mu() == Approx(500000 / mu_of_b));
}

TEST_CASE("A declared area is of the project or of the parcel, whichever fits the ground") {
    const auto scale = [](std::vector<double> values, double area) {
        return project_figures::scale_of_project(values, area).value;
    };
    CHECK(scale({300, 300, 300}, 310) == 300); // of the project, on each parcel
    CHECK(scale({300, 300, 300}, 890) == 900); // three parcels of one size
    CHECK(scale({100, 200, 0}, 310) == 300);   // of parcels
    CHECK(scale({0, 0}, 100) == std::nullopt);
    CHECK(scale({120}, 100) == 120);
}
