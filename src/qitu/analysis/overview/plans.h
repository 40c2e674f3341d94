// The plans that are saved in a workspace, held against what remains of the quotas.
#pragma once

#include <qitu/analysis/indicators/progress.h>
#include <qitu/analysis/planning/plan_layer.h>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace qitu::overview {

inline constexpr const char *built_state = "built"; // accepted before: it is in what is done

/// A banner with blocks, the league or the region that it lies in.
struct PlanRow {
    std::string admin;
    std::optional<double> remaining_m2; // of the quota, where there is one
    std::size_t blocks = 0;             // chosen or accepted, and not yet built
    std::map<std::string, double> m2;   // by the state of the blocks; `built_state` for those that are built

    [[nodiscard]] double of(const std::string &state) const;
    /// What remains when all that was chosen or accepted is built.
    [[nodiscard]] std::optional<double> left_m2() const;
};

struct Plan {
    planning::SavedPlan saved;
    std::vector<PlanRow> rows; // the region, then each league with its banners, by code
};

/// Those of the year of the progress, for indicators that it has.
std::vector<Plan> plans(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                        const indicators::ProgressTable &region_and_leagues,
                        const indicators::ProgressTable &banners);

} // namespace qitu::overview
