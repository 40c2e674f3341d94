#include "support/world.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/exact_sum.h>
#include <qitu/core/base/units.h>
#include <qitu/data/workspace/quotas.h>

#include <fmt/format.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

using namespace world;
using catalogue::Indicator;
using indicators::Explanation;
using indicators::Level;

namespace {

// Squares of all stages that overlap each other, lie over borders, and partly outside every banner.
void scatter(Folder &folder, const std::string &layer, unsigned seed, int count) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> x(106.99, 107.29);
    std::uniform_real_distribution<double> y(40.49, 40.59);
    std::uniform_real_distribution<double> size(0.004, 0.03);
    const char *stages[] = {"approved", "under_construction", "accepted", "maintained"};
    for (int i = 0; i < count; ++i) {
        const double west = x(random);
        const double south = y(random);
        folder.add(layer,
                   {{"project_code", fmt::format("P{}", i / 3)},
                    {"admin_code", std::string(linhe)},
                    {"year", std::int64_t{2022 + i % 2}},
                    {"stage", std::string(stages[random() % 4])}},
                   box(west, south, west + size(random), south + size(random)));
    }
}

Explanation explain(const Folder &folder, const Indicator &indicator, const std::string &admin,
                    int year = 2023) {
    return indicators::explain(*folder.workspace, the_catalogue(), indicator, the_catalogue().admin(admin),
                               year, {});
}

double sum_of_done(const Explanation &explanation) {
    ExactSum sum;
    for (const indicators::Contribution &row : explanation.rows)
        if (row.counts == "done")
            sum += row.share;
    return sum.value();
}

double figure(const Folder &folder, const std::string &indicator, const std::string &admin, Level by) {
    for (const auto &row :
         indicators::progress(*folder.workspace, the_catalogue(), by, 2023, {indicator}, {}).rows)
        if (row.admin == admin)
            return row.done;
    FAIL("no row");
    return 0;
}

} // namespace

TEST_CASE("The shares of a figure add up to it to the last bit, at every level, for what progress says of it",
          "[slow]") {
    Folder folder;
    scatter(folder, "high_standard_farmland", 7, 60);
    const Indicator &built = the_catalogue().indicator("hsf.built");
    for (const auto &[admin, by] : {std::pair{linhe, Level::banner},
                                    {wuyuan, Level::banner},
                                    {"150800", Level::league},
                                    {"150000", Level::region}}) {
        const Explanation explanation = explain(folder, built, admin);
        CHECK(explanation.rows.size() > 3);
        CHECK(sum_of_done(explanation) / unit_size(built.unit) == explanation.figure.done);
        CHECK(explanation.sum == sum_of_done(explanation));
        CHECK(figure(folder, "hsf.built", admin, by) == explanation.figure.done);
    }
}

TEST_CASE("A figure has the same bits whether it is asked for alone or with all others", "[slow]") {
    Folder folder;
    scatter(folder, "high_standard_farmland", 8, 40);
    const auto all = indicators::progress(*folder.workspace, the_catalogue(), Level::banner, 2023, {}, {});
    const auto alone =
        indicators::progress(*folder.workspace, the_catalogue(), Level::banner, 2023, {"hsf.built"}, {});
    std::size_t same = 0;
    for (const auto &row : alone.rows)
        for (const auto &other : all.rows)
            if (other.indicator == "hsf.built" && other.admin == row.admin) {
                CHECK(other.done == row.done);
                ++same;
            }
    CHECK(same == 4);
}

TEST_CASE("A parent's progress is the sum of its children, and with what lies outside it is the whole layer",
          "[slow]") {
    Folder folder;
    scatter(folder, "high_standard_farmland", 9, 50);
    const double size = square_metres_per_wan_mu;
    const double league = figure(folder, "hsf.built", "150800", Level::league);
    CHECK(figure(folder, "hsf.built", linhe, Level::banner) +
              figure(folder, "hsf.built", wuyuan, Level::banner) ==
          Approx(league).epsilon(1e-14));
    CHECK(league + figure(folder, "hsf.built", "150200", Level::league) ==
          Approx(figure(folder, "hsf.built", "150000", Level::region)).epsilon(1e-14));
    const auto totals = indicators::totals(*folder.workspace, the_catalogue(),
                                           the_catalogue().layer("high_standard_farmland"), Level::region,
                                           {"year", "stage"}, {});
    double inside = 0;
    double outside = 0;
    for (const auto &row : totals.rows)
        if (row.group.at("stage") == "accepted" || row.group.at("stage") == "maintained")
            (row.admin.empty() ? outside : inside) += row.figures.net_m2;
    CHECK(outside > 0);
    // Who has what of it differs: totals go by stage first, what is built by year. The years add up to all.
    double years = 0;
    for (const int year : {2022, 2023})
        years +=
            indicators::progress(*folder.workspace, the_catalogue(), Level::region, year, {"hsf.built"}, {})
                .rows.front()
                .done;
    CHECK(inside / size == Approx(years).epsilon(1e-9)); // td1055 is additive to that only
}

