#include "support/world.h"

#include <qitu/analysis/land_balance/land_balance.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/exact_sum.h>
#include <qitu/core/base/units.h>
#include <qitu/data/workspace/accounts.h>
#include <qitu/data/workspace/review.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

using namespace world;
using land_balance::Line;

namespace {

constexpr double half_box = 0.01; // degrees

std::int64_t land(Folder &folder, const char *layer, double west, double grade, double kg, const char *stage,
                  const char *review = "region", double width = half_box) {
    Folder::Values values{{"project_code", std::string("P")},
                          {"year", std::int64_t{2023}},
                          {"stage", std::string(stage)},
                          {"capacity", kg}};
    if (grade > 0)
        values["grade"] = static_cast<std::int64_t>(grade);
    if (std::string_view(layer) == "supplementary_farmland")
        values["review"] = std::string(review);
    return folder.add(layer, values, box(west, 40.51, west + width, 40.52));
}

land_balance::Balance table(const Folder &folder, indicators::Level by = indicators::Level::banner,
                            int year = 2023) {
    return land_balance::compute(*folder.workspace, the_catalogue(), the_catalogue().account("occupation"),
                                 by, year, {});
}

const Line &line(const land_balance::Balance &table, const std::string &admin) {
    for (const Line &candidate : table.lines)
        if (candidate.admin == admin)
            return candidate;
    FAIL("no account of " + admin);
    return table.lines.front();
}

// Of one box, from the totals of a layer that holds it alone.
double mu_of_box(double width = half_box) {
    Folder folder;
    land(folder, "occupied_farmland", 107.01, 9, 500, "approved", "", width);
    const auto totals =
        indicators::totals(*folder.workspace, the_catalogue(), the_catalogue().layer("occupied_farmland"),
                           indicators::Level::banner, {}, {});
    return totals.rows.at(0).figures.net_m2 / square_metres_per_mu;
}

workspace::BalanceEntry entry(const char *from, const char *to, double mu, double grade, double kg) {
    workspace::BalanceEntry entry;
    entry.account = "occupation";
    entry.from = from;
    entry.to = to;
    entry.year = entry.to_year = 2023;
    entry.mu = mu;
    entry.grade = grade;
    entry.kg_per_mu = kg;
    entry.reference = "巴自然资发〔2023〕12号";
    return entry;
}

void enter(Folder &folder, const workspace::BalanceEntry &entry) {
    folder.workspace->transaction({"test"}, [&](workspace::Edit &edit) {
        land_balance::check_entry(*folder.workspace, the_catalogue(), entry, {});
        workspace::add_balance_entry(edit, entry);
    });
}

} // namespace

TEST_CASE(
    "An account holds what is occupied against what is accepted and reviewed, in area, grade and capacity",
    "[slow]") {
    Folder folder;
    const double mu = mu_of_box();
    land(folder, "occupied_farmland", 107.01, 8, 500, "approved");
    land(folder, "supplementary_farmland", 107.03, 9, 520, "accepted");
    land(folder, "supplementary_farmland", 107.05, 9, 520, "accepted", "league"); // not reviewed to the end
    land(folder, "supplementary_farmland", 107.07, 9, 520, "under_construction", "region"); // not accepted
    const land_balance::Balance account = table(folder);
    const Line &linhe_line = line(account, linhe);
    CHECK(linhe_line.out.mu.value() == Approx(mu).epsilon(1e-6));
    CHECK(linhe_line.in.mu.value() == Approx(mu).epsilon(1e-6));
    CHECK(linhe_line.pending_mu == Approx(2 * mu).epsilon(1e-6));
    CHECK(linhe_line.short_mu() < 0.02);
    CHECK(linhe_line.short_grade() == Approx(1));
    CHECK(linhe_line.short_kg() == 0);
    CHECK(linhe_line.out.kg.value() == Approx(500 * mu).epsilon(1e-6));
    CHECK(linhe_line.credit().kg.value() == Approx(520 * mu).epsilon(1e-6));
    CHECK(linhe_line.overdrawn());
}

TEST_CASE("Supplementary land counts from the third review on, and no longer once it is returned") {
    Folder folder;
    const double mu = mu_of_box();
    const std::int64_t feature =
        land(folder, "supplementary_farmland", 107.03, 9, 520, "accepted", "banner"); // as its file says
    const catalogue::Layer &layer = the_catalogue().layer("supplementary_farmland");
    const auto review = [&](workspace::ReviewLevel level, bool returned = false) {
        std::size_t obstacles = 0;
        folder.workspace->transaction({"test"}, [&](workspace::Edit &edit) {
            obstacles =
                workspace::review(edit, layer, {feature}, {level, "李明", "2023-12-01", "", returned}).size();
        });
        return obstacles;
    };
    using enum workspace::ReviewLevel;
    CHECK(review(region) == 1); // the league has not passed it
    CHECK(review(league) == 0);
    CHECK(line(table(folder), linhe).pending_mu == Approx(mu).epsilon(1e-6));
    CHECK(review(region) == 0);
    CHECK(line(table(folder), linhe).in.mu.value() == Approx(mu).epsilon(1e-6));
    CHECK(workspace::reviewed(*folder.workspace, layer, region) == std::set<std::int64_t>{feature});
    CHECK(review(region, true) == 0);
    CHECK(line(table(folder), linhe).in.mu.value() == 0);
    CHECK(review(league) == 1); // all levels begin anew
}

