#include "evaluation.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/exact_sum.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/core/base/units.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

namespace qitu::indicators {

namespace {

using catalogue::GeometryType;
using catalogue::Indicator;
using catalogue::Measure;

// measured(leaf, group) of each group, by its status.
template <typename Measured>
void add_groups(StatusSums &sums, std::size_t leaf, const std::vector<CountingStatus> &statuses,
                const Measured &measured) {
    for (std::size_t group = 0; group < statuses.size(); ++group)
        sums.add(statuses[group], measured(leaf, group));
}

template <typename Measured>
Leaves leaves_of(std::size_t leaves, const std::vector<CountingStatus> &statuses, const Measured &measured) {
    Leaves result(leaves);
    for (std::size_t leaf = 0; leaf < leaves; ++leaf)
        add_groups(result[leaf].now, leaf, statuses, measured);
    return result;
}

auto area_of(const Settled &settled) {
    return [&settled](std::size_t leaf, std::size_t group) { return settled.ground[leaf][group].area; };
}

ExactSum exactly(double number) {
    ExactSum sum;
    sum += number;
    return sum;
}

// What `a` has more than `b`, exactly.
ExactSum difference(const ExactSum &a, const ExactSum &b) {
    ExactSum rest = a;
    rest.subtract(b);
    return rest;
}

IndicatorValue percent_of(double part, double whole) {
    IndicatorValue value;
    value.known = whole > 0;
    value.part_m2 = std::max(0.0, part);
    value.base_m2 = whole;
    if (value.known)
        value.done = 100 * *value.part_m2 / whole;
    return value;
}

} // namespace

// Sums over the leaves of a place, in the indicator's unit; of a share, in percent.
Evaluator Evaluation::added_up(const Indicator &indicator, Leaves leaves) const {
    const bool share = indicator.deduct_factor.empty() && indicator.measure == Measure::share;
    const bool plain = indicator.deduct_factor.empty() && indicator.measure == Measure::sum;
    const bool by_years = indicator.deduct_factor.empty() && !share && !plain &&
                          rules(indicator, plan_of(indicator.layer)).by_years();
    return [share, by_years, size = plain ? 1 : unit_size(indicator.unit),
            leaves = std::make_shared<const Leaves>(std::move(leaves))](const Place &place) {
        LeafSums sums;
        for (const std::size_t leaf : place.banners)
            sums += (*leaves)[leaf];
        if (share)
            return percent_of(sums.now.of(CountingStatus::done), sums.whole.value());
        IndicatorValue value{sums.now.of(CountingStatus::done) / size,
                             sums.now.of(CountingStatus::under_construction) / size,
                             sums.now.of(CountingStatus::approved) / size};
        if (by_years)
            value.cumulative = sums.ever.of(CountingStatus::done) / size;
        return value;
    };
}

Leaves Evaluation::measured(const Indicator &indicator) {
    const LayerRun &run = run_of(indicator.layer);
    const bool length = indicator.measure == Measure::length;
    Indicator stock = indicator;
    stock.flow = false;
    const CountingRules rules = this->rules(indicator, run.plan);
    std::vector<CountingStatus> cumulative;
    for (const Group &group : run.breakdown.groups)
        cumulative.push_back(rules.cumulative(group));
    const auto ground = [length](const Settled &settled) {
        return [&settled, length](std::size_t leaf, std::size_t group) {
            const Settled::Ground &of_group = settled.ground[leaf][group];
            return length ? of_group.length : of_group.area;
        };
    };
    const auto counted = ground(indicator.excludes.empty() ? settled(indicator) : outside_bases(indicator));
    const auto ever = ground(indicator.excludes.empty() ? settled(stock) : outside_bases(stock));
    Leaves leaves =
        leaves_of(tree_.banners.size(), statuses(indicator, run.plan, run.breakdown.groups), counted);
    if (rules.by_years())
        for (std::size_t leaf = 0; leaf < leaves.size(); ++leaf)
            add_groups(leaves[leaf].ever, leaf, cumulative, ever);
    return leaves;
}

// Points and lines have no area: there features are counted.
Leaves Evaluation::banner_areas(const Indicator &indicator, const LayerRun &run) {
    const auto of_group = statuses(indicator, run.plan, run.breakdown.groups);
    const Settled &ground = settled(indicator);
    if (run.plan.layer->geometry == GeometryType::polygon)
        return leaves_of(tree_.banners.size(), of_group, area_of(ground));
    return leaves_of(tree_.banners.size(), of_group, [&run](std::size_t leaf, std::size_t group) {
        return exactly(static_cast<double>(run.breakdown.amounts[leaf][group].figures.features));
    });
}

// A banner stands at the first status from which on its net area reaches the threshold; of points and lines one
// feature is enough.
CountingStatus Evaluation::banner_status(const Indicator &indicator, const StatusSums &sums) const {
    const bool by_area = catalogue_.layer(indicator.layer).geometry == GeometryType::polygon;
    const double threshold = by_area ? indicator.banner_threshold_mu * square_metres_per_mu : 1;
    for (const CountingStatus status :
         {CountingStatus::done, CountingStatus::under_construction, CountingStatus::approved})
        if (sums.from(status) > 0 && sums.from(status) >= threshold)
            return status;
    return CountingStatus::none;
}

namespace {

double number_in(const Plan &plan, const Group &group, const std::string &wanted) {
    const auto field = std::find(plan.fields.begin(), plan.fields.end(), wanted);
    double value = 0;
    return field != plan.fields.end() &&
                   parse_number(group[static_cast<std::size_t>(field - plan.fields.begin())], value)
               ? value
               : 0;
}

} // namespace

double summed_value(const Indicator &indicator, const Plan &plan, const Group &group) {
    return number_in(plan, group, indicator.field);
}

double counted_fraction(const Indicator &indicator, const Plan &plan, const Group &group) {
    const double factor =
        indicator.deduct_factor.empty() ? 0 : number_in(plan, group, indicator.deduct_factor);
    return factor > 0 && factor <= 1 ? 1 - factor : 1;
}

// Feature by feature, as an explanation lists them, so that both have the same bits.
Leaves Evaluation::less_ridges(const Indicator &indicator, const LayerRun &run) {
    const Settled &counted = indicator.excludes.empty() ? settled(indicator) : outside_bases(indicator);
    const auto of_group = statuses(indicator, run.plan, run.breakdown.groups);
    Leaves leaves(tree_.banners.size());
    for (const FeaturePiece &piece : counted.pieces)
        leaves[piece.banner].now.add(
            of_group[piece.group],
            exactly(piece.net_m2 * counted_fraction(indicator, run.plan, run.breakdown.groups[piece.group])));
    return leaves;
}

// Groups are of one value of the field.
Leaves Evaluation::summed(const Indicator &indicator, const LayerRun &run) const {
    std::vector<double> values;
    for (const Group &group : run.breakdown.groups)
        values.push_back(summed_value(indicator, run.plan, group));
    return leaves_of(tree_.banners.size(), statuses(indicator, run.plan, run.breakdown.groups),
                     [&](std::size_t leaf, std::size_t group) {
                         return exactly(
                             values[group] *
                             static_cast<double>(run.breakdown.amounts[leaf][group].figures.features));
                     });
}

// What of the layer lies within the base: what a group has alone, less what it has left outside.
Leaves Evaluation::share(const Indicator &indicator, const LayerRun &run) {
    const catalogue::Layer &base = catalogue_.layer(indicator.base_layer);
    if (run.plan.layer->geometry != GeometryType::polygon || base.geometry != GeometryType::polygon)
        throw Error(ErrorKind::refused,
                    say("Indicator {}: a share needs two layers of polygons, but {} or {} is not one.",
                        indicator.id, indicator.layer, indicator.base_layer));
    if (indicator.base_layer == indicator.layer)
        return share_of_itself(indicator, run);
    const Settled &alone = settled(indicator);
    const Settled &outside = outside_bases(indicator);
    const std::vector<ExactSum> &base_area = this->base_area(indicator);
    Leaves leaves =
        leaves_of(tree_.banners.size(), statuses(indicator, run.plan, run.breakdown.groups),
                  [&](std::size_t leaf, std::size_t group) {
                      return difference(alone.ground[leaf][group].area, outside.ground[leaf][group].area);
                  });
    for (std::size_t leaf = 0; leaf < leaves.size(); ++leaf)
        leaves[leaf].whole = base_area[leaf];
    return leaves;
}

catalogue::Indicator Evaluation::of_all_kinds(const Indicator &indicator) {
    Indicator all = indicator;
    all.where.clear();
    all.near.reset();
    return all;
}

// Both are settled by the rules of the whole, so that the part is never more.
Leaves Evaluation::share_of_itself(const Indicator &indicator, const LayerRun &run) {
    const Indicator all = of_all_kinds(indicator);
    Indicator whole = all;
    whole.part_field.clear();
    Leaves leaves = leaves_of(tree_.banners.size(), statuses(indicator, run.plan, run.breakdown.groups),
                              area_of(settled(all)));
    const Leaves wholes = leaves_of(tree_.banners.size(), statuses(all, run.plan, run.breakdown.groups),
                                    area_of(settled(whole)));
    for (std::size_t leaf = 0; leaf < leaves.size(); ++leaf)
        leaves[leaf].whole = wholes[leaf].now.sum(CountingStatus::done);
    return leaves;
}

} // namespace qitu::indicators
