// Indicators of a workspace compared with their targets, along the tree region → league → banner. Formats
// nothing.
#pragma once

#include <qitu/analysis/indicators/totals.h>
#include <qitu/core/base/units.h>

#include <optional>
#include <string>
#include <vector>

namespace qitu::indicators {

/// One line of `progress`. Values are in the indicator's unit.
struct ProgressRow {
    std::string indicator;
    std::string admin;
    std::string name; // of the admin unit, Chinese
    Unit unit = Unit::wan_mu;
    std::optional<double> target;
    bool target_illustrative = false;
    double done = 0;
    double under_construction = 0; // not included in done
    double approved = 0;
    std::optional<double> percent;
    std::optional<double> remaining;
    std::optional<int> rank{};        // by percent among the units of its level, 1 the furthest
    std::optional<double> expected{}; // of the target by the date asked for, at an even pace over the year
};

struct ProgressTable {
    int year = 0;
    geodesy::Method method = geodesy::Method::td1055;
    Level by = Level::league;
    std::vector<ProgressRow> rows; // by indicator in the catalogue's order, then admin code; the region first
    double worst_relative = 0;
    std::vector<tabulate::Finding> findings;
};

/// Every indicator, or those named, at one level of the tree and for the region. A parent's figure is the sum
/// of its children (works: distinct project codes, so a work in two banners is one for the region; a feature
/// without a code is a work of its own).
///
/// What counts. A flow indicator takes the features whose year is `year`, a stock those up to it; of these,
/// `where` and the stage (done from from_stage on; what is before it stands beside it). An indicator that is
/// bound to leagues or banners has rows for them only, and its region row is their sum.
///
/// Who gets an overlap is settled once for the whole layer: the furthest stage, then the earliest year, then
/// the smallest id. Every place is counted once over all years and kinds, so figures of different years and
/// kinds add up. Hence land that was accepted in an earlier year and is built upon again adds nothing to a
/// flow of this year, and a place that two kinds claim counts for the one that comes first.
///
/// What the indicator wants reviewed and is not counts as under construction. Ground that a layer it excludes
/// has done by that year too counts there, not here.
///
/// works    a work stands where its furthest feature stands
/// banners  a banner counts where its net area of what is done reaches the threshold (for points and lines:
///          where there is one); it is under construction where the two together reach it, and so on
/// share    net area of the layer within the base over the net area of the base, in percent; the base counts
///          from the indicator's stage on if it has stages, and up to `year` (a reference layer also without
///          a year). `percent` is the share itself, empty where there is no base; `remaining` likewise.
///
/// The target is the quota of that year, else one of no year (0), in the indicator's unit; for the region
/// also the document's, where the workspace is older than the indicator and so has none. `remaining` is never
/// below 0. Figures are rounded once, from exact sums: they do not depend on what else is asked for.
/// `year_gone`, when given, is the part of the year that has passed (share_of_year): flows then have an
/// `expected`.
ProgressTable progress(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue, Level by,
                       int year, const std::vector<std::string> &indicators, const tabulate::Options &options,
                       std::optional<double> year_gone = {});

/// The part of the year that has passed at the end of a day (2023-06-30): 0 before it, 1 after it. Throws
/// Error (usage) when the text is not a date.
double share_of_year(const std::string &date, int year);

/// What a report shows: progress at both levels and, for every layer that has features, totals by banner and
/// stage (in the catalogue's order). The same figures as `progress` and `totals` give, from one run of the
/// engine over each layer.
struct Summary {
    ProgressTable leagues;
    ProgressTable banners;
    std::vector<Totals> layers;
    /// When asked for: of each of the layers, in their order, with year and stage as values.
    std::vector<FeatureShares> shares;
};
Summary summarize(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue, int year,
                  const tabulate::Options &options, bool with_shares = false);

} // namespace qitu::indicators
