// quota: figures of a workspace held against their targets, along the tree region → league → banner. Formats
// nothing.
#pragma once

#include <qitu/core/base/units.h>
#include <qitu/core/catalogue/catalogue.h>
#include <qitu/data/workspace/quotas.h>
#include <qitu/engine/tabulate/tabulate.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::indicators {

enum class Level { region, league, banner };
Level level_from(std::string_view name); // region/自治区, league/盟市, banner/旗县; throws Error (usage)

/// One line of `total`: a layer in an admin unit, split by groups of its fields.
struct TotalRow {
    std::string layer;
    std::string admin; // "" outside every banner
    std::string name;
    std::map<std::string, std::string> group;
    tabulate::Figures figures;
};

struct Totals {
    geodesy::Method method = geodesy::Method::td1055;
    std::vector<TotalRow> rows; // by layer, admin code, group
    double worst_relative = 0;
    std::vector<tabulate::Finding> findings;
};

/// Area, length and count of a layer by admin unit and by groups of its fields (stage, say). Areas and
/// lengths of a parent are sums over its banners; a feature that lies in two of its banners is one in
/// `features`.
Totals totals(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
              const catalogue::Layer &layer, Level by, const std::vector<std::string> &groups,
              const tabulate::Options &options);

/// One line of `progress`. Values are in the indicator's unit.
struct ProgressRow {
    std::string indicator;
    std::string admin;
    std::string name; // of the admin unit, Chinese
    Unit unit = Unit::wan_mu;
    std::optional<double> target;
    bool target_illustrative = false;
    double done = 0;
    double under_construction = 0; // beside it, never inside it
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
/// Error (usage) when the text is no date.
double share_of_year(const std::string &date, int year);

// ---------------------------------------------------------------- what is behind a figure

/// Ground that a feature leaves to another, or takes from it.
struct Contest {
    std::string layer;
    std::int64_t feature = 0;
    double m2 = 0;
};

/// What one feature gives to a figure in one banner: m² or m; of works and banners 1 for the feature that
/// carries the work or the banner, 0 for the others.
struct ShareRow {
    std::int64_t feature = 0;
    std::string project;
    std::string admin; // banner
    std::string name;
    std::string year, stage, review; // as the feature has them
    std::string counts;              // done, under_construction or approved
    double gross = 0;
    double share = 0;
    std::vector<Contest> leaves; // to whom
    std::vector<Contest> takes;  // from whom
};

struct Explanation {
    ProgressRow figure; // the same bits as `progress` has
    int year = 0;
    geodesy::Method method = geodesy::Method::td1055;
    std::vector<ShareRow> rows; // by banner, then feature
    double sum = 0;             // of the shares of what is done, rounded once
    std::optional<double> base; // of a share: m² of the base; the figure is 100 × sum / base
    double worst_relative = 0;
    std::vector<tabulate::Finding> findings;
};

/// The features behind one figure. The sum of the shares of what is done, in the indicator's unit, is the
/// figure to the last bit.
Explanation explain(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                    const catalogue::Indicator &indicator, const catalogue::AdminUnit &admin, int year,
                    const tabulate::Options &options);

/// Ground that two layers both claim, all stages and years, each place once.
struct OverlapRow {
    std::string a, b; // layers, in the catalogue's order
    std::string admin;
    std::string name;
    double m2 = 0;
    double a_m2 = 0, b_m2 = 0; // net area of each alone
};
struct OverlapTable {
    geodesy::Method method = geodesy::Method::td1055;
    std::vector<OverlapRow> rows; // pairs that meet, by admin unit
    double worst_relative = 0;
    std::vector<tabulate::Finding> findings;
};
/// Between all pairs of these layers of polygons.
OverlapTable overlaps(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                      const std::vector<const catalogue::Layer *> &layers, Level by,
                      const tabulate::Options &options);

/// A feature's part in one banner with some of its values, for those who weigh them.
struct Holding {
    std::int64_t feature = 0;
    std::string admin; // banner
    double net_m2 = 0;
    std::vector<std::string> values; // of the fields asked for, as text; "" where the layer has no such field
    double gross_m2 = 0;
    double length_m = 0;
};
struct Holdings {
    std::vector<Holding> rows; // by feature
    double worst_relative = 0;
    std::vector<tabulate::Finding> findings;
};
Holdings holdings(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                  const catalogue::Layer &layer, const std::vector<std::string> &fields,
                  const tabulate::Options &options);

// ---------------------------------------------------------------- quotas

/// What a report shows: progress at both levels and, for every layer that has features, totals by banner and
/// stage (in the catalogue's order). The same figures as `progress` and `totals` give, from one run of the
/// engine over each layer.
struct Account {
    ProgressTable leagues;
    ProgressTable banners;
    std::vector<Totals> layers;
    /// When asked for: of each of the layers, in their order, with year and stage as values.
    std::vector<Holdings> holdings;
};
Account account(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue, int year,
                const tabulate::Options &options, bool with_holdings = false);

/// What a table of quotas does not say itself, and how it is held.
struct QuotaDefaults {
    std::string indicator; // id or name
    int year = 0;
    std::string unit;
    std::string source;
    std::string letter;
};

struct QuotaFile {
    std::vector<workspace::Quota> quotas;
    std::vector<std::string> notes; // how the table was understood, and what of it was left out
};

/// Quotas as bureaus send them: CSV (UTF-8 or GB18030), XLSX, XLS or ODS. Two forms, under Chinese or English
/// heads that need not be the first line and may be two lines deep: a line for each quota with the indicator
/// in a column; or a line for each admin unit with an indicator to a column. Admin units by code, name or
/// short name, leagues perhaps in a column before their banners. Unit: of the cell, of its column, of the
/// line, of a line 单位：… above, else the indicator's. Year: of the column, the line, the title, else the
/// default. A total (合计) is checked against its parts and is no quota. Throws Error (unreadable) naming
/// file and line.
QuotaFile read_quota_file(const std::filesystem::path &file, const catalogue::Catalogue &catalogue,
                          const QuotaDefaults &defaults);
std::vector<workspace::Quota> read_quotas(const std::filesystem::path &file,
                                          const catalogue::Catalogue &catalogue);

/// Throws Error (usage) when a quota in this unit says nothing about the indicator.
void require_fit(Unit unit, const catalogue::Indicator &indicator);

/// Something about the quotas of a workspace that a person should look at.
struct QuotaFault {
    std::string rule; // unknown_indicator, unknown_admin, unknown_unit, wrong_unit, out_of_place, duplicate,
                      // missing, short, over, no_layer
    std::string indicator;
    std::string admin;
    int year = 0;
    std::string what;
};
/// Of one year and of no year, or of all years when it is 0.
std::vector<QuotaFault> check_quotas(const workspace::Workspace &workspace,
                                     const catalogue::Catalogue &catalogue, int year,
                                     const tabulate::Options &options);

/// A quota shared out among the units below by the net area of a layer in them, rounded to `decimals` so that
/// the parts add up (largest remainder). \pre the parent has a quota for the year, of area.
std::vector<workspace::Quota>
allocate(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
         const catalogue::Indicator &indicator, const catalogue::AdminUnit &parent, int year,
         const catalogue::Layer &weight, int decimals, const tabulate::Options &options);

} // namespace qitu::indicators
