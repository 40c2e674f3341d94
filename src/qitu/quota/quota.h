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

/// Area, length and count of a layer by admin unit and by groups of its fields (stage, say).
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
/// of its children (works and banners: distinct project codes, so a work in two banners is one for the
/// region).
ProgressTable progress(const store::Workspace &workspace, const catalogue::Catalogue &catalogue, Level by,
                       int year, const std::vector<std::string> &indicators,
                       const tabulate::Options &options);

/// Quotas as bureaus send them: CSV with indicator, admin (code or name), year, value, unit and optionally
/// source, under Chinese or English heads; UTF-8 or GBK. Throws Error (unreadable) naming the line.
std::vector<store::Quota> read_quotas(const std::filesystem::path &csv,
                                      const catalogue::Catalogue &catalogue);

} // namespace qitu::quota
