// Indicators of a workspace compared with their targets, along the tree region → league → banner. Formats
// nothing.
#pragma once

#include <qitu/analysis/indicators/totals.h>
#include <qitu/core/base/units.h>

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace qitu::indicators {

/// Of the works or places that the document names: which count, which are missing, and what lies beside them and
/// does not count.
struct NamedStatus {
    std::vector<Names> counted, missing, others;
};

/// One line of `progress`. Values are in the indicator's unit.
struct ProgressRow {
    std::string indicator;
    std::string admin;
    std::string name; // of the admin unit, Chinese
    Unit unit = Unit::wan_mu;
    Names unit_words{}; // of what is counted one by one: 座, 个旗县; else ""
    std::optional<double> target;
    catalogue::TargetKind target_kind = catalogue::TargetKind::exactly;
    std::optional<double> document_target{}; // of the region, where a quota has taken its place
    bool target_illustrative = false;
    double done = 0;
    bool known = true;                          // false: a share of nothing
    std::optional<double> under_construction{}; // not included in done; a share has none
    std::optional<double> approved{};
    std::optional<double> percent;
    std::optional<double> remaining;
    std::optional<int> rank{};                  // by percent among the units of its level, 1 the furthest
    std::optional<double> part_m2{}, base_m2{}; // of a share
    /// Of a share with a target, where a last year is given: what each year from the next on must add.
    std::optional<double> per_year_m2{};
    std::optional<double> cumulative{}; // done up to the year, of what counts by years
    std::optional<NamedStatus> named{}; // where the document names works or places
    std::optional<double> expected{};   // of the target by the date asked for, at an even pace over the year
    // Of a row that was rounded to be printed: places after the point, and which of done, under construction and
    // approved are more than nothing and yet 0 in these places.
    std::optional<int> places{};
    bool trace_done = false, trace_under_construction = false, trace_approved = false;
};

struct ProgressTable {
    int year = 0;
    std::string assume{}; // a stage: see progress
    geodesy::Method method = geodesy::Method::td1055;
    Level by = Level::league;
    std::vector<ProgressRow> rows; // by indicator in the catalogue's order, then admin code; the region first
    double worst_relative = 0;
    std::vector<tabulate::Finding> findings;
    /// Code of the admin unit that alone is asked for; "" for all. All rows are there, since figures that are printed add up
    /// over all; `shows` says which are wanted.
    std::string only{};
    std::optional<Unit> in_unit{}; // in which people want to read areas; none: as the catalogue says
    std::map<std::string, std::uint64_t> renewals{}; // features that are renovations, by layer
    bool from_kept_sums = false; // the engine did not run: nothing was written since it did

    /// The unit itself, what it is in, and what is in it.
    [[nodiscard]] bool shows(const std::string &admin, const catalogue::Catalogue &catalogue) const;
    [[nodiscard]] bool shows(const ProgressRow &row, const catalogue::Catalogue &catalogue) const {
        return shows(row.admin, catalogue);
    }
};

/// Every indicator, or those named, at one level of the tree and for the region. A parent's figure is the sum
/// of its children (works: distinct project codes, so a work in two banners is one for the region; a feature
/// without a code is a work of its own).
///
/// What counts, and who gets an overlap, is settled for each indicator by its kind of counting (counting.h,
/// docs/figures.md): a later year never changes a closed one, and the years' flows of what is built add up to the
/// stock. An indicator that is bound to leagues or banners has rows for them only, and its region row is their
/// sum.
///
/// What the indicator wants reviewed and is not counts as under construction. Ground that a layer it excludes
/// has done by that year too counts there, not here.
///
/// works    a work stands where its furthest feature stands, and counts in the first year in which it is done;
///          where the document names works or places, those are counted
/// banners  a banner counts where its net area of what is done reaches the threshold (for points and lines:
///          where there is one); it is under construction where the two together reach it, and so on
/// sum      the numbers of a field of points, added up: households of the projects of villages
/// share    net area of what is done in the layer within the base over the net area of the base, in percent; the
///          base counts from the indicator's stage on if it has stages, and up to `year` (a reference layer also
///          without a year). `done` is the share; `percent` too where there is a target; both empty where there
///          is no base; `remaining` likewise.
///
/// By township, a banner without townships is one of its own, and indicators that count banners have no rows. Throws
/// Error (refused) when the workspace has no townships.
///
/// The target is the quota of that year, else one of no year (0), in the indicator's unit; for the region
/// also the document's, where the workspace is older than the indicator and so has none. `remaining` is never
/// below 0. Figures are rounded once, from exact sums: they do not depend on what else is asked for.
/// `year_gone`, when given, is the part of the year that has passed (share_of_year): flows then have an
/// `expected`. `assume`, when given, is a stage: what is in it or further counts as if it had reached the stage
/// that counts, and had passed its reviews.
ProgressTable progress(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue, Level by,
                       int year, const std::vector<std::string> &indicators, const tabulate::Options &options,
                       std::optional<double> year_gone = {}, const std::string &assume = {});

/// The part of the year that has passed at the end of a day (2023-06-30): 0 before it, 1 after it. Throws
/// Error (usage) when the text is not a date.
double share_of_year(const std::string &date, int year);

/// Fills `per_year_m2`: what is left to the target, evenly over the years after the table's up to `last`. Throws
/// Error (usage) when there are none.
void spread_until(ProgressTable &table, int last);

/// What an indicator's year gained in a banner month by month, by the date that decides the year: of areas, lengths and sums
/// that count what was built or happened in it.
struct MonthlyDone {
    std::string indicator;
    std::string admin;             // banner
    std::array<double, 12> done{}; // in the indicator's unit
    double undated = 0;            // done too, with no date in the year
};

/// What a report shows: progress at both levels and, for every layer that has features, totals by banner and
/// stage (in the catalogue's order). The same figures as `progress` and `totals` give, from one run of the
/// engine over each layer.
struct Summary {
    ProgressTable leagues;
    ProgressTable banners;
    std::vector<Totals> layers;
    /// When asked for: of each of the layers, in their order, with year and stage as values.
    std::vector<FeatureShares> shares;
    std::vector<MonthlyDone>
        months; // likewise; by indicator and banner, where any of what is done has a date
};
Summary summarize(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue, int year,
                  const tabulate::Options &options, bool with_shares = false);

} // namespace qitu::indicators
