// How contests for ground are settled by an indicator's rules. One run over the whole layer says what each group
// has when nothing is taken from it, and which features overlap others; only those are looked at again, by each
// kind of rules: what they have then replaces what they had.
#include "evaluation.h"

#include <qitu/core/catalogue/field_ids.h>
#include <qitu/data/workspace/features.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace qitu::indicators {

namespace {

using catalogue::Indicator;
using catalogue::Measure;
using Ground = Settled::Ground;

// Gross of all that are not contested, net of those that are.
Ground ground_of(const Amounts &all, const Amounts *contested) {
    Ground ground{all.gross, all.length};
    if (contested != nullptr) {
        ground.area.subtract(contested->gross);
        ground.area += contested->net;
        ground.length.subtract(contested->length);
        ground.length += contested->net_length;
    }
    return ground;
}

FeaturePiece uncontested(FeaturePiece piece) {
    piece.net_m2 = piece.gross_m2;
    piece.net_length_m = piece.length_m;
    return piece;
}

// Which contest of several settles a group.
using Choice = std::vector<bool>; // by group: the contest at hand has it

void add_ground(Settled &settled, const Breakdown &layer, const Breakdown *contested, const Choice &choice) {
    for (std::size_t banner = 0; banner < layer.amounts.size(); ++banner)
        for (std::size_t group = 0; group < layer.groups.size(); ++group)
            if (choice[group])
                settled.ground[banner][group] =
                    ground_of(layer.amounts[banner][group],
                              contested == nullptr ? nullptr : &contested->amounts[banner][group]);
}

// Both lists are by feature.
void add_pieces(Settled &settled, const Breakdown &layer, const Breakdown *contested, const Choice &choice) {
    auto id = layer.contested.begin();
    for (const FeaturePiece &piece : layer.pieces) {
        while (id != layer.contested.end() && *id < piece.feature)
            ++id;
        if (choice[piece.group] && (id == layer.contested.end() || *id != piece.feature))
            settled.pieces.push_back(uncontested(piece));
    }
    if (contested == nullptr)
        return;
    std::set<std::int64_t> chosen; // features that this contest settles, where it is told what they lose
    for (const FeaturePiece &piece : contested->pieces)
        if (choice[piece.group]) {
            settled.pieces.push_back(piece);
            if (!contested->subtractions.empty())
                chosen.insert(piece.feature);
        }
    for (const Subtraction &lost : contested->subtractions)
        if (chosen.contains(lost.subordinate.feature))
            settled.subtractions.push_back(lost);
}

void add_outside(Settled &settled, const Breakdown &layer, const Breakdown &under, const Choice &choice) {
    for (std::size_t banner = 0; banner < layer.amounts.size(); ++banner)
        for (std::size_t group = 0; group < layer.groups.size(); ++group)
            if (choice[group])
                settled.ground[banner][group].area = under.amounts[banner][group + 1].net;
    for (const FeaturePiece &piece : under.pieces)
        if (choice[piece.group - 1]) // group 0 is the bases'
            settled.pieces.push_back({piece.feature, piece.group - 1, piece.banner, piece.gross_m2,
                                      piece.net_m2, piece.length_m, piece.net_length_m});
    settled.subtractions.insert(settled.subtractions.end(), under.subtractions.begin(),
                                under.subtractions.end());
}

Settled empty_like(const Breakdown &layer) {
    Settled settled;
    settled.ground.assign(layer.amounts.size(), std::vector<Ground>(layer.groups.size()));
    return settled;
}

// The contested features, and those of other parts that they overlap.
std::vector<std::int64_t> with_rivals(const Breakdown &layer) {
    std::vector<std::int64_t> ids;
    std::merge(layer.contested.begin(), layer.contested.end(), layer.rivals.begin(), layer.rivals.end(),
               std::back_inserter(ids));
    return ids;
}

// Calls add(contest, choice) for each contest that the groups need.
template <typename Add>
void for_each_contest(const CountingRules &rules, const std::vector<Group> &groups, bool flow,
                      const Add &add) {
    Choice renewed(groups.size());
    for (std::size_t group = 0; group < groups.size(); ++group)
        renewed[group] = flow && rules.renewed(groups[group]);
    Choice once = renewed;
    once.flip();
    add(CountingRules::Contest::once, once);
    if (std::find(renewed.begin(), renewed.end(), true) != renewed.end())
        add(CountingRules::Contest::renewals, renewed);
}

} // namespace

