// Where to build next: eligible land, formed into blocks, scored, and chosen so that the remaining quotas are met.
#pragma once

#include <qitu/analysis/planning/land.h>
#include <qitu/analysis/planning/scenario.h>
#include <qitu/core/base/units.h>

#include <optional>
#include <string>
#include <vector>

namespace qitu::planning {

/// Of the choice, as outputs name it.
inline constexpr const char *solver_used = "COIN-OR CBC";

enum class BlockState { chosen, reserve, too_small, too_large };

struct Block {
    std::int64_t id = 0; // from 1, by banner
    std::string admin;   // banner
    double net_m2 = 0;
    std::size_t parcels = 0;
    double compactness = 0;
    double score = 0;
    BlockState state = BlockState::reserve;
    std::vector<std::optional<double>> values; // of each criterion
    std::vector<std::int64_t> features;        // of the base layer, ascending
    std::vector<std::byte> wkb;                // multipolygon; where it was asked for
};

/// A unit that has a quota: a banner, or a league for those of its banners that have none.
struct UnitChoice {
    std::string admin;
    std::string name; // Chinese
    double remaining = 0;
    double needed = 0; // of it: less what is under way, where that is asked for
    double chosen = 0;
};

struct CandidateRules {
    int year = 0;
    std::vector<std::string> banners; // codes
    bool count_started =
        false;           // what is under construction or approved will be done: it need not be found again
    double seconds = 60; // for the choice, in all
    bool shapes = false; // draw the blocks
};

struct Candidates {
    std::string indicator;
    int year = 0;
    Unit unit = Unit::wan_mu;
    Names scenario;
    std::vector<Criterion> criteria;
    Land land; // without parcels
    std::vector<UnitChoice> units;
    std::vector<Block> blocks;
    double objective = 0, bound = 0; // mu of the best score
    bool proven = true;
    std::vector<std::string> notes;

    [[nodiscard]] BannerLand whole() const; // of all banners
    [[nodiscard]] double gap() const;       // relative
};

/// Throws Error (usage) for an indicator that counts no area of polygons, or whose layer must lie in nothing while the
/// scenario names no base; (refused) where the base has no features.
Candidates candidates(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                      const catalogue::Indicator &indicator, const Scenario &scenario,
                      const CandidateRules &rules, const tabulate::Options &options);

/// The rules about land of the indicator's layer (within, exclusive) and of the scenario.
LandRules land_rules(const catalogue::Catalogue &catalogue, const catalogue::Indicator &indicator,
                     const Scenario &scenario);

} // namespace qitu::planning
