// Plans kept in a workspace: a layer of the catalogue whose features are the blocks of plans, each plan under its name.
#pragma once

#include <qitu/analysis/planning/candidates.h>

#include <string>
#include <vector>

namespace qitu::planning {

/// Codes of a block's state in the layer. Others say why a block was rejected.
inline constexpr const char *chosen_state = "chosen";
inline constexpr const char *accepted_state = "accepted";

/// The layer that has the fields of a plan; throws Error (refused) when the catalogue has none.
const catalogue::Layer &plan_layer(const catalogue::Catalogue &catalogue);

/// The blocks of a plan as features of that layer. \pre they have shapes
std::vector<catalogue::Feature> block_features(const catalogue::Layer &layer, const std::string &name,
                                               const Candidates &plan, int year);

/// Replaces a plan of the same name. \pre its blocks have shapes
void save_plan(workspace::Edit &edit, const catalogue::Catalogue &catalogue, const std::string &name,
               const Candidates &plan, int year);

struct SavedBlock {
    std::int64_t feature = 0; // of the layer
    std::int64_t block = 0;
    std::string admin;
    std::string indicator;
    std::string state;
    std::int64_t year = 0;
    double net_m2 = 0;
    double score = 0;
    std::string reasons;
    bool built = false; // accepted, and its project has come to the stage that counts
    std::vector<std::byte> wkb;
};
struct SavedPlan {
    std::string name;
    std::string indicator;
    int year = 0;
    std::vector<SavedBlock> blocks; // by number
};
/// All that are saved, by name; none where the catalogue has no layer for plans.
std::vector<SavedPlan> saved_plans(const workspace::Workspace &workspace,
                                   const catalogue::Catalogue &catalogue);

/// By block; throws Error (refused) naming the plans there are when there is no such plan.
std::vector<SavedBlock> saved_plan(const workspace::Workspace &workspace,
                                   const catalogue::Catalogue &catalogue, const std::string &name);

/// Both plans side by side in one banner: blocks and m² that each has chosen.
struct ComparedBanner {
    std::string admin;
    std::string name; // Chinese
    std::size_t blocks_a = 0, blocks_b = 0;
    double a_m2 = 0, b_m2 = 0;
    double a_score = 0, b_score = 0; // mean, by area
};
std::vector<ComparedBanner> compared(const catalogue::Catalogue &catalogue, const std::vector<SavedBlock> &a,
                                     const std::vector<SavedBlock> &b);

/// Makes projects in the first stage of the indicator's layer out of chosen blocks, and marks the blocks as accepted.
/// `blocks` empty: all that are chosen. Returns how many. Throws Error (refused) for a block that is not there or was accepted
/// before, or when the layer wants fields that a plan does not have.
std::size_t accept_plan(workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                        const std::string &name, const std::vector<std::int64_t> &blocks,
                        const workspace::Change &change);

} // namespace qitu::planning
