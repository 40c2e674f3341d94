#include "tally.h"

#include <qitu/core/base/text.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <ranges>
#include <string>
#include <vector>

namespace qitu::indicators {

namespace {

using catalogue::Indicator;
using catalogue::Measure;
using tabulate::Finding;

constexpr std::size_t year_field = 0;
constexpr std::size_t stage_field = 1;
constexpr const char *review_field = "review";

void add_field(Plan &plan, const std::string &field) {
    if (std::find(plan.fields.begin(), plan.fields.end(), field) == plan.fields.end())
        plan.fields.push_back(field);
}

bool of_zone(const Finding &finding) {
    return finding.kind == Finding::Kind::zone_overlap || finding.kind == Finding::Kind::zone_repaired;
}

bool where_counts(const Indicator &indicator, const Plan &plan, const Group &group) {
    return std::all_of(indicator.where.begin(), indicator.where.end(), [&](const auto &condition) {
        const auto field = std::find(plan.fields.begin(), plan.fields.end(), condition.first);
        const std::string &value = group[static_cast<std::size_t>(field - plan.fields.begin())];
        return std::find(condition.second.begin(), condition.second.end(), value) != condition.second.end();
    });
}

} // namespace

Surveys::Surveys(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                 const Tree &tree, int year, const std::vector<const Indicator *> &indicators,
                 const tabulate::Options &options)
    : workspace_(workspace), catalogue_(catalogue), tree_(tree), year_(year), options_(options) {
    for (const Indicator *indicator : indicators) {
        Plan &plan = plans_[indicator->layer];
        if (plan.layer == nullptr)
            plan = {&catalogue.layer(indicator->layer), {"year", "stage"}, false};
        plan.presences = plan.presences || options.takers || indicator->measure == Measure::works;
        if (!indicator->from_review.empty())
            add_field(plan, review_field);
        for (const auto &[field, values] : indicator->where)
            add_field(plan, field);
    }
}

tabulate::Options Surveys::options_for(const catalogue::Layer &layer) {
    tabulate::Options options = options_;
    if (options_.progress)
        options.progress = [this, before = features_before_](std::uint64_t done, std::uint64_t) {
            return options_.progress(before + done, 0);
        };
    features_before_ += workspace_.count(layer);
    return options;
}

void Surveys::take_findings(const Census &census, const std::string &layer) {
    worst_relative_ = std::max(worst_relative_, census.worst_relative);
    const bool told = std::find(told_.begin(), told_.end(), layer) != told_.end();
    for (const Finding &finding : census.findings)
        if (of_zone(finding) ? !zones_told_ : !told)
            findings_.push_back(finding);
    zones_told_ = true;
    told_.push_back(layer);
}

const Surveys::Survey &Surveys::survey(const std::string &layer) {
    if (const auto found = surveys_.find(layer); found != surveys_.end())
        return found->second;
    Survey &survey = surveys_[layer];
    survey.plan = plan_of(layer);
    survey.works.resize(tree_.banners.size());
    survey.census.amounts.resize(tree_.banners.size());
    if (workspace_.count(*survey.plan.layer) == 0)
        return survey;
    survey.census = take_census(workspace_, catalogue_, tree_, survey.plan, options_for(*survey.plan.layer));
    take_findings(survey.census, layer);
    for (const Presence &presence : survey.census.presences)
        survey.works[presence.banner].emplace_back(presence.group,
                                                   survey.census.projects.at(presence.feature));
    return survey;
}

Plan Surveys::plan_of(const std::string &layer) const {
    const auto found = plans_.find(layer);
    Plan plan = found != plans_.end() ? found->second : Plan{&catalogue_.layer(layer), {"year", "stage"}};
    plan.presences = plan.presences || presences_;
    return plan;
}

void Surveys::note_presences() {
    presences_ = true;
}

Holdings Surveys::holdings(const catalogue::Layer &layer) {
    const Survey &taken = survey(layer.id);
    Holdings result;
    result.worst_relative = taken.census.worst_relative;
    result.rows.reserve(taken.census.presences.size());
    for (const Presence &presence : taken.census.presences) {
        const Group &group = taken.census.groups[presence.group];
        result.rows.push_back({presence.feature,
                               tree_.banners[presence.banner].code,
                               presence.net_m2,
                               {group[year_field], group[stage_field]},
                               presence.gross_m2,
                               presence.length_m});
    }
    return result;
}

Totals Surveys::totals(const catalogue::Layer &layer) {
    const Survey &taken = survey(layer.id);
    Totals totals = totals_by_banner(taken.census, taken.plan, tree_, "stage");
    totals.method = options_.method;
    return totals;
}

Plan Surveys::base_plan(const Indicator &indicator) const {
    return {&catalogue_.layer(indicator.base_layer), {"year", "stage"}, false};
}

// What of the bases takes part is what stands as done there: for a share by the indicator's own years, for
// what is excluded by all years up to this one.
std::vector<Base> Surveys::bases_of(const Indicator &indicator) const {
    Indicator all = indicator;
    all.where.clear();
    all.from_review.clear();
    std::vector<std::string> layers = indicator.excludes;
    if (indicator.measure == Measure::share)
        layers = {indicator.base_layer};
    else
        all.flow = false;
    std::vector<Base> bases;
    for (const std::string &layer : layers) {
        const Plan plan{&catalogue_.layer(layer), {"year", "stage"}, false};
        bases.push_back({plan, [this, all, plan](const Group &group) {
                             return standing(all, plan, group) == Standing::done;
                         }});
    }
    return bases;
}

const Census &Surveys::under_bases(const Indicator &indicator) {
    const std::vector<Base> bases = bases_of(indicator);
    std::string name =
        fmt::format("{}\t{}\t{}", indicator.layer, indicator.measure == Measure::share && indicator.flow,
                    indicator.from_stage);
    for (const Base &base : bases)
        name += "\t" + base.plan.layer->id;
    if (const auto found = under_bases_.find(name); found != under_bases_.end())
        return found->second;
    const Plan &plan = plans_.at(indicator.layer);
    Census census = take_census_under(bases, workspace_, catalogue_, tree_, plan, options_for(*plan.layer));
    for (const Base &base : bases)
        take_findings(census, base.plan.layer->id);
    return under_bases_[name] = std::move(census);
}

// What is built upon counts from its year on, and always when it has none.
bool Surveys::year_counts(const Indicator &indicator, const catalogue::Layer &layer,
                          const std::string &sent) const {
    double year = 0;
    if (!parse_number(sent, year))
        return layer.reference && (!indicator.flow || indicator.measure == Measure::share);
    if (indicator.flow && !(layer.reference && indicator.measure == Measure::share))
        return year == year_;
    return year <= year_;
}

Standing Surveys::standing(const Indicator &indicator, const Plan &plan, const Group &group) const {
    if (!year_counts(indicator, *plan.layer, group[year_field]) || !where_counts(indicator, plan, group))
        return Standing::none;
    const bool has_stages = plan.layer->index_of("stage") >= 0;
    if (indicator.from_stage.empty() || (!has_stages && plan.layer->reference))
        return Standing::done;
    const int rank = catalogue_.stage_rank(group[stage_field]);
    if (rank < 0)
        return Standing::none;
    if (rank >= catalogue_.stage_rank(indicator.from_stage))
        return reviewed(indicator, plan, group) ? Standing::done : Standing::under_construction;
    return rank > catalogue_.stage_rank("approved") ? Standing::under_construction : Standing::approved;
}

// The codes of `review` are in the order of the reviews.
bool Surveys::reviewed(const Indicator &indicator, const Plan &plan, const Group &group) const {
    if (indicator.from_review.empty())
        return true;
    const auto field = std::find(plan.fields.begin(), plan.fields.end(), review_field);
    const std::string &review = group[static_cast<std::size_t>(field - plan.fields.begin())];
    for (const catalogue::Code &code : plan.layer->field(review_field)->codes | std::views::reverse)
        if (code.code == review)
            return true;
        else if (code.code == indicator.from_review)
            return false;
    return false;
}

std::vector<Standing> Surveys::standings(const Indicator &indicator, const Plan &plan,
                                         const std::vector<Group> &groups) const {
    std::vector<Standing> result;
    for (const Group &group : groups)
        result.push_back(standing(indicator, plan, group));
    return result;
}

Counter Surveys::counter(const Indicator &indicator) {
    const Survey &counted = survey(indicator.layer);
    switch (indicator.measure) {
    case Measure::area:
    case Measure::length:
        return measured(indicator, counted);
    case Measure::works:
        return works(indicator, counted);
    case Measure::banners:
        return banners(indicator, counted);
    case Measure::share:
        return share(indicator, counted);
    }
    return measured(indicator, counted);
}

} // namespace qitu::indicators