TEST_CASE("An explanation says to whom ground is left and from whom it is taken") {
    Folder folder;
    const auto values = [](const char *stage) {
        return Folder::Values{
            {"project_code", std::string("P")}, {"year", std::int64_t{2023}}, {"stage", std::string(stage)}};
    };
    const auto accepted =
        folder.add("high_standard_farmland", values("accepted"), box(107.01, 40.51, 107.03, 40.53));
    const auto first =
        folder.add("high_standard_farmland", values("maintained"), box(107.02, 40.51, 107.04, 40.53));
    const auto third =
        folder.add("high_standard_farmland", values("accepted"), box(107.00, 40.51, 107.05, 40.53));
    const Explanation explanation = explain(folder, the_catalogue().indicator("hsf.built"), linhe);
    REQUIRE(explanation.rows.size() == 3);
    const auto row = [&](std::int64_t id) {
        for (const auto &candidate : explanation.rows)
            if (candidate.feature == id)
                return candidate;
        FAIL("no such row");
        return indicators::Contribution{};
    };
    CHECK(row(first).leaves.empty());
    REQUIRE(row(accepted).leaves.size() == 1);
    CHECK(row(accepted).leaves[0].feature == first);
    CHECK(row(accepted).leaves[0].m2 == Approx(row(accepted).gross / 2).epsilon(1e-6));
    // The third leaves to the first what it covers, to the second only the rest: half of it.
    REQUIRE(row(third).leaves.size() == 2);
    double left = 0;
    for (const auto &contest : row(third).leaves) {
        CHECK(contest.m2 ==
              Approx(contest.feature == first ? row(first).gross : row(accepted).gross / 2).epsilon(1e-6));
        left += contest.m2;
    }
    CHECK(row(third).share == Approx(row(third).gross - left).epsilon(1e-12));
    CHECK(row(first).takes.size() == 2);
}

TEST_CASE("Ground that an excluded layer has done counts there and not here") {
    Folder folder;
    const Folder::Values done{
        {"project_code", std::string("P")}, {"year", std::int64_t{2023}}, {"stage", std::string("accepted")}};
    Folder::Values approved = done;
    approved["stage"] = std::string("approved");
    folder.add("high_standard_farmland", done, box(107.01, 40.51, 107.03, 40.53));
    folder.add("land_improvement", done, box(107.02, 40.51, 107.04, 40.53));
    folder.add("land_improvement", approved, box(107.00, 40.51, 107.015, 40.53)); // not done: takes nothing
    Indicator indicator = the_catalogue().indicator("hsf.built");
    const Explanation whole = explain(folder, indicator, linhe);
    indicator.excludes = {"land_improvement"};
    const Explanation half = explain(folder, indicator, linhe);
    CHECK(half.figure.done == Approx(whole.figure.done / 2).epsilon(1e-6));
    CHECK(sum_of_done(half) / unit_size(indicator.unit) == half.figure.done);
    REQUIRE(half.rows.size() == 1);
    REQUIRE(half.rows[0].leaves.size() == 1);
    CHECK(half.rows[0].leaves[0].layer == "land_improvement");
    CHECK(half.rows[0].leaves[0].m2 == Approx(half.rows[0].gross - half.rows[0].share).epsilon(1e-12));
}

