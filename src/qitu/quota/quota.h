// quota: figures of a workspace held against their targets, along the tree region → league → banner. Formats
// nothing.
#pragma once

#include <qitu/catalogue/catalogue.h>
#include <qitu/store/store.h>
#include <qitu/tabulate/tabulate.h>

namespace qitu::quota {

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
Totals totals(const store::Workspace &workspace, const catalogue::Catalogue &catalogue,
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
/// works    a work stands where its furthest feature stands
/// banners  a banner counts where its net area of what is done reaches the threshold (for points and lines:
///          where there is one); it is under construction where the two together reach it, and so on
/// share    net area of the layer within the base over the net area of the base, in percent; the base counts
///          from the indicator's stage on if it has stages, and up to `year` (a reference layer also without
///          a year). `percent` is the share itself, empty where there is no base; `remaining` likewise.
///
/// The target is the quota of that year, else one of no year (0), in the indicator's unit; for the region
/// also the document's, where the workspace is older than the indicator and so has none. `remaining` is never
/// below 0.
ProgressTable progress(const store::Workspace &workspace, const catalogue::Catalogue &catalogue, Level by,
                       int year, const std::vector<std::string> &indicators,
                       const tabulate::Options &options);

/// What a report shows: progress at both levels and, for every layer that has features, totals by banner and
/// stage (in the catalogue's order). The same figures as `progress` and `totals` give, from one run of the
/// engine over each layer.
struct Account {
    ProgressTable leagues;
    ProgressTable banners;
    std::vector<Totals> layers;
};
Account account(const store::Workspace &workspace, const catalogue::Catalogue &catalogue, int year,
                const tabulate::Options &options);

/// Quotas as bureaus send them: CSV with indicator, admin (code or name), year, value, unit and optionally
/// source and whether it is illustrative, under Chinese or English heads; UTF-8 or GB18030. Value and unit
/// stay as sent (the indicator's unit where none is sent). Throws Error (unreadable) naming file and line.
std::vector<store::Quota> read_quotas(const std::filesystem::path &csv,
                                      const catalogue::Catalogue &catalogue);

} // namespace qitu::quota
