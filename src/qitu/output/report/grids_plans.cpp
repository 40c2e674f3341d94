// Saved plans: what each unit has chosen of what it still has to find, and what was kept or rejected.
#include "document.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>
#include <qitu/output/format/sum_tree.h>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace qitu::report {

namespace {

using Level = Row::Level;
using Kind = Column::Kind;
using overview::Plan;
using overview::PlanRow;

constexpr int mu_places = 2;

// The states that the plan's blocks have, in the order of the layer's codes, and then what is built.
std::vector<std::pair<std::string, std::string>> states_of(const Plan &plan,
                                                           const catalogue::Catalogue &catalogue) {
    const catalogue::Field *field = planning::plan_layer(catalogue).field(catalogue::field_id::plan_state);
    std::vector<std::pair<std::string, std::string>> states;
    const PlanRow &whole = plan.rows.front();
    for (const catalogue::Code &code : field->codes)
        if (code.code == planning::chosen_state || whole.of(code.code) > 0)
            states.emplace_back(code.code, format::code_label(field, code.code));
    if (whole.of(overview::built_state) > 0)
        states.emplace_back(overview::built_state, say("Built"));
    return states;
}

class PlanGrid {
  public:
    PlanGrid(const Figures &figures, const Plan &plan, const catalogue::Catalogue &catalogue)
        : figures_(figures), plan_(plan), catalogue_(catalogue), states_(states_of(plan, catalogue)) {
        for (const PlanRow &row : plan.rows) {
            const format::Path path = format::admin_path(&catalogue, row.admin);
            leagues_ += path.size() == 1 ? 1 : 0;
            if (path.size() == 2)
                leaves_.push_back(&row);
        }
        for (const auto &[state, name] : states_)
            printed_.push_back(printed(state));
    }

    Grid grid(const std::string &id) {
        const std::string subject = format::indicator_label(
            format::find_indicator(catalogue_, plan_.saved.indicator), plan_.saved.indicator);
        Grid grid{id,
                  say("Plan {}", plan_.saved.name),
                  say("Plan {}: {}", plan_.saved.name, subject),
                  say("mu"),
                  columns(),
                  {},
                  say("Blocks of \"qitu plan candidates\". \"Left\" is what remains of the quota when all "
                      "chosen and accepted blocks are built."),
                  plan_.saved.name};
        for (const PlanRow &row : plan_.rows)
            if (shows(figures_, row.admin, catalogue_) && (level_of(row) != Level::total || leagues_ > 1))
                grid.rows.push_back(row_of(row));
        return grid;
    }

  private:
    [[nodiscard]] std::vector<Column> columns() const {
        std::vector<Column> columns{
            {"code", say("Code"), say("Of the unit of administration."), Kind::text},
            {"name", say("Unit"), say("Leagues stand above their banners."), Kind::text},
            {"blocks", say("Blocks"), say("Chosen or accepted."), Kind::number, true},
            {"remaining_mu",
             say("Remaining (mu)"),
             say("Target less done, never below 0."),
             Kind::number,
             false,
             {},
             say("no target")}};
        for (const auto &[state, name] : states_)
            columns.push_back({state + "_mu", say("{} ({})", name, say("mu")),
                               say("Net area of the blocks in this state."), Kind::number, true});
        columns.push_back(
            {"left_mu", say("Left (mu)"), say("Remaining, less chosen and accepted."), Kind::number});
        return columns;
    }

    [[nodiscard]] format::SumTree::Rounded printed(const std::string &state) const {
        std::vector<format::Path> paths;
        std::vector<double> mu;
        for (const PlanRow *leaf : leaves_) {
            paths.push_back({format::admin_path(&catalogue_, leaf->admin).front()});
            mu.push_back(leaf->of(state) / square_metres_per_mu);
        }
        return format::SumTree(std::move(paths)).rounded(mu, mu_places);
    }

    [[nodiscard]] Level level_of(const PlanRow &row) const {
        const std::size_t depth = format::admin_path(&catalogue_, row.admin).size();
        return depth == 0 ? Level::total : depth == 1 ? Level::league : Level::part;
    }

    [[nodiscard]] double printed_of(const PlanRow &row, std::size_t state) const {
        const format::SumTree::Rounded &rounded = printed_[state];
        const auto leaf = std::find(leaves_.begin(), leaves_.end(), &row);
        if (leaf != leaves_.end())
            return rounded.leaves[static_cast<std::size_t>(leaf - leaves_.begin())];
        return level_of(row) == Level::total ? rounded.total : rounded.sums.at({row.admin});
    }

    [[nodiscard]] Row row_of(const PlanRow &row) const {
        const Level level = level_of(row);
        Row result{level,
                   row.admin,
                   {row.admin, format::admin_label(catalogue_, row.admin),
                    Number{static_cast<double>(row.blocks), static_cast<double>(row.blocks), 0}},
                   level != Level::part};
        const auto remaining =
            row.remaining_m2 ? std::optional(*row.remaining_m2 / square_metres_per_mu) : std::nullopt;
        const double shown = remaining ? format::rounded(*remaining, mu_places) : 0;
        result.cells.push_back(remaining ? Value(Number{*remaining, shown, mu_places}) : Value());
        double found = 0;
        for (std::size_t i = 0; i < states_.size(); ++i) {
            const double mu = printed_of(row, i);
            result.cells.emplace_back(Number{row.of(states_[i].first) / square_metres_per_mu, mu, mu_places});
            if (states_[i].first == planning::chosen_state || states_[i].first == planning::accepted_state)
                found += mu;
        }
        result.cells.push_back(
            remaining ? Value(Number{*row.left_m2() / square_metres_per_mu,
                                     format::rounded(std::max(0.0, shown - found), mu_places), mu_places})
                      : Value());
        return result;
    }

    const Figures &figures_;
    const Plan &plan_;
    const catalogue::Catalogue &catalogue_;
    std::vector<std::pair<std::string, std::string>> states_; // code and name
    std::vector<const PlanRow *> leaves_;                     // banners
    std::size_t leagues_ = 0;
    std::vector<format::SumTree::Rounded> printed_; // of each state
};

} // namespace

std::vector<Grid> plan_grids(const Figures &figures, const catalogue::Catalogue &catalogue) {
    std::vector<Grid> grids;
    for (std::size_t i = 0; i < figures.plans.size(); ++i)
        grids.push_back(PlanGrid(figures, figures.plans[i], catalogue).grid(fmt::format("plan.{}", i + 1)));
    return grids;
}

} // namespace qitu::report