TEST_CASE("An indicator that wants a review counts only what has passed it") {
    Folder folder;
    const auto values = [](const char *review) {
        return Folder::Values{{"project_code", std::string("P")},
                              {"year", std::int64_t{2023}},
                              {"stage", std::string("accepted")},
                              {"review", std::string(review)}};
    };
    folder.add("supplementary_farmland", values("region"), box(107.01, 40.51, 107.03, 40.53));
    folder.add("supplementary_farmland", values("league"), box(107.03, 40.51, 107.05, 40.53));
    folder.add("supplementary_farmland", values("none"), box(107.05, 40.51, 107.07, 40.53));
    Indicator indicator = the_catalogue().indicator("balance.supplement");
    const double all = explain(folder, indicator, linhe).figure.done;
    indicator.from_review = "region";
    const Explanation reviewed = explain(folder, indicator, linhe);
    CHECK(reviewed.figure.done == Approx(all / 3).epsilon(1e-6));
    CHECK(reviewed.figure.under_construction == Approx(2 * all / 3).epsilon(1e-6));
    indicator.from_review = "league";
    CHECK(explain(folder, indicator, linhe).figure.done == Approx(2 * all / 3).epsilon(1e-6));
}

TEST_CASE("Works, banners and shares are explained by what carries them", "[slow]") {
    Folder folder;
    scatter(folder, "high_standard_farmland", 11, 80);
    for (int i = 0; i < 10; ++i)
        folder.add("permanent_basic_farmland",
                   {{"admin_code", std::string(linhe)}, {"year", std::int64_t{2020}}},
                   box(107.0 + 0.02 * i, 40.5, 107.012 + 0.02 * i, 40.6));
    const Indicator &coverage = the_catalogue().indicator("hsf.pbf_coverage");
    const Explanation share = explain(folder, coverage, "150800");
    REQUIRE(share.base);
    CHECK(100 * share.sum / *share.base == share.figure.done);
    CHECK(share.sum == Approx(sum_of_done(share)).epsilon(1e-12));
    Indicator works = the_catalogue().indicator("hsf.demo");
    works.where.clear();
    const Explanation counted = explain(folder, works, "150800");
    CHECK(counted.figure.done > 0);
    CHECK(sum_of_done(counted) == counted.figure.done);
    Indicator banners = the_catalogue().indicator("saline.banners");
    banners.layer = "high_standard_farmland";
    banners.where.clear();
    const Explanation reached = explain(folder, banners, "150000");
    CHECK(reached.figure.done == 3);
    CHECK(sum_of_done(reached) == 3);
}

TEST_CASE("A sum adds up the numbers of the points that count, banner by banner") {
    Folder folder;
    const auto village = [&](double x, int households, const char *stage, std::int64_t year = 2023) {
        std::vector<std::byte> wkb;
        put(wkb, std::uint8_t{1});
        put(wkb, std::uint32_t{1});
        put(wkb, x);
        put(wkb, 40.55);
        Folder::Values values{
            {"project_code", fmt::format("W{}", x)}, {"year", year}, {"stage", std::string(stage)}};
        if (households > 0)
            values["households"] = std::int64_t{households};
        folder.add("village_sanitation", values, std::move(wkb));
    };
    village(107.01, 120, "accepted");
    village(107.02, 120, "accepted");
    village(107.03, 35, "maintained");
    village(107.04, 900, "under_construction");
    village(107.05, 0, "accepted"); // without a number
    village(107.06, 500, "accepted", 2022);
    village(107.11, 7, "accepted");  // in 五原
    village(107.21, 60, "accepted"); // in another league
    CHECK(figure(folder, "toilet.village", linhe, Level::banner) == 275);
    CHECK(figure(folder, "toilet.village", "150800", Level::league) == 282);
    CHECK(figure(folder, "toilet.village", "150000", Level::region) == 342);
    const Explanation behind = explain(folder, the_catalogue().indicator("toilet.village"), "150800");
    CHECK(behind.figure.under_construction == 900);
    CHECK(behind.sum == behind.figure.done);
    CHECK(sum_of_done(behind) == 282);
}

