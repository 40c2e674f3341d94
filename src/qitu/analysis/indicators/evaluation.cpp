#include "evaluation.h"

#include <qitu/core/base/text.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/data/workspace/features.h>

#include <algorithm>
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

bool of_zone(const Finding &finding) {
    return finding.kind == Finding::Kind::zone_overlap || finding.kind == Finding::Kind::zone_repaired;
}

} // namespace

Evaluation::Evaluation(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                       const Tree &tree, int year, const std::vector<const Indicator *> &indicators,
                       const tabulate::Options &options, const PartRuns *parts)
    : workspace_(workspace), catalogue_(catalogue), tree_(tree), year_(year), indicators_(indicators),
      options_(options), parts_(parts) {
    for (const Indicator *indicator : indicators) {
        Plan &plan = plans_[indicator->layer];
        if (plan.layer == nullptr)
            plan = {&catalogue.layer(indicator->layer),
                    {catalogue::field_id::year, catalogue::field_id::stage},
                    false};
        plan.pieces = plan.pieces || options.subtractions || indicator->measure == Measure::works ||
                      !indicator->deduct_factor.empty();
        CountingRules::note_fields(*indicator, plan);
        if (indicator->near)
            if (auto &works = plan.near[near_field(*indicator->near)]; !works)
                works = std::make_shared<const NearWorks>(workspace, catalogue, *indicator->near);
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
    tabulate::Options options = options_for(*run.plan.layer);
    options.subtractions = false; // contests are settled by each indicator's own rules
    Plan plan = run.plan;
    plan.contests = true;
    run.breakdown = broken_down(layer, plan, options);
    take_findings(run.breakdown, layer);
    for (const FeaturePiece &piece : run.breakdown.pieces)
        run.works[piece.banner].push_back({piece.group, &run.breakdown.projects.at(piece.feature)});
    return run;
}

Plan Evaluation::plan_of(const std::string &layer) const {
    const auto found = plans_.find(layer);
    Plan plan = found != plans_.end()
                    ? found->second
                    : Plan{&catalogue_.layer(layer), {catalogue::field_id::year, catalogue::field_id::stage}};
    const bool declared = parts_ != nullptr && !plan.part_field.empty(); // no part knows all of them before
    plan.pieces = plan.pieces || pieces_ || declared;
    return plan;
}

Breakdown Evaluation::broken_down(const std::string &name, const Plan &plan, const tabulate::Options &options,
                                  const std::vector<Base> &bases,
                                  const std::vector<std::int64_t> *own) const {
    if (parts_ == nullptr)
        return break_down_under(bases, workspace_, catalogue_, tree_, plan, options);
    const parts::Run &run = parts_->run(name, [&] {
        const CountedByPart counted =
            own == nullptr ? CountedByPart(parts_->part().value()) : CountedByPart(own);
        parts::Run made = part_of_breakdown(counted, bases, workspace_, catalogue_, tree_, plan, options);
        keep_needed(made, plan, bases.empty() && own == nullptr, !bases.empty());
        return made;
    });
    return breakdown_of(run, bases, tree_, plan);
}

void Evaluation::keep_needed(parts::Run &run, const Plan &plan, bool of_layer, bool under_bases) const {
    if (!of_layer)
        run.partial.contested.clear();
    if (std::any_of(indicators_.begin(), indicators_.end(), [&](const Indicator *indicator) {
            return indicator->layer == plan.layer->id && !indicator->deduct_factor.empty();
        }))
        return;
    const std::vector<bool> works =
        of_layer ? groups_with_works(plan, run.groups) : std::vector<bool>(run.groups.size());
    std::erase_if(run.pieces, [&](const FeaturePiece &piece) {
        return under_bases || (!works[piece.group] && !run.declared_m2.contains(piece.feature));
    });
    const auto has_pieces = [&](std::int64_t feature) {
        return std::ranges::binary_search(run.pieces, feature, {}, &FeaturePiece::feature);
    };
    std::erase_if(run.projects, [&](const auto &project) { return !has_pieces(project.first); });
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

std::uint64_t Evaluation::renewals(const Indicator &indicator) {
    const LayerRun &run = run_of(indicator.layer);
    const auto &[field, codes] = *indicator.renewed.begin();
    const auto counts = [&wanted = codes](const std::string &value) {
        return std::ranges::find(wanted, value) != wanted.end();
    };
    std::uint64_t count = 0;
    if (parts_ != nullptr) { // which have not counted features by group
        for (const auto &[value, features] : workspace::value_counts(workspace_, *run.plan.layer, field))
            count += counts(value) ? features : 0;
        return count;
    }
    const auto column = std::ranges::find(run.plan.fields, field) - run.plan.fields.begin();
    for (std::size_t group = 0; group < run.breakdown.groups.size(); ++group)
        if (counts(run.breakdown.groups[group][static_cast<std::size_t>(column)]))
            count += run.breakdown.features[group];
    return count;
}

CountingRules Evaluation::rules(const Indicator &indicator, const Plan &plan) const {
    return {catalogue_, indicator, plan, year_};
}

std::vector<CountingStatus> Evaluation::statuses(const Indicator &indicator, const Plan &plan,
                                                 const std::vector<Group> &groups) const {
    const CountingRules rules = this->rules(indicator, plan);
    std::vector<CountingStatus> result;
    for (const Group &group : groups)
        result.push_back(rules.status(group));
    return result;
}

Leaves Evaluation::leaf_sums(const Indicator &indicator) {
    const LayerRun &counted = run_of(indicator.layer);
    if (!indicator.deduct_factor.empty())
        return less_ridges(indicator, counted);
    switch (indicator.measure) {
    case Measure::area:
    case Measure::length:
        break;
    case Measure::works:
        return works_of(indicator, counted);
    case Measure::banners:
        return banner_areas(indicator, counted);
    case Measure::share:
        return share(indicator, counted);
    case Measure::sum:
        return summed(indicator, counted);
    }
    return measured(indicator);
}

Evaluator Evaluation::evaluator(const Indicator &indicator, Leaves leaves) const {
    if (indicator.deduct_factor.empty() && indicator.measure == Measure::works)
        return works(indicator, std::move(leaves));
    if (indicator.deduct_factor.empty() && indicator.measure == Measure::banners)
        return banners(indicator, std::move(leaves));
    return added_up(indicator, std::move(leaves));
}

} // namespace qitu::indicators
