#include "support/world.h"

#include <qitu/analysis/planning/forecast.h>
#include <qitu/analysis/planning/joint.h>
#include <qitu/analysis/planning/lots.h>
#include <qitu/analysis/planning/water.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/random.h>
#include <qitu/core/base/units.h>
#include <qitu/core/geometry/wkb.h>
#include <qitu/data/workspace/quotas.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

using namespace world;
using namespace qitu::planning;

namespace {

double unit(SplitMix64 &random) {
    return static_cast<double>(random.next() >> 11U) * 0x1p-53;
}

std::int64_t farmland(Folder &folder, std::vector<std::byte> wkb, const Folder::Values &more = {}) {
    Folder::Values values{
        {"project_code", std::string("A")}, {"year", std::int64_t{2023}}, {"stage", std::string("accepted")}};
    for (const auto &[field, value] : more)
        values[field] = value;
    return folder.add("high_standard_farmland", values, std::move(wkb));
}

void district(Folder &folder, const char *name, const char *stage, std::vector<std::byte> wkb,
              const char *accepted = "") {
    Folder::Values values{{"project_code", std::string("G")},
                          {"year", std::int64_t{2023}},
                          {"stage", std::string(stage)},
                          {"district", std::string(name)}};
    if (*accepted != 0)
        values["accepted_date"] = std::string(accepted);
    folder.add("irrigation_district", values, std::move(wkb));
}

// ---------------------------------------------------------------- water

WaterRules water_rules(const Folder &folder) {
    WaterRules rules;
    rules.irrigated = &the_catalogue().layer("high_standard_farmland");
    rules.crop_field = "water_saving"; // stands for a crop here
    rules.zones = &the_catalogue().layer("irrigation_district");
    rules.zone_field = "district";
    rules.quotas = folder / "quotas.csv";
    rules.limits = folder / "limits.csv";
    return rules;
}

} // namespace

TEST_CASE("A district that takes too much water says how much, and which area fits") {
    Folder folder;
    district(folder, "甲", "accepted", box(107.01, 40.51, 107.05, 40.55));
    district(folder, "乙", "accepted", box(107.05, 40.51, 107.09, 40.55));
    farmland(folder, box(107.01, 40.51, 107.02, 40.52), {{"water_saving", std::string("drip")}});
    farmland(folder, box(107.02, 40.51, 107.03, 40.52), {{"water_saving", std::string("none")}});
    farmland(folder, box(107.045, 40.51, 107.055, 40.52),
             {{"water_saving", std::string("none")}});     // half in each
    farmland(folder, box(107.095, 40.51, 107.098, 40.52)); // in neither
    support::write_file(folder / "quotas.csv", "分区,作物,定额\n甲,滴灌,200\n*,none,300\n乙,*,400\n");
    support::write_file(folder / "limits.csv", "分区,可用水量\n甲,300000\n乙,9000000\n丙,1\n");
    const WaterTable table = water(*folder.workspace, water_rules(folder), {});
    REQUIRE(table.zones.size() == 2);
    const ZoneWater &ok = table.zones[0], &over = table.zones[1];
    CHECK(ok.zone == "乙");
    CHECK(over.zone == "甲");
    // By hand: a square of 0.01° is a; 甲 has a with 200 and 1.5 a with 300 m³ per mu, 乙 half an a with 300.
    const double a = over.net_m2 / 2.5 / square_metres_per_mu;
    CHECK(over.demand_m3 == Approx(a * 200 + 1.5 * a * 300).epsilon(1e-4));
    CHECK(ok.demand_m3 == Approx(0.5 * a * 300).epsilon(1e-4));
    CHECK(over.over_m3 == Approx(over.demand_m3 - 300000));
    CHECK(over.fits_m2 == Approx(over.net_m2 * 300000 / over.demand_m3));
    CHECK(ok.over_m3 == 0);
    CHECK(ok.fits_m2 == ok.net_m2);
    CHECK(table.notes.size() == 1); // 丙 is nowhere
    farmland(folder, box(107.03, 40.53, 107.031, 40.531), {{"water_saving", std::string("micro")}});
    CHECK_THROWS_WITH(water(*folder.workspace, water_rules(folder), {}),
                      Catch::Contains("微灌") && Catch::Contains("甲"));
    support::write_file(folder / "quotas.csv", "分区,作物,定额\n*,*,many\n");
    CHECK_THROWS_WITH(water(*folder.workspace, water_rules(folder), {}), Catch::Contains("line 2"));
}

