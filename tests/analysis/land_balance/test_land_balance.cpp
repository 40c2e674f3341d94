#include "lots.h"
#include "support/world.h"

#include <qitu/analysis/land_balance/land_balance.h>
#include <qitu/analysis/land_balance/links.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/exact_sum.h>
#include <qitu/core/base/random.h>
#include <qitu/core/base/units.h>
#include <qitu/data/workspace/accounts.h>
#include <qitu/data/workspace/review.h>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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
          ErrorKind::refused); // more capacity than there is
    workspace::BalanceEntry unfounded = entry(wuyuan, linhe, 1, 9, 500);
    unfounded.reference.clear();
    CHECK(refused(unfounded) == ErrorKind::usage);
    CHECK(workspace::balance_entries(*folder.workspace).empty());
    CHECK(refused(entry(wuyuan, linhe, mu * 0.5, 9, 500)) == std::nullopt);
}

TEST_CASE(
    "Land goes across leagues where the account says so, and in other accounts within one league only") {
    Folder folder;
    const double mu = mu_of_box();
    land(folder, "occupied_farmland", 107.01, 9, 500, "approved");
    land(folder, "supplementary_farmland", 107.21, 9, 500, "accepted", "region", 2 * half_box); // in 东河
    enter(folder, entry(donghe, linhe, mu + 0.1, 9, 500));
    CHECK_FALSE(line(table(folder), linhe).overdrawn());
    const land_balance::Balance leagues = table(folder, indicators::Level::league);
    CHECK(line(leagues, "150800").moved.mu.value() == Approx(mu + 0.1));
    CHECK(line(leagues, "150200").moved.mu.value() == Approx(-mu - 0.1));
    CHECK(line(table(folder, indicators::Level::region), "150000").moved.mu == ExactSum());
    workspace::BalanceEntry turnover = entry(donghe, linhe, 1, 9, 500);
    turnover.account = "turnover";
    try {
        enter(folder, turnover);
        FAIL("entered");
    } catch (const Error &error) {
        CHECK(error.kind() == ErrorKind::usage);
        CHECK_THAT(error.what(), Catch::Contains("not in the same league"));
    }
}

TEST_CASE("What leaves an account is no better and no poorer than the land that it has") {
    Folder folder;
    const double mu = mu_of_box();
    land(folder, "supplementary_farmland", 107.11, 5, 700, "accepted"); // in 五原
    land(folder, "supplementary_farmland", 107.13, 9, 500, "accepted");
    const auto reason = [&](const workspace::BalanceEntry &wrong) {
        try {
            enter(folder, wrong);
        } catch (const Error &error) {
            CHECK(error.kind() == ErrorKind::refused);
            return std::string(error.what());
        }
        return std::string();
    };
    CHECK_THAT(reason(entry(wuyuan, linhe, mu / 2, 4, 600)), Catch::Contains("the best"));
    CHECK_THAT(reason(entry(wuyuan, linhe, mu / 2, 10, 600)), Catch::Contains("the poorest"));
    CHECK_THAT(reason(entry(wuyuan, linhe, mu / 2, 7, 710)), Catch::Contains("most productive"));
    CHECK_THAT(reason(entry(wuyuan, linhe, mu / 2, 7, 490)), Catch::Contains("least productive"));
    // Two thirds of 1.5 boxes can be of the better parcel: (5 + 9 / 2) / 1.5 = 6.33.
    CHECK_THAT(reason(entry(wuyuan, linhe, mu * 1.5, 6, 600)), Catch::Contains("of grade 6.33"));
    CHECK(reason(entry(wuyuan, linhe, mu / 2, 5, 700)).empty());
    CHECK_THAT(reason(entry(wuyuan, linhe, mu * 0.6, 5, 600)), Catch::Contains("the best")); // half is gone
    CHECK(reason(entry(wuyuan, linhe, mu / 2 - 0.1, 5, 700)).empty());
    CHECK(reason(entry(wuyuan, linhe, mu / 2, 9, 500)).empty());
    const land_balance::Balance after = table(folder);
    CHECK(*line(after, wuyuan).credit().grade() == Approx(9).epsilon(1e-3));
}

