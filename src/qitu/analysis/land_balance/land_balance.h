// Land accounts: occupied land against supplementary land, in area, quality and capacity; equal in quantity, equivalent
// in quality, no loss of capacity (数量相等、质量相当、产能不降). The catalogue's accounts define which layers and stages
// enter. Formats nothing.
#pragma once

#include <qitu/analysis/indicators/totals.h>
#include <qitu/core/base/exact_sum.h>
#include <qitu/data/workspace/accounts.h>

#include <optional>
#include <string>
#include <vector>

namespace qitu::land_balance {

/// Land as an account weighs it. Sums are exact: a parent's weight is that of its children. A grade that is
/// not from 1 to 15 and a capacity that is not above 0 are unknown, and so is the mean or sum of land of which
/// a part is unknown.
struct Weight {
    ExactSum mu;                  // area
    ExactSum graded_mu;           // of land whose grade is known
    ExactSum grade_mu;            // grade × mu of that land
    ExactSum kg;                  // kg per mu × mu, of land whose capacity is known
    ExactSum unknown_grade_mu;    // of land without grade
    ExactSum unknown_capacity_mu; // of land without capacity
    ExactSum unknown_mu;          // of land without one of them

    Weight &operator+=(const Weight &other);
    Weight &operator-=(const Weight &other);
    [[nodiscard]] bool any() const;                       // land at all
    [[nodiscard]] bool grade_known() const;               // of all land
    [[nodiscard]] bool capacity_known() const;            // of all land
    [[nodiscard]] std::optional<double> grade() const;    // mean by area; none without land, or if unknown
    [[nodiscard]] std::optional<double> capacity() const; // kg; none if unknown
};

/// The account of one unit in one year. Balanced when what counts against the occupied land is not less in
/// mu, not poorer in mean grade, and not less in kg. What cannot be told for want of a grade or a capacity has
/// no value.
struct Line {
    std::string admin;
    std::string name;
    Weight out;            // occupied
    Weight in;             // supplementary, accepted and reviewed
    Weight carried;        // in from other years and from before the workspace, less what went to later years
    Weight moved;          // from other banners, less what went to them
    double pending_mu = 0; // supplementary land that does not count yet

    [[nodiscard]] Weight credit() const; // in + carried + moved
    [[nodiscard]] double short_mu() const;
    [[nodiscard]] std::optional<double> short_grade() const; // grades
    [[nodiscard]] std::optional<double>
    short_kg() const;                        // at least, where occupied land is of unknown capacity
    [[nodiscard]] bool overdrawn() const;    // short of something for certain
    [[nodiscard]] bool undetermined() const; // not overdrawn for certain, nor balanced
    [[nodiscard]] double unknown_mu() const { return out.unknown_mu.value() + in.unknown_mu.value(); }
};

struct Balance {
    std::string account;
    int year = 0;
    geodesy::Method method = geodesy::Method::td1055;
    std::vector<Line> lines; // units with anything in them, by code
    double worst_relative = 0;
    std::vector<tabulate::Finding> findings;
};

/// The account of a year at one level of the tree. Areas are net: each place counts once.
Balance compute(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                const catalogue::Account &account, indicators::Level by, int year,
                const tabulate::Options &options);

/// Throws Error (usage) when the entry is incomplete, or is neither a transfer within the account's scope nor a
/// carry-over to a later year nor an opening balance; and (refused) when the account that gives would be
/// overdrawn, or does not have land as good or as poor as all that leaves it. Grades and capacities are held
/// against the best and the poorest land that comes in: an entry may name one parcel's grade although the
/// account's mean is another, but not a better one than any parcel's. Writes nothing.
void check_entry(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                 const workspace::BalanceEntry &entry, const tabulate::Options &options);

} // namespace qitu::land_balance