// ---------------------------------------------------------------- joint

TEST_CASE(
    "Each district's farmland is built, under way or missing, and what came in the wrong order is listed") {
    Folder folder;
    district(folder, "甲", "under_construction", box(107.01, 40.51, 107.03, 40.53));
    district(folder, "乙", "accepted", box(107.03, 40.51, 107.05, 40.53), "2023-06-01");
    district(folder, "丙", "accepted", box(107.05, 40.51, 107.07, 40.53));
    for (const double west : {107.01, 107.03, 107.05})
        folder.add("permanent_basic_farmland", {{"admin_code", std::string(linhe)}},
                   box(west, 40.51, west + 0.02, 40.52));
    const std::int64_t first =
        farmland(folder, box(107.01, 40.51, 107.015, 40.52)); // in 甲, which is not done
    farmland(folder, box(107.015, 40.51, 107.02, 40.52), {{"stage", std::string("approved")}});
    const std::int64_t early =
        farmland(folder, box(107.03, 40.51, 107.035, 40.52),
                 {{"accepted_date", std::string("2023-05-01")}, {"water_saving", std::string("drip")}});
    farmland(folder, box(107.035, 40.51, 107.04, 40.52), {{"accepted_date", std::string("2023-07-01")}});
    const JointRules rules =
        read_joint_rules(support::source("layers/scenarios/joint.toml"), the_catalogue());
    const Joint found = joint(*folder.workspace, the_catalogue(), rules, {});
    REQUIRE(found.districts.size() == 3);
    const DistrictRow &c = found.districts[0], &b = found.districts[1], &a = found.districts[2]; // 丙 乙 甲
    CHECK(a.district == "甲");
    const double quarter = a.base_m2 / 4;
    CHECK(a.built_m2 == Approx(quarter).epsilon(1e-4));
    CHECK(a.under_way_m2 == Approx(quarter).epsilon(1e-4));
    CHECK(a.missing_m2 == Approx(2 * quarter).epsilon(1e-4));
    CHECK(a.saving_missing_m2 == Approx(quarter).epsilon(1e-4));
    CHECK(b.built_m2 == Approx(2 * quarter).epsilon(1e-4));
    CHECK(b.saving_missing_m2 == Approx(quarter).epsilon(1e-4));
    CHECK(c.missing_m2 == c.base_m2);
    CHECK_FALSE(a.renewed);
    REQUIRE(found.faults.size() == 3);
    CHECK(found.faults[0].feature == early);
    CHECK(found.faults[1].feature == first);
    CHECK(found.faults[2].kind == "nothing_planned");
    CHECK(found.faults[2].district == "丙");
}

// ---------------------------------------------------------------- lots

TEST_CASE("An area is cut along parcel lines into connected lots of about equal size") {
    Folder folder;
    std::vector<std::int64_t> features;
    SplitMix64 random(1);
    double south = 40.51;
    for (int y = 0; y < 12; ++y) {
        const double height = 0.0005 + 0.001 * unit(random);
        for (int x = 0; x < 12; ++x) // a road of 17 m runs through the middle
            features.push_back(
                farmland(folder, box(107.02 + x * 0.002 + (x > 5 ? 0.0002 : 0), south,
                                     107.022 + x * 0.002 + (x > 5 ? 0.0002 : 0), south + height)));
        south += height;
    }
    const catalogue::Layer &layer = the_catalogue().layer("high_standard_farmland");
    const Lots lots = lots_of(*folder.workspace, layer, features, 5, 50, true, {});
    REQUIRE(lots.lots.size() == 5);
    CHECK(lots.worst_deviation < 0.05);
    CHECK(lots.notes.size() == 1); // it is in two pieces
    std::size_t parcels = 0;
    for (const Lot &lot : lots.lots) {
        parcels += lot.parcels;
        CHECK(geometry::read_wkb(lot.wkb).parts() <= 2); // one of them may cross the road
    }
    CHECK(parcels == features.size());
    CHECK_THROWS_WITH(lots_of(*folder.workspace, layer, features, 5, 5, false, {}),
                      Catch::Contains("2 pieces"));
    CHECK_THROWS_AS(lots_of(*folder.workspace, layer, features, 500, 50, false, {}), Error);
}

