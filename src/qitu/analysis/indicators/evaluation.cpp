#include "evaluation.h"

#include <qitu/core/base/text.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/data/workspace/features.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <ranges>
#include <string>
#include <utility>
#include <vector>

namespace qitu::indicators {

namespace {

using catalogue::Indicator;
using catalogue::Measure;
using tabulate::Finding;

constexpr std::size_t year_field = 0;
constexpr std::size_t stage_field = 1;
constexpr const char *review_field = catalogue::field_id::review;

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

Evaluation::Evaluation(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                       const Tree &tree, int year, const std::vector<const Indicator *> &indicators,
                       const tabulate::Options &options)
    : workspace_(workspace), catalogue_(catalogue), tree_(tree), year_(year), options_(options) {
    for (const Indicator *indicator : indicators) {
        Plan &plan = plans_[indicator->layer];
        if (plan.layer == nullptr)
            plan = {&catalogue.layer(indicator->layer),
                    {catalogue::field_id::year, catalogue::field_id::stage},
                    false};
        plan.pieces = plan.pieces || options.subtractions || indicator->measure == Measure::works;
        if (!indicator->from_review.empty())
            add_field(plan, review_field);
        for (const auto &[field, values] : indicator->where)
            add_field(plan, field);
    }
}

tabulate::Options Evaluation::options_for(const catalogue::Layer &layer) {
    tabulate::Options options = options_;
    if (options_.progress)
        options.progress = [this, before = features_before_](std::uint64_t done, std::uint64_t) {
            return options_.progress(before + done, 0);
        };
    features_before_ += workspace::feature_count(workspace_, layer);
    return options;
}

void Evaluation::take_findings(const Breakdown &breakdown, const std::string &layer) {
    worst_relative_ = std::max(worst_relative_, breakdown.worst_relative);
    const bool told = std::find(told_.begin(), told_.end(), layer) != told_.end();
    for (const Finding &finding : breakdown.findings)
        if (of_zone(finding) ? !zones_told_ : !told)
            findings_.push_back(finding);
    zones_told_ = true;
    told_.push_back(layer);
}

const Evaluation::LayerRun &Evaluation::run_of(const std::string &layer) {
    if (const auto found = runs_.find(layer); found != runs_.end())
        return found->second;
    LayerRun &run = runs_[layer];
    run.plan = plan_of(layer);
    run.works.resize(tree_.banners.size());
    run.breakdown.amounts.resize(tree_.banners.size());
    if (workspace::feature_count(workspace_, *run.plan.layer) == 0)
        return run;
    run.breakdown = break_down(workspace_, catalogue_, tree_, run.plan, options_for(*run.plan.layer));
    take_findings(run.breakdown, layer);
    for (const FeaturePiece &piece : run.breakdown.pieces)
        run.works[piece.banner].emplace_back(piece.group, run.breakdown.projects.at(piece.feature));
    return run;
}

Plan Evaluation::plan_of(const std::string &layer) const {
    const auto found = plans_.find(layer);
    Plan plan = found != plans_.end()
                    ? found->second
                    : Plan{&catalogue_.layer(layer), {catalogue::field_id::year, catalogue::field_id::stage}};
    plan.pieces = plan.pieces || pieces_;
    return plan;
}

void Evaluation::keep_pieces() {
    pieces_ = true;
}

FeatureShares Evaluation::feature_shares(const catalogue::Layer &layer) {
    const LayerRun &taken = run_of(layer.id);
    FeatureShares result;
    result.worst_relative = taken.breakdown.worst_relative;
    result.rows.reserve(taken.breakdown.pieces.size());
    for (const FeaturePiece &piece : taken.breakdown.pieces) {
        const Group &group = taken.breakdown.groups[piece.group];
        result.rows.push_back({piece.feature,
                               tree_.banners[piece.banner].code,
                               piece.net_m2,
                               {group[year_field], group[stage_field]},
                               piece.gross_m2,
                               piece.length_m});
    }
    return result;
}

Totals Evaluation::totals(const catalogue::Layer &layer) {
    const LayerRun &taken = run_of(layer.id);
    Totals totals = totals_by_banner(taken.breakdown, taken.plan, tree_, catalogue::field_id::stage);
    totals.method = options_.method;
    return totals;
}

Plan Evaluation::base_plan(const Indicator &indicator) const {
    return {&catalogue_.layer(indicator.base_layer),
            {catalogue::field_id::year, catalogue::field_id::stage},
            false};
}

// What of the bases takes part is what stands as done there: for a share by the indicator's own years, for
// what is excluded by all years up to this one.
std::vector<Base> Evaluation::bases_of(const Indicator &indicator) const {
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
        const Plan plan{
            &catalogue_.layer(layer), {catalogue::field_id::year, catalogue::field_id::stage}, false};
        bases.push_back({plan, [this, all, plan](const Group &group) {
                             return status_of(all, plan, group) == CountingStatus::done;
                         }});
    }
    return bases;
}

const Breakdown &Evaluation::under_bases(const Indicator &indicator) {
    const std::vector<Base> bases = bases_of(indicator);
    std::string name =
        fmt::format("{}\t{}\t{}", indicator.layer, indicator.measure == Measure::share && indicator.flow,
                    indicator.from_stage);
    for (const Base &base : bases)
        name += "\t" + base.plan.layer->id;
    if (const auto found = under_bases_.find(name); found != under_bases_.end())
        return found->second;
    const Plan &plan = plans_.at(indicator.layer);
    Breakdown breakdown =
        break_down_under(bases, workspace_, catalogue_, tree_, plan, options_for(*plan.layer));
    for (const Base &base : bases)
        take_findings(breakdown, base.plan.layer->id);
    return under_bases_[name] = std::move(breakdown);
}

// What is built upon counts from its year on, and always when it has none.
bool Evaluation::year_counts(const Indicator &indicator, const catalogue::Layer &layer,
                             const std::string &sent) const {
    double year = 0;
    if (!parse_number(sent, year))
        return layer.reference && (!indicator.flow || indicator.measure == Measure::share);
    if (indicator.flow && !(layer.reference && indicator.measure == Measure::share))
        return year == year_;
    return year <= year_;
}

CountingStatus Evaluation::status_of(const Indicator &indicator, const Plan &plan, const Group &group) const {
    if (!year_counts(indicator, *plan.layer, group[year_field]) || !where_counts(indicator, plan, group))
        return CountingStatus::none;
    const bool has_stages = plan.layer->index_of(catalogue::field_id::stage) >= 0;
    if (indicator.from_stage.empty() || (!has_stages && plan.layer->reference))
        return CountingStatus::done;
    const int rank = catalogue_.stage_rank(group[stage_field]);
    if (rank < 0)
        return CountingStatus::none;
    if (rank >= catalogue_.stage_rank(indicator.from_stage))
        return reviewed(indicator, plan, group) ? CountingStatus::done : CountingStatus::under_construction;
    return rank > catalogue_.stage_rank("approved") ? CountingStatus::under_construction
                                                    : CountingStatus::approved;
}

// The codes of `review` are in the order of the reviews.
bool Evaluation::reviewed(const Indicator &indicator, const Plan &plan, const Group &group) const {
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

std::vector<CountingStatus> Evaluation::statuses(const Indicator &indicator, const Plan &plan,
                                                 const std::vector<Group> &groups) const {
    std::vector<CountingStatus> result;
    for (const Group &group : groups)
        result.push_back(status_of(indicator, plan, group));
    return result;
}

Evaluator Evaluation::evaluator(const Indicator &indicator) {
    const LayerRun &counted = run_of(indicator.layer);
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