TEST_CASE("What is short is said in mu, grades and kg, and grades are means by area") {
    Folder folder;
    const double mu = mu_of_box();
    land(folder, "occupied_farmland", 107.01, 10, 400, "approved");
    land(folder, "occupied_farmland", 107.03, 8, 600, "approved", "", 3 * half_box);
    land(folder, "supplementary_farmland", 107.07, 7, 700, "accepted");
    const land_balance::Balance account = table(folder);
    const Line &short_line = line(account, linhe);
    CHECK(*short_line.out.grade() == Approx((10 + 3 * 8) / 4.0).epsilon(1e-6));
    CHECK(short_line.short_mu() == Approx(3 * mu).epsilon(1e-5));
    CHECK(short_line.short_grade() == 0);
    CHECK(short_line.short_kg() == Approx((400 + 3 * 600 - 700) * mu).epsilon(1e-5));
}

TEST_CASE("Transfers move land between banners of one league and change nothing in its account") {
    Folder folder;
    const double mu = mu_of_box();
    land(folder, "occupied_farmland", 107.01, 9, 500, "approved");
    land(folder, "supplementary_farmland", 107.11, 9, 500, "accepted", "region", 2 * half_box); // in 五原
    CHECK(line(table(folder), linhe).short_mu() == Approx(mu).epsilon(1e-6));
    enter(folder, entry(wuyuan, linhe, mu + 0.1, 9, 500));
    const land_balance::Balance account = table(folder);
    CHECK_FALSE(line(account, linhe).overdrawn());
    CHECK_FALSE(line(account, wuyuan).overdrawn());
    const land_balance::Balance leagues = table(folder, indicators::Level::league);
    REQUIRE(leagues.lines.size() == 1);
    CHECK(leagues.lines[0].moved.mu == ExactSum());
    CHECK(leagues.lines[0].credit().mu.value() == Approx(2 * mu).epsilon(1e-6));
    CHECK(line(table(folder, indicators::Level::region), "150000").out.mu == leagues.lines[0].out.mu);
}

TEST_CASE("An entry that would overdraw the giver is refused, and nothing is entered") {
    Folder folder;
    const double mu = mu_of_box();
    land(folder, "supplementary_farmland", 107.11, 9, 500, "accepted");
    const auto refused = [&](const workspace::BalanceEntry &wrong) -> std::optional<ErrorKind> {
        try {
            enter(folder, wrong);
        } catch (const Error &error) {
            return error.kind();
        }
        return std::nullopt;
    };
    CHECK(refused(entry(wuyuan, linhe, mu * 1.01, 9, 500)) == ErrorKind::refused);
    CHECK(refused(entry(wuyuan, linhe, mu * 0.5, 9, 1200)) ==
          ErrorKind::refused);                                           // more capacity than there is
    CHECK(refused(entry(donghe, linhe, 1, 9, 500)) == ErrorKind::usage); // of another league
    workspace::BalanceEntry unfounded = entry(wuyuan, linhe, 1, 9, 500);
    unfounded.reference.clear();
    CHECK(refused(unfounded) == ErrorKind::usage);
    CHECK(workspace::balance_entries(*folder.workspace).empty());
    CHECK(refused(entry(wuyuan, linhe, mu * 0.5, 9, 500)) == std::nullopt);
}

TEST_CASE("A carry-over leaves one year and enters a later one, and what was there before enters its year") {
    Folder folder;
    const double mu = mu_of_box();
    land(folder, "supplementary_farmland", 107.01, 9, 500, "accepted");
    workspace::BalanceEntry carried = entry(linhe, linhe, mu * 0.75, 9, 500);
    CHECK_THROWS_AS(enter(folder, carried), Error); // to the same year
    carried.to_year = 2024;
    enter(folder, carried);
    CHECK(line(table(folder), linhe).credit().mu.value() == Approx(mu * 0.25).epsilon(1e-5));
    CHECK(line(table(folder, indicators::Level::banner, 2024), linhe).credit().mu.value() ==
          Approx(mu * 0.75));
    enter(folder, entry("", wuyuan, 100, 10, 300));
    CHECK(line(table(folder), wuyuan).credit().mu.value() == 100);
    CHECK(line(table(folder), wuyuan).credit().kg.value() == 30000);
}

TEST_CASE("Land that cannot be weighed is said, not guessed") {
    Folder folder;
    const double mu = mu_of_box();
    land(folder, "occupied_farmland", 107.01, 9, 500, "approved");
    land(folder, "supplementary_farmland", 107.03, 0, 500, "accepted");
    const land_balance::Balance account = table(folder);
    CHECK(line(account, linhe).unknown_mu() == Approx(mu).epsilon(1e-6));
    CHECK_FALSE(line(account, linhe).credit().grade());
}
