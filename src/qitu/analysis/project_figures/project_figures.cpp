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
    std::map<std::string, Sums> by_status;
    std::set<const Project *> projects;
    ExactSum paid_m2;
};

const AdminUnit *above(const Catalogue &catalogue, const std::string &code, int level) {
    const AdminUnit *unit = catalogue.find_admin(code);
    while (unit != nullptr && unit->level > level)
        unit = catalogue.find_admin(unit->parent);
    return unit;
}

bool has_projects(const Indicator &indicator, const catalogue::Layer &layer) {
    return !layer.reference && indicator.measure != Measure::share && indicator.measure != Measure::banners;
}

class Accountant {
  public:
    Accountant(const workspace::Workspace &workspace, const Catalogue &catalogue, indicators::Level by,
               int year, const tabulate::Options &options)
        : workspace_(workspace), catalogue_(catalogue), by_(static_cast<int>(by)), year_(year),
          options_(options) {}

    void add(const Indicator &indicator) {
        const catalogue::Layer &layer = catalogue_.layer(indicator.layer);
        if (!has_projects(indicator, layer) || workspace::feature_count(workspace_, layer) == 0)
            return;
        const Projects &projects = of(layer);
        if (!projects.any())
            return;
        const indicators::Explanation behind =
            indicators::explain(workspace_, catalogue_, indicator, catalogue_.region(), year_, options_);
        std::map<std::string, Unit> units;
        for (const indicators::Contribution &row : behind.rows)
            enter(units, indicator, projects, row);
        for (const auto &[code, unit] : units)
            table_.rows.push_back(row_of(indicator, code, unit));
    }

    Table table() { return std::move(table_); }

  private:
    const Projects &of(const catalogue::Layer &layer) {
        const auto [place, fresh] = layers_.try_emplace(layer.id);
        if (fresh)
            place->second = projects_of(workspace_, catalogue_, layer, options_, table_.contradictions);
        return place->second;
    }

    void enter(std::map<std::string, Unit> &units, const Indicator &indicator, const Projects &projects,
               const indicators::Contribution &row) const {
        const Project *project = projects.of_feature(row.feature);
        if (project == nullptr || row.counts == "none")
            return;
        std::set<std::string> codes{catalogue_.region().code};
        if (const AdminUnit *unit = above(catalogue_, row.admin, by_))
            codes.insert(unit->code);
        for (const std::string &code : codes) {
            Unit &unit = units[code];
            unit.projects.insert(project);
            unit.by_status[row.counts].add(*project, projects.part(row.feature, row.admin));
            if (indicator.measure == Measure::area && row.counts == "done" && project->investment)
                unit.paid_m2 += row.share;
        }
    }

    [[nodiscard]] Row row_of(const Indicator &indicator, const std::string &code, const Unit &unit) const {
        const auto amounts = [&](const char *status) {
            const auto sums = unit.by_status.find(status);
            return sums == unit.by_status.end() ? Amounts() : sums->second.amounts();
        };
        Row row;
        row.indicator = indicator.id;
        row.admin = code;
        row.name = catalogue_.find_admin(code)->names.zh;
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
    int by_;
    int year_;
    const tabulate::Options &options_;
    std::map<std::string, Projects> layers_;
    Table table_;
};

} // namespace

std::optional<double> Row::yuan_per_mu() const {
    constexpr double yuan = 10000;
    return paid_mu > 0 && done.investment > 0 ? std::optional(done.investment * yuan / paid_mu)
                                              : std::nullopt;
}

Table compute(const workspace::Workspace &workspace, const Catalogue &catalogue, indicators::Level by,
              int year, const std::vector<std::string> &indicators, const tabulate::Options &options) {
    std::set<std::string> wanted;
    for (const std::string &name : indicators)
        wanted.insert(catalogue.indicator(name).id);
    Accountant accountant(workspace, catalogue, by, year, options);
    for (const Indicator &indicator : catalogue.indicators())
        if (wanted.empty() || wanted.contains(indicator.id))
            accountant.add(indicator);
    return accountant.table();
}

} // namespace qitu::project_figures