TEST_CASE("Ridges are deducted by each feature's factor, and the shares still add up to the last bit") {
    Folder folder;
    const auto patch = [&](double west, double factor) {
        Folder::Values values{{"admin_code", std::string(linhe)}, {"year", std::int64_t{2022}}};
        if (factor != 0)
            values["ridge_factor"] = factor;
        folder.add("cultivated_land", values, box(west, 40.51, west + 0.01, 40.52));
    };
    patch(107.01, 0);
    const double one = figure(folder, "land.cultivated", linhe, Level::banner);
    patch(107.03, 0.0852);
    patch(107.05, 0.25);
    patch(107.07, 8.52); // not a factor
    patch(107.095, 0.5); // half of it in 五原
    CHECK(figure(folder, "land.cultivated", linhe, Level::banner) ==
          Approx(one * (1 + 0.9148 + 0.75 + 1 + 0.25)).epsilon(1e-6));
    CHECK(figure(folder, "land.cultivated", wuyuan, Level::banner) == Approx(one * 0.25).epsilon(1e-6));
    const Explanation behind = explain(folder, the_catalogue().indicator("land.cultivated"), "150800");
    CHECK(behind.sum / square_metres_per_wan_mu == behind.figure.done);
    CHECK(sum_of_done(behind) == behind.sum);
}

TEST_CASE("Two layers' common ground is that of their intersection, in each banner", "[slow]") {
    Folder folder;
    const Folder::Values done{
        {"project_code", std::string("P")}, {"year", std::int64_t{2023}}, {"stage", std::string("accepted")}};
    folder.add("high_standard_farmland", done, box(107.05, 40.51, 107.15, 40.53));
    folder.add("high_standard_farmland", done, box(107.05, 40.51, 107.15, 40.53)); // twice: counts once
    folder.add("saline_land_project", done, box(107.08, 40.52, 107.18, 40.56));
    folder.add("black_soil_pilot", done, box(107.21, 40.52, 107.22, 40.56)); // meets none
    std::vector<const catalogue::Layer *> layers;
    for (const char *id : {"high_standard_farmland", "saline_land_project", "black_soil_pilot"})
        layers.push_back(&the_catalogue().layer(id));
    const auto table = indicators::overlaps(*folder.workspace, the_catalogue(), layers, Level::banner, {});
    REQUIRE(table.rows.size() == 2);
    Folder expected; // the intersection itself, drawn by hand
    expected.add("saline_land_project", done, box(107.08, 40.52, 107.15, 40.53));
    const auto totals =
        indicators::totals(*expected.workspace, the_catalogue(), the_catalogue().layer("saline_land_project"),
                           Level::banner, {}, {});
    REQUIRE(totals.rows.size() == 2);
    for (std::size_t i = 0; i < 2; ++i) {
        CHECK(table.rows[i].admin == totals.rows[i].admin);
        CHECK(table.rows[i].m2 == Approx(totals.rows[i].figures.net_m2).epsilon(1e-6));
    }
}

TEST_CASE("The pace of a flow follows the days of the year, and units are ranked by their share", "[slow]") {
    CHECK(indicators::share_of_year("2023-12-31", 2023) == 1);
    CHECK(indicators::share_of_year("2023-01-01", 2023) == Approx(1 / 365.0));
    CHECK(indicators::share_of_year("2024-06-30", 2024) == Approx(182 / 366.0));
    CHECK(indicators::share_of_year("2022-12-31", 2023) == 0);
    CHECK(indicators::share_of_year("2024-01-01", 2023) == 1);
    CHECK_THROWS_AS(indicators::share_of_year("2023-02-30", 2023), Error);
    CHECK_THROWS_AS(indicators::share_of_year("June", 2023), Error);
    Folder folder;
    scatter(folder, "high_standard_farmland", 12, 40);
    folder.workspace->transaction({"test"}, [&](workspace::Edit &edit) {
        workspace::set_quota(edit, {"hsf.built", linhe, 2023, 1000, Unit::wan_mu, "函", false});
        workspace::set_quota(edit, {"hsf.built", wuyuan, 2023, 0.001, Unit::wan_mu, "函", false});
    });
    const auto table = indicators::progress(*folder.workspace, the_catalogue(), Level::banner, 2023,
                                            {"hsf.built"}, {}, 0.25);
    for (const auto &row : table.rows) {
        if (row.admin == linhe) {
            CHECK(row.rank == 2);
            CHECK(row.expected == 250);
        } else if (row.admin == wuyuan) {
            CHECK(row.rank == 1);
        } else if (row.admin == donghe) {
            CHECK_FALSE(row.rank);
            CHECK_FALSE(row.target);
            CHECK_FALSE(row.expected);
        }
    }
}
