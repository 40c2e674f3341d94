#include "evaluation.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/exact_sum.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/core/base/units.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace qitu::indicators {

namespace {

using catalogue::GeometryType;
using catalogue::Indicator;
using catalogue::Measure;

// Exact sums by status: they do not depend on the order of banners and groups, nor on how fine groups are.
class StatusSums {
  public:
    void add(CountingStatus status, const ExactSum &sum) { sums_[static_cast<std::size_t>(status)] += sum; }
    void add(const StatusSums &other) {
        for (std::size_t i = 0; i < std::size(sums_); ++i)
            sums_[i] += other.sums_[i];
    }
    [[nodiscard]] double of(CountingStatus status) const {
        return sums_[static_cast<std::size_t>(status)].value();
    }
    [[nodiscard]] double from(CountingStatus least) const {
        ExactSum sum;
        for (std::size_t i = static_cast<std::size_t>(least); i < std::size(sums_); ++i)
            sum += sums_[i];
        return sum.value();
    }

  private:
    ExactSum sums_[4];
};

template <typename Measured>
StatusSums sums_in(const std::vector<std::size_t> &banners, const std::vector<CountingStatus> &statuses,
                   const Measured &measured) {
    StatusSums sums;
    for (const std::size_t banner : banners)
        for (std::size_t group = 0; group < statuses.size(); ++group)
            sums.add(statuses[group], measured(banner, group));
    return sums;
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

Evaluator Evaluation::measured(const Indicator &indicator) {
    const LayerRun &run = run_of(indicator.layer);
    const bool length = indicator.measure == Measure::length;
    Indicator stock = indicator;
    stock.flow = false;
    const CountingRules rules = this->rules(indicator, run.plan);
    std::vector<CountingStatus> cumulative;
    for (const Group &group : run.breakdown.groups)
        cumulative.push_back(rules.cumulative(group));
    const auto ground = [length](const Settled &settled) {
        return [&settled, length](std::size_t banner, std::size_t group) {
            const Settled::Ground &of_group = settled.ground[banner][group];
            return length ? of_group.length : of_group.area;
        };
    };
    const auto counted = ground(indicator.excludes.empty() ? settled(indicator) : outside_bases(indicator));
    const auto ever = ground(indicator.excludes.empty() ? settled(stock) : outside_bases(stock));
    return [=, sums_up = rules.by_years(), size = unit_size(indicator.unit),
            statuses = statuses(indicator, run.plan, run.breakdown.groups)](const Place &place) {
        const StatusSums sums = sums_in(place.banners, statuses, counted);
        IndicatorValue value{sums.of(CountingStatus::done) / size,
                             sums.of(CountingStatus::under_construction) / size,
                             sums.of(CountingStatus::approved) / size};
        if (sums_up)
            value.cumulative = sums_in(place.banners, cumulative, ever).of(CountingStatus::done) / size;
        return value;
    };
}

// A banner stands at the first status from which on its net area reaches the threshold; points and lines
// have no area, there one feature is enough.
CountingStatus Evaluation::banner_status(const Indicator &indicator, const LayerRun &run,
                                         const Settled &settled, const std::vector<CountingStatus> &statuses,
                                         std::size_t banner) {
    const bool by_area = run.plan.layer->geometry == GeometryType::polygon;
    const double threshold = by_area ? indicator.banner_threshold_mu * square_metres_per_mu : 1;
    const StatusSums sums = sums_in({banner}, statuses, [&](std::size_t, std::size_t group) {
        const Amounts &amounts = run.breakdown.amounts[banner][group];
        return by_area ? settled.ground[banner][group].area
                       : exactly(static_cast<double>(amounts.figures.features));
    });
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
Evaluator Evaluation::less_ridges(const Indicator &indicator, const LayerRun &run) {
    const Settled &counted = indicator.excludes.empty() ? settled(indicator) : outside_bases(indicator);
    const auto of_group = statuses(indicator, run.plan, run.breakdown.groups);
    std::vector<StatusSums> by_banner(run.breakdown.amounts.size());
    for (const FeaturePiece &piece : counted.pieces)
        by_banner[piece.banner].add(
            of_group[piece.group],
            exactly(piece.net_m2 * counted_fraction(indicator, run.plan, run.breakdown.groups[piece.group])));
    return [by_banner = std::move(by_banner), size = unit_size(indicator.unit)](const Place &place) {
        StatusSums sums;
        for (const std::size_t banner : place.banners)
            sums.add(by_banner[banner]);
        return IndicatorValue{sums.of(CountingStatus::done) / size,
                              sums.of(CountingStatus::under_construction) / size,
                              sums.of(CountingStatus::approved) / size};
    };
}

// Groups are of one value of the field.
Evaluator Evaluation::summed(const Indicator &indicator, const LayerRun &run) const {
    std::vector<double> values;
    for (const Group &group : run.breakdown.groups)
        values.push_back(summed_value(indicator, run.plan, group));
    return [&run, values = std::move(values),
            statuses = statuses(indicator, run.plan, run.breakdown.groups)](const Place &place) {
        const StatusSums sums = sums_in(place.banners, statuses, [&](std::size_t banner, std::size_t group) {
            return exactly(values[group] *
                           static_cast<double>(run.breakdown.amounts[banner][group].figures.features));
        });
        return IndicatorValue{sums.of(CountingStatus::done), sums.of(CountingStatus::under_construction),
                              sums.of(CountingStatus::approved)};
    };
}

// What of the layer lies within the base: what a group has alone, less what it has left outside.
Evaluator Evaluation::share(const Indicator &indicator, const LayerRun &run) {
    const catalogue::Layer &base = catalogue_.layer(indicator.base_layer);
    if (run.plan.layer->geometry != GeometryType::polygon || base.geometry != GeometryType::polygon)
        throw Error(ErrorKind::refused,
                    say("Indicator {}: a share needs two layers of polygons, but {} or {} is not one.",
                        indicator.id, indicator.layer, indicator.base_layer));
    if (indicator.base_layer == indicator.layer)
        return share_of_itself(indicator, run);
    const Settled &alone = settled(indicator);
    const Settled &outside = outside_bases(indicator);
    return [&alone, &outside, &base_area = base_area(indicator),
            statuses = statuses(indicator, run.plan, run.breakdown.groups)](const Place &place) {
        const StatusSums within =
            sums_in(place.banners, statuses, [&](std::size_t banner, std::size_t group) {
                return difference(alone.ground[banner][group].area, outside.ground[banner][group].area);
            });
        ExactSum whole;
        for (const std::size_t banner : place.banners)
            whole += base_area[banner];
        return percent_of(within.of(CountingStatus::done), whole.value());
    };
}

catalogue::Indicator Evaluation::of_all_kinds(const Indicator &indicator) {
    Indicator all = indicator;
    all.where.clear();
    all.near.reset();
    return all;
}

// Both are settled by the rules of the whole, so that the part is never more.
Evaluator Evaluation::share_of_itself(const Indicator &indicator, const LayerRun &run) {
    const Indicator all = of_all_kinds(indicator);
    Indicator whole = all;
    whole.part_field.clear();
    return [&of_parts = settled(all), &of_whole = settled(whole),
            of_part = statuses(indicator, run.plan, run.breakdown.groups),
            of_all = statuses(all, run.plan, run.breakdown.groups)](const Place &place) {
        const auto area_of = [](const Settled &settled) {
            return [&settled](std::size_t banner, std::size_t group) {
                return settled.ground[banner][group].area;
            };
        };
        return percent_of(sums_in(place.banners, of_part, area_of(of_parts)).of(CountingStatus::done),
                          sums_in(place.banners, of_all, area_of(of_whole)).of(CountingStatus::done));
    };
}

} // namespace qitu::indicators