const Breakdown *Evaluation::contested(const LayerRun &run, const CountingRules &rules, Contest contest) {
    if (run.breakdown.contested.empty())
        return nullptr;
    const std::string name = rules.contest_name(contest);
    if (const auto found = contested_.find(name); found != contested_.end())
        return &found->second;
    Plan plan = run.plan;
    plan.ranking = rules.ranking(contest);
    plan.known = run.breakdown.groups;
    const std::vector<std::int64_t> meeting = with_rivals(run.breakdown);
    plan.only = &meeting;
    plan.pieces = plan.pieces || !rules.part_field().empty();
    tabulate::Options options = options_;
    options.progress = {};
    Breakdown breakdown = run.breakdown.contests
                              ? settle_again(run.breakdown, tree_, plan, options)
                              : broken_down(name, plan, options, {}, &run.breakdown.contested);
    worst_relative_ = std::max(worst_relative_, breakdown.worst_relative);
    breakdown.projects.clear(); // the layer's run has them
    breakdown.declared_m2.clear();
    return &(contested_[name] = std::move(breakdown));
}

// Whether someone looks at its features one by one.
bool Evaluation::keeps_pieces(const Indicator &indicator, const CountingRules &rules) const {
    return pieces_ || options_.subtractions || !indicator.deduct_factor.empty() ||
           !rules.part_field().empty();
}

Settled Evaluation::contests_settled(const Indicator &indicator, const LayerRun &run,
                                     const CountingRules &rules) {
    Settled settled = empty_like(run.breakdown);
    for_each_contest(rules, run.breakdown.groups, indicator.flow, [&](Contest contest, const Choice &choice) {
        const Breakdown *some = contested(run, rules, contest);
        add_ground(settled, run.breakdown, some, choice);
        if (keeps_pieces(indicator, rules))
            add_pieces(settled, run.breakdown, some, choice);
    });
    return settled;
}

const Settled &Evaluation::settled(const Indicator &indicator) {
    const LayerRun &run = run_of(indicator.layer);
    const CountingRules rules = this->rules(indicator, run.plan);
    const std::string name =
        rules.contest_name(Contest::once) + (keeps_pieces(indicator, rules) ? "\tpieces" : "");
    if (const auto found = settled_.find(name); found != settled_.end())
        return found->second;
    Settled settled = contests_settled(indicator, run, rules);
    if (!rules.part_field().empty())
        leave_declared_parts(settled, run);
    return settled_[name] = std::move(settled);
}

// What of the bases takes part is what stands as done there: for a share by the indicator's own years, for
// what is excluded by all years up to this one.
static Indicator rules_for_bases(const Indicator &indicator) {
    Indicator all = indicator;
    for (auto *conditions : {&all.where, &all.renewed, &all.happened})
        conditions->clear();
    all.near.reset();
    all.from_review.clear();
    if (indicator.measure != Measure::share)
        all.flow = false;
    if (all.from_stage.empty()) // of a reference layer; what it excludes has stages
        all.from_stage = Indicator{}.from_stage;
    return all;
}

std::vector<Base> Evaluation::bases_of(const Indicator &indicator) const {
    const Indicator all = rules_for_bases(indicator);
    std::vector<Base> bases;
    for (const std::string &layer :
         indicator.measure == Measure::share ? std::vector{indicator.base_layer} : indicator.excludes) {
        Plan plan{&catalogue_.layer(layer), {}, false};
        CountingRules::note_fields(all, plan);
        bases.push_back({plan, [rules = this->rules(all, plan)](const Group &group) {
                             return rules.status(group) == CountingStatus::done;
                         }});
    }
    return bases;
}