TEST_CASE("Lots can be cut out of others unless some of them are better than the best of the same area") {
    SplitMix64 random(17);
    const auto lots = [&](std::size_t most) {
        std::vector<land_balance::Lot> made(1 + random.next() % most);
        for (land_balance::Lot &lot : made)
            lot = {1.0 + static_cast<double>(random.next() % 3),
                   1.0 + static_cast<double>(random.next() % 5),
                   {}};
        return made;
    };
    const auto grade = [](const land_balance::Lot &lot) { return lot.grade; };
    std::size_t refused = 0;
    for (int round = 0; round < 2000; ++round) {
        const auto going = lots(4), coming = lots(6);
        std::vector<double> units; // mu by mu, the best first
        for (const auto &lot : coming)
            units.insert(units.end(), static_cast<std::size_t>(lot.mu), *lot.grade);
        std::sort(units.rbegin(), units.rend());
        bool naive = false;
        for (unsigned subset = 1; subset < 1U << going.size(); ++subset) {
            double mu = 0, sum = 0;
            for (std::size_t i = 0; i < going.size(); ++i)
                if ((subset >> i & 1U) != 0) {
                    mu += going[i].mu;
                    sum += *going[i].grade * going[i].mu;
                }
            const auto taken = std::min(static_cast<std::size_t>(mu), units.size());
            const double best =
                std::accumulate(units.begin(), units.begin() + static_cast<std::ptrdiff_t>(taken), 0.0);
            naive = naive || sum / mu > best / static_cast<double>(taken) + 1e-9;
        }
        CHECK(land_balance::exceeds(going, coming, grade, 1e-9).has_value() == naive);
        refused += naive ? 1 : 0;
    }
    CHECK(refused > 100);
    CHECK(refused < 1900);
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

TEST_CASE("Land of unknown capacity has no capacity, not one of 0 kg, and neither has a sum with it") {
    Folder folder;
    const double mu = mu_of_box();
    land(folder, "supplementary_farmland", 107.03, 9, 500, "accepted");
    land(folder, "supplementary_farmland", 107.05, 9, 0, "accepted"); // as a Shapefile has what is empty
    land(folder, "supplementary_farmland", 107.11, 9, 500, "accepted");
    land(folder, "occupied_farmland", 107.07, 9, 800, "approved");
    const land_balance::Balance banners = table(folder);
    CHECK_FALSE(line(banners, linhe).credit().capacity());
    CHECK_FALSE(line(banners, linhe).short_kg()); // 500 mu at least against 800 mu
    CHECK(line(banners, linhe).undetermined());
    CHECK(line(banners, linhe).credit().unknown_capacity_mu.value() == Approx(mu).epsilon(1e-6));
    CHECK(*line(banners, wuyuan).credit().capacity() == Approx(500 * mu).epsilon(1e-6));
    const land_balance::Balance region = table(folder, indicators::Level::region);
    CHECK_FALSE(line(region, "150000").credit().capacity());
    CHECK(line(region, "150000").short_kg() == 0); // 1000 mu of the known are more than 800 mu
    workspace::BalanceEntry from_unknown = entry(linhe, wuyuan, mu / 2, 9, 500);
    CHECK_THROWS_AS(enter(folder, from_unknown), Error);
}

TEST_CASE(
    "Occupied land of unknown capacity leaves its account undetermined, or short of at least what is known") {
    Folder folder;
    const double mu = mu_of_box();
    land(folder, "occupied_farmland", 107.01, 9, 0, "approved");
    land(folder, "occupied_farmland", 107.03, 9, 500, "approved");
    CHECK(*line(table(folder), linhe).short_kg() == Approx(500 * mu).epsilon(1e-6));
    land(folder, "supplementary_farmland", 107.05, 9, 600, "accepted", "region", 2 * half_box);
    CHECK_FALSE(line(table(folder), linhe).short_kg());
    CHECK_FALSE(line(table(folder), linhe).out.capacity());
    CHECK_FALSE(line(table(folder), linhe).overdrawn());
}

TEST_CASE("Paddy fields have an account of their own beside that of all farmland") {
    Folder folder;
    const double mu = mu_of_box();
    const auto paddy = [&](const char *layer, double west, const char *land_class) {
        folder.add(layer,
                   {{"project_code", std::string("P")},
                    {"year", std::int64_t{2023}},
                    {"stage", std::string("accepted")},
                    {"review", std::string("region")},
                    {"land_class", std::string(land_class)},
                    {"grade", std::int64_t{9}},
                    {"capacity", 500.0}},
                   box(west, 40.51, west + half_box, 40.52));
    };
    folder.add("occupied_farmland",
               {{"project_code", std::string("Z")},
                {"year", std::int64_t{2023}},
                {"stage", std::string("approved")},
                {"land_class", std::string("0101")},
                {"grade", std::int64_t{9}},
                {"capacity", 500.0}},
               box(107.01, 40.51, 107.01 + half_box, 40.52));
    paddy("supplementary_farmland", 107.03, "0103");
    const auto of = [&](const char *account) {
        return land_balance::compute(*folder.workspace, the_catalogue(), the_catalogue().account(account),
                                     indicators::Level::banner, 2023, {});
    };
    CHECK_FALSE(line(of("occupation"), linhe).overdrawn());
    CHECK(line(of("paddy"), linhe).short_mu() == Approx(mu).epsilon(1e-6));
    paddy("supplementary_farmland", 107.05, "0101");
    CHECK_FALSE(line(of("paddy"), linhe).overdrawn());
    CHECK(line(of("occupation"), linhe).in.mu.value() == Approx(2 * mu).epsilon(1e-6));
}

TEST_CASE("An occupation and the land that supplies it are found from both sides") {
    Folder folder;
    const double mu = mu_of_box();
    const auto add = [&](const char *layer, double west, const char *project, const char *field,
                         const char *value) {
        return folder.add(layer,
                          {{"project_code", std::string(project)},
                           {"year", std::int64_t{2023}},
                           {"stage", std::string("accepted")},
                           {field, std::string(value)}},
                          box(west, 40.51, west + half_box, 40.52));
    };
    const auto first = add("supplementary_farmland", 107.03, "B1", "parcel_code", "01");
    const auto second = add("supplementary_farmland", 107.05, "B1", "parcel_code", "02");
    const auto third = add("supplementary_farmland", 107.11, "B2", "parcel_code", "01");
    const auto road = add("occupied_farmland", 107.01, "Z1", "supplied_by", "B1/02，B2、B9");
    const auto plant = add("occupied_farmland", 107.07, "Z2", "supplied_by", "B1 B1/01");
    const auto linked = [&](const char *layer, const std::set<std::int64_t> &features) {
        return land_balance::links_of(*folder.workspace, the_catalogue(), the_catalogue().layer(layer),
                                      features, {});
    };
    const auto others = [](const land_balance::Links &links) {
        std::vector<std::pair<std::int64_t, std::int64_t>> pairs;
        for (const land_balance::Link &link : links.links)
            pairs.emplace_back(link.feature, link.other);
        return pairs;
    };
    using Pairs = std::vector<std::pair<std::int64_t, std::int64_t>>;
    const land_balance::Links down = linked("occupied_farmland", {road, plant});
    CHECK(others(down) == Pairs{{road, second}, {road, third}, {plant, first}, {plant, second}});
    CHECK(down.links[0].net_m2 / square_metres_per_mu == Approx(mu).epsilon(1e-6));
    REQUIRE(down.dead.size() == 1);
    CHECK(down.dead[0].feature == road);
    CHECK(down.dead[0].code == "B9");
    CHECK(others(linked("supplementary_farmland", {first, second, third})) ==
          Pairs{{first, plant}, {second, road}, {second, plant}, {third, road}});
    CHECK(linked("high_standard_farmland", {1}).links.empty());
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