// ---------------------------------------------------------------- forecast

namespace {

double mean(const std::vector<double> &values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

} // namespace

TEST_CASE("What takes as long as all before it is mostly done when it is due, and hardly earlier") {
    const std::vector<Finished> history(10, {"", "", 100});
    const auto share = [&](double elapsed, double horizon) {
        return mean(simulate(history, {{"", "", elapsed, {{0, 1}}}}, {horizon, 1, 1, 4000})[0]);
    };
    // One more of n values lies beyond them all once in n + 1 times, and before them all as often: with 40 of 100 days gone,
    // 9/10 · (1 − 6/10 · 1/11) of what is left is done by day 100, and by day 99 what ends in 59 of the 60 days before it.
    CHECK(share(40, 60) == Approx(0.906).margin(0.02));
    CHECK(share(40, 59) == Approx(0.055).margin(0.02));
    CHECK(share(120, 1000) > 0.99); // longer than any before: it goes on at their pace
    CHECK(simulate({}, {{"", "", 5, {{0, 1}}}}, {1000, 1, 1, 9})[0] == std::vector<double>(9, 0));
}

TEST_CASE("Durations of the same kind and banner count before those of others") {
    std::vector<Finished> history(20, {"new", "", 100});
    for (int i = 0; i < 20; ++i)
        history.push_back({"renovation", "b", 400});
    const auto share = [&](const char *kind, const char *banner) {
        return mean(simulate(history, {{kind, banner, 0, {{0, 1}}}}, {200, 1, 1, 2000})[0]);
    };
    CHECK(share("new", "b") > 0.9);
    CHECK(share("renovation", "b") < 0.1);
}

TEST_CASE("Projects that are under way for long say that such projects take long") {
    const std::vector<Finished> history{{"", "", 100}, {"", "", 110}, {"", "", 120}, {"", "", 130}};
    const auto expected = [&](std::size_t waiting) {
        std::vector<Ongoing> ongoing(waiting, {"", "", 300, {}});
        ongoing.push_back({"", "", 0, {{0, 1}}});
        return mean(simulate(history, ongoing, {200, 1, 1, 2000})[0]);
    };
    CHECK(expected(0) > 0.8);
    CHECK(expected(12) < 0.4); // four of sixteen came so far
}

namespace {

// Projects begin all the time; those that have ended by now are the history, and of the others the truth is known here.
struct Programme {
    int projects;
    double days; // for which it has run
    std::function<double(SplitMix64 &)> duration;
};

// How often the truth lies in the interval at 90 %, below it and above it.
struct Coverage {
    double held = 0, below = 0, above = 0;
};

Coverage coverage_of(const Programme &programme, std::uint64_t seed) {
    constexpr std::size_t rounds = 1000, runs = 200;
    constexpr double horizon = 120;
    SplitMix64 random(seed);
    Coverage coverage;
    for (std::size_t round = 0; round < rounds; ++round) {
        std::vector<Finished> history;
        std::vector<Ongoing> ongoing;
        double truth = 0;
        for (int i = 0; i < programme.projects; ++i) {
            const double age = programme.days * unit(random), whole = programme.duration(random);
            const double amount = 0.5 + unit(random);
            if (whole <= age) {
                history.push_back({"", "", whole});
                continue;
            }
            ongoing.push_back({"", "", age, {{0, amount}}});
            truth += whole <= age + horizon ? amount : 0;
        }
        std::vector<double> gains = simulate(history, ongoing, {horizon, 1, round, runs})[0];
        std::sort(gains.begin(), gains.end());
        const bool below = truth<gains[runs / 20 - 1], above = truth> gains[runs - runs / 20];
        coverage.below += below ? 1.0 / rounds : 0;
        coverage.above += above ? 1.0 / rounds : 0;
        coverage.held += below || above ? 0 : 1.0 / rounds;
    }
    return coverage;
}

} // namespace

TEST_CASE("An interval at 90% holds nine truths of ten", "[slow]") {
    // Of 1000 truths the share that is held lies within 1.9 % of the true one in 95 of 100 cases.
    const auto about_a_year = [](SplitMix64 &random) { return 100 + 500 * unit(random) * unit(random); };
    const auto without_end = [](SplitMix64 &random) { return 60 - 200 * std::log(1 - unit(random)); };
    const auto by_months = [](SplitMix64 &random) { return 90 + 30 * std::floor(12 * unit(random)); };
    for (const Programme &programme : {Programme{100, 900, about_a_year}, Programme{40, 600, about_a_year},
                                       Programme{100, 900, without_end}, Programme{100, 900, by_months}}) {
        const Coverage coverage = coverage_of(programme, 11);
        CAPTURE(coverage.held, coverage.below, coverage.above);
        CHECK(coverage.held >= 0.87);
        CHECK(coverage.held <= 0.93);
        CHECK(std::max(coverage.above, coverage.below) <= 0.09);
    }
}

TEST_CASE("The same seed gives the same numbers") {
    const std::vector<Finished> history{{"", "", 100}, {"", "", 150}};
    const std::vector<Ongoing> ongoing{{"", "", 50, {{0, 1}}}, {"", "", 120, {{0, 2}}}};
    CHECK(simulate(history, ongoing, {60, 1, 7, 100}) == simulate(history, ongoing, {60, 1, 7, 100}));
    CHECK(simulate(history, ongoing, {60, 1, 7, 100}) != simulate(history, ongoing, {60, 1, 8, 100}));
}

TEST_CASE("A forecast of a workspace reckons with its own projects") {
    Folder folder;
    for (int i = 0; i < 10; ++i) // each took 90 days
        farmland(folder, box(107.01 + i * 0.002, 40.51, 107.012 + i * 0.002, 40.52),
                 {{"project_code", fmt::format("D{}", i)},
                  {"approval_date", std::string("2023-01-10")},
                  {"accepted_date", std::string("2023-04-10")}});
    farmland(folder, box(107.05, 40.51, 107.06, 40.52),
             {{"project_code", std::string("U")},
              {"stage", std::string("under_construction")},
              {"approval_date", std::string("2023-06-01")}});
    farmland(folder, box(107.15, 40.51, 107.16, 40.52),
             {{"project_code", std::string("V")},
              {"stage", std::string("approved")},
              {"approval_date", std::string("2023-12-01")}});
    folder.workspace->transaction({"test"}, [&](workspace::Edit &edit) {
        for (const char *admin : {linhe, wuyuan})
            workspace::set_quota(edit, {"hsf.built", admin, 2023, 2000, Unit::mu, "", false});
    });
    ForecastRules rules;
    rules.year = 2023;
    rules.as_of = "2023-07-01";
    rules.date = "2023-12-31";
    rules.begin_field = "approval_date";
    rules.end_field = "accepted_date";
    rules.runs = 100;
    const Forecast found =
        forecast(*folder.workspace, the_catalogue(), the_catalogue().indicator("hsf.built"), rules, {});
    CHECK(found.finished == 10);
    CHECK(found.ongoing == 2);
    const auto row = [&](const char *admin) {
        return *std::find_if(found.rows.begin(), found.rows.end(),
                             [&](const ForecastRow &one) { return one.admin == admin; });
    };
    // 临河's was begun 30 days before, and ten of ten took 90; 五原's begins later and would have to take 30, beyond the year's end.
    CHECK(row(linhe).expected > row(linhe).done + 0.9 * row(linhe).under_way);
    CHECK(row(linhe).high == Approx(row(linhe).done + row(linhe).under_way));
    CHECK(row(wuyuan).expected < row(wuyuan).done + 0.1 * row(wuyuan).under_way);
    CHECK(row(wuyuan).low == row(wuyuan).done);
    CHECK(*row(linhe).probability > 0.9);
    CHECK(*row(wuyuan).probability < 0.1);
    CHECK(row(wuyuan).at_risk);
    CHECK(*row(wuyuan).pace_needed == Approx(0.2 / 183 * 30));
    CHECK(row("150000").under_way == Approx(row(linhe).under_way + row(wuyuan).under_way));
    rules.date = "2023-02-30";
    CHECK_THROWS_AS(
        forecast(*folder.workspace, the_catalogue(), the_catalogue().indicator("hsf.built"), rules, {}),
        Error);
}