std::string Evaluation::base_name(const Indicator &indicator, const std::vector<Base> &bases) const {
    const Indicator all = rules_for_bases(indicator);
    std::string name = indicator.layer + (all.flow ? "\tflow" : "");
    for (const Base &base : bases)
        name.append(1, '\t').append(rules(all, base.plan).contest_name(Contest::once));
    return name;
}

bool Evaluation::bases_are_empty(const Indicator &indicator) const {
    return std::ranges::all_of(bases_of(indicator), [&](const Base &base) {
        return workspace::feature_count(workspace_, *base.plan.layer) == 0;
    });
}

// Where no features of the layer overlap each other, it does not matter by whose rules they are settled. A part does not know
// of all whether they do.
const Breakdown &Evaluation::under_bases(const Indicator &indicator, const LayerRun &run, Contest contest) {
    const bool ranked = !run.breakdown.contested.empty();
    if (!ranked && parts_ != nullptr && parts_->part())
        under_bases(indicator, run, contest, true);
    return under_bases(indicator, run, contest, ranked);
}

const Breakdown &Evaluation::under_bases(const Indicator &indicator, const LayerRun &run, Contest contest,
                                         bool ranked) {
    const std::vector<Base> bases = bases_of(indicator);
    const CountingRules rules = this->rules(indicator, run.plan);
    Plan plan = run.plan;
    plan.known = run.breakdown.groups;
    std::string name = base_name(indicator, bases);
    if (ranked) {
        name.append(1, '\t').append(rules.contest_name(contest));
        plan.ranking = rules.ranking(contest);
    }
    if (const auto found = under_bases_.find(name); found != under_bases_.end())
        return found->second;
    Breakdown breakdown = broken_down(name, plan, options_for(*plan.layer), bases);
    for (const Base &base : bases)
        take_findings(breakdown, base.plan.layer->id);
    breakdown.projects.clear(); // the layer's run has them
    breakdown.declared_m2.clear();
    return under_bases_[name] = std::move(breakdown);
}

const Settled &Evaluation::outside_bases(const Indicator &indicator) {
    const LayerRun &run = run_of(indicator.layer);
    const CountingRules rules = this->rules(indicator, run.plan);
    const std::string name = base_name(indicator, bases_of(indicator)) + "\t" +
                             rules.contest_name(Contest::once) +
                             (keeps_pieces(indicator, rules) ? "\tpieces" : "");
    if (const auto found = outside_bases_.find(name); found != outside_bases_.end())
        return found->second;
    if (bases_are_empty(indicator) || workspace::feature_count(workspace_, *run.plan.layer) == 0)
        return outside_bases_[name] = contests_settled(indicator, run, rules);
    Settled settled = empty_like(run.breakdown);
    for_each_contest(rules, run.breakdown.groups, indicator.flow, [&](Contest contest, const Choice &choice) {
        add_outside(settled, run.breakdown, under_bases(indicator, run, contest), choice);
    });
    return outside_bases_[name] = std::move(settled);
}

const std::vector<ExactSum> &Evaluation::base_area(const Indicator &indicator) {
    const std::string name = base_name(indicator, bases_of(indicator));
    if (const auto found = base_areas_.find(name); found != base_areas_.end())
        return found->second;
    if (bases_are_empty(indicator))
        return base_areas_[name] = std::vector<ExactSum>(tree_.banners.size());
    std::vector<ExactSum> area;
    for (const auto &amounts : under_bases(indicator, run_of(indicator.layer), Contest::once).amounts)
        area.push_back(amounts.front().net);
    return base_areas_[name] = std::move(area);
}

} // namespace qitu::indicators
