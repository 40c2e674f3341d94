#include <qitu/analysis/overview/plans.h>
#include <qitu/core/base/units.h>

#include <algorithm>
#include <utility>

namespace qitu::overview {

namespace {

using indicators::ProgressTable;

class Planned {
  public:
    Planned(planning::SavedPlan saved, const catalogue::Catalogue &catalogue,
            const std::vector<const ProgressTable *> &tables)
        : catalogue_(catalogue), plan_{std::move(saved), {}} {
        for (const planning::SavedBlock &block : plan_.saved.blocks)
            add(block);
        for (const ProgressTable *table : tables)
            take_remaining(*table);
    }

    Plan found() {
        for (auto &[path, row] : rows_)
            plan_.rows.push_back(std::move(row));
        return std::move(plan_);
    }

  private:
    void add(const planning::SavedBlock &block) {
        for (std::vector<std::string> path = path_to(block.admin); !path.empty(); path.pop_back()) {
            PlanRow &row = rows_[path];
            row.admin = path.back();
            const std::string state = block.built ? built_state : block.state;
            row.m2[state] += block.net_m2;
            row.blocks += state == planning::chosen_state || state == planning::accepted_state ? 1 : 0;
        }
    }

    // From the region down to the unit.
    [[nodiscard]] std::vector<std::string> path_to(const std::string &admin) const {
        std::vector<std::string> path;
        for (const catalogue::AdminUnit *unit = catalogue_.find_admin(admin); unit != nullptr;
             unit = catalogue_.find_admin(unit->parent))
            path.push_back(unit->code);
        std::reverse(path.begin(), path.end());
        return path;
    }

    void take_remaining(const ProgressTable &table) {
        for (const indicators::ProgressRow &of : table.rows)
            if (of.indicator == plan_.saved.indicator && of.target && of.remaining)
                for (auto &[path, row] : rows_)
                    if (row.admin == of.admin)
                        row.remaining_m2 = *of.remaining * unit_size(of.unit);
    }

    const catalogue::Catalogue &catalogue_;
    Plan plan_;
    std::map<std::vector<std::string>, PlanRow> rows_; // by path
};

bool has(const ProgressTable &table, const std::string &indicator) {
    return std::any_of(table.rows.begin(), table.rows.end(),
                       [&](const auto &row) { return row.indicator == indicator; });
}

} // namespace

double PlanRow::of(const std::string &state) const {
    const auto found = m2.find(state);
    return found == m2.end() ? 0 : found->second;
}

std::optional<double> PlanRow::left_m2() const {
    const double found = of(planning::chosen_state) + of(planning::accepted_state);
    return remaining_m2 ? std::optional(std::max(0.0, *remaining_m2 - found)) : std::nullopt;
}

std::vector<Plan> plans(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                        const ProgressTable &region_and_leagues, const ProgressTable &banners) {
    std::vector<Plan> result;
    for (planning::SavedPlan &saved : planning::saved_plans(workspace, catalogue))
        if (saved.year == region_and_leagues.year && has(region_and_leagues, saved.indicator))
            result.push_back(Planned(std::move(saved), catalogue, {&region_and_leagues, &banners}).found());
    return result;
}

} // namespace qitu::overview
