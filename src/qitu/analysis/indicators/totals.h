// Area, length and count of a layer's features along the tree region → league → banner; where two layers
// overlap; which part of a feature lies in which banner. Areas in m² by the method asked for, lengths in m.
// Formats nothing.
#pragma once

#include <qitu/core/catalogue/catalogue.h>
#include <qitu/data/workspace/workspace.h>
#include <qitu/engine/tabulate/tabulate.h>

#include <functional>
#include <string>
#include <vector>

namespace qitu::indicators {

enum class Level { region, league, banner, township };
Level level_from(std::string_view name); // region/自治区, league/盟市, banner/旗县; throws Error (usage)
/// Also township/苏木乡镇, which a workspace has where the borders of townships were given.
Level level_to_township_from(std::string_view name);
/// As scripts know it: "banner".
std::string_view level_name(Level level);

/// One line of `total`: a layer in an admin unit, split by groups of its fields.
struct TotalRow {
    std::string layer;
    std::string admin; // "" outside every banner
    std::string name;
    std::map<std::string, std::string> group;
    tabulate::Figures figures;
    tabulate::Percents percents{};             // of the unit's ground, of the group and of the layer
    std::vector<tabulate::ValueSums> values{}; // of the fields asked for
};

struct Totals {
    geodesy::Method method = geodesy::Method::td1055;
    std::vector<TotalRow> rows; // by layer, admin code, group
    double worst_relative = 0;
    std::vector<tabulate::Finding> findings;
    std::string only{}; // as in ProgressTable: the unit that alone is asked for

    /// The unit itself and what is in it.
    [[nodiscard]] bool shows(const TotalRow &row, const catalogue::Catalogue &catalogue) const;
};

/// Gets each piece of a feature in a banner, or a township, drawn, with the values of its group.
using TellPiece = std::function<void(const tabulate::Piece &piece, const std::vector<std::string> &group)>;

/// Area, length and count of a layer by admin unit and by groups of its fields (stage, say). Areas and
/// lengths of a parent are sums over its banners; a feature that lies in two of its banners is one in
/// `features`. By township, a banner without townships is one of its own. Throws Error (refused) when the workspace has no
/// townships.
Totals totals(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
              const catalogue::Layer &layer, Level by, const std::vector<std::string> &groups,
              const tabulate::Options &options, const std::vector<std::string> &value_fields = {},
              const TellPiece &piece = {});

/// Area covered by two layers, all stages and years, counted once.
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

/// The part of a feature in one banner, or township, with some of its values.
struct FeatureShare {
    std::int64_t feature = 0;
    std::string admin; // banner, or township
    double net_m2 = 0;
    std::vector<std::string> values; // of the fields asked for, as text; "" where the layer has no such field
    double gross_m2 = 0;
    double length_m = 0;
};
struct FeatureShares {
    std::vector<FeatureShare> rows; // by feature
    double worst_relative = 0;
    std::vector<tabulate::Finding> findings;
};
FeatureShares feature_shares(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                             const catalogue::Layer &layer, const std::vector<std::string> &fields,
                             const tabulate::Options &options, Level finest = Level::banner);

} // namespace qitu::indicators
