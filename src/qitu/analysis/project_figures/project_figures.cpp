#include "projects.h"

#include <qitu/analysis/indicators/explain.h>
#include <qitu/analysis/project_figures/project_figures.h>
#include <qitu/core/base/exact_sum.h>
#include <qitu/core/base/units.h>
#include <qitu/data/workspace/features.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace qitu::project_figures {

namespace {

using catalogue::AdminUnit;
using catalogue::Catalogue;
using catalogue::Indicator;
using catalogue::Measure;
using indicators::Level;

struct Sums {
    ExactSum investment, scale, capacity;

    void add(const Project &project, double part) {
        investment += project.investment.value_or(0) * part;
        scale += project.scale_mu.value_or(0) * part;
        capacity += project.capacity_kg.value_or(0) * part;
    }
    [[nodiscard]] Amounts amounts() const { return {investment.value(), scale.value(), capacity.value()}; }
};

// What a unit has of an indicator.
struct Unit {
    std::string name;
    std::map<std::string, Sums> by_status;
    std::set<const Project *> projects;
    ExactSum paid_m2;
};

bool has_projects(const Indicator &indicator, const catalogue::Layer &layer) {
    return !layer.reference && indicator.measure != Measure::share && indicator.measure != Measure::banners;
}

// A unit of the tree that a banner or township lies in, or itself.
struct UnitKey {
    std::string code;
    Level level = Level::region;
    auto operator<=>(const UnitKey &) const = default;
};

class Accountant {
  public:
    Accountant(const workspace::Workspace &workspace, const Catalogue &catalogue, std::set<Level> levels,
               int year, const tabulate::Options &options)
        : workspace_(workspace), catalogue_(catalogue), levels_(std::move(levels)), year_(year),
          options_(options), finest_(levels_.contains(Level::township) ? Level::township : Level::banner) {
        levels_.insert(Level::region);
    }

    /// Indicators of one layer.
    void add(const std::vector<const Indicator *> &indicators) {
        const catalogue::Layer &layer = catalogue_.layer(indicators.front()->layer);
        if (workspace::feature_count(workspace_, layer) == 0)
            return;
        const Projects projects =
            projects_of(workspace_, catalogue_, layer, finest_, options_, table_.contradictions);
        if (!projects.any())
            return;
        indicators::ExplanationRun run(workspace_, catalogue_, indicators, year_, options_, finest_);
        for (const Indicator *indicator : indicators) {
            std::map<UnitKey, Unit> units;
            for (const indicators::Contribution &row : run.explain(*indicator, catalogue_.region()).rows)
                enter(units, *indicator, projects, row);
            for (const auto &[key, unit] : units)
                table_.rows.push_back(row_of(*indicator, key, unit));
        }
    }

    Table table() { return std::move(table_); }

  private:
    // Of a banner without townships there is one row, as of a township.
    [[nodiscard]] std::map<std::string, Level> units_of(const indicators::Contribution &row) const {
        constexpr std::size_t banner_digits = 6;
        std::map<std::string, Level> units;
        for (const AdminUnit *unit = catalogue_.find_admin(row.admin.substr(0, banner_digits));
             unit != nullptr; unit = catalogue_.find_admin(unit->parent))
            if (const auto level = static_cast<Level>(unit->level); levels_.contains(level))
                units[unit->code] = level;
        if (finest_ == Level::township)
            units.try_emplace(row.admin, Level::township);
        return units;
    }

    void enter(std::map<UnitKey, Unit> &units, const Indicator &indicator, const Projects &projects,
               const indicators::Contribution &row) const {
        const Project *project = projects.of_feature(row.feature);
        if (project == nullptr || row.counts == "none")
            return;
        for (const auto &[code, level] : units_of(row)) {
            Unit &unit = units[{code, level}];
            unit.name = code == row.admin ? row.name : catalogue_.find_admin(code)->names.zh;
            unit.projects.insert(project);
            unit.by_status[row.counts].add(*project, projects.part(row.feature, row.admin));
            if (indicator.measure == Measure::area && row.counts == "done" && project->investment)
                unit.paid_m2 += row.share;
        }
    }

    [[nodiscard]] static Row row_of(const Indicator &indicator, const UnitKey &key, const Unit &unit) {
        const auto amounts = [&](const char *status) {
            const auto sums = unit.by_status.find(status);
            return sums == unit.by_status.end() ? Amounts() : sums->second.amounts();
        };
        Row row;
        row.indicator = indicator.id;
        row.admin = key.code;
        row.name = unit.name;
        row.level = key.level;
        row.projects = unit.projects.size();
        row.without_investment = static_cast<std::size_t>(
            std::count_if(unit.projects.begin(), unit.projects.end(),
                          [](const Project *project) { return !project->investment; }));
        row.done = amounts("done");
        row.under_construction = amounts("under_construction");
        row.approved = amounts("approved");
        row.paid_mu = unit.paid_m2.value() / square_metres_per_mu;
        return row;
    }

    const workspace::Workspace &workspace_;
    const Catalogue &catalogue_;
    std::set<Level> levels_;
    int year_;
    const tabulate::Options &options_;
    Level finest_;
    Table table_;
};

} // namespace

std::optional<double> Row::yuan_per_mu() const {
    constexpr double yuan = 10000;
    return paid_mu > 0 && done.investment > 0 ? std::optional(done.investment * yuan / paid_mu)
                                              : std::nullopt;
}

Table compute(const workspace::Workspace &workspace, const Catalogue &catalogue,
              const std::vector<Level> &levels, int year, const std::vector<std::string> &indicators,
              const tabulate::Options &options) {
    std::set<std::string> wanted;
    for (const std::string &name : indicators)
        wanted.insert(catalogue.indicator(name).id);
    Accountant accountant(workspace, catalogue, {levels.begin(), levels.end()}, year, options);
    std::vector<const Indicator *> of_layer; // the catalogue has a layer's indicators behind each other
    const auto add = [&] {
        if (!of_layer.empty())
            accountant.add(of_layer);
        of_layer.clear();
    };
    for (const Indicator &indicator : catalogue.indicators()) {
        if (!has_projects(indicator, catalogue.layer(indicator.layer)) ||
            (!wanted.empty() && !wanted.contains(indicator.id)))
            continue;
        if (!of_layer.empty() && of_layer.front()->layer != indicator.layer)
            add();
        of_layer.push_back(&indicator);
    }
    add();
    return accountant.table();
}

} // namespace qitu::project_figures
