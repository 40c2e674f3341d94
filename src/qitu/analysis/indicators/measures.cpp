#include "evaluation.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/exact_sum.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>

#include <algorithm>
#include <string_view>
#include <unordered_map>
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

void count(IndicatorValue &value, CountingStatus status) {
    value.done += status == CountingStatus::done ? 1 : 0;
    value.under_construction += status == CountingStatus::under_construction ? 1 : 0;
    value.approved += status == CountingStatus::approved ? 1 : 0;
}

} // namespace

Evaluator Evaluation::measured(const Indicator &indicator, const LayerRun &run) {
    const bool length = indicator.measure == Measure::length;
    const Breakdown *under = indicator.excludes.empty() ? nullptr : &under_bases(indicator);
    return [&run, under, length, unit = indicator.unit,
            statuses = statuses(indicator, run.plan, run.breakdown.groups)](const Place &place) {
        const StatusSums sums = sums_in(place.banners, statuses, [&](std::size_t banner, std::size_t group) {
            const Amounts &amounts =
                under == nullptr ? run.breakdown.amounts[banner][group] : under->amounts[banner][group + 1];
            return length ? amounts.length : amounts.net;
        });
        const double size = unit_size(unit);
        return IndicatorValue{sums.of(CountingStatus::done) / size,
                              sums.of(CountingStatus::under_construction) / size,
                              sums.of(CountingStatus::approved) / size};
    };
}

// A work stands where its furthest feature stands, and is one however many banners it lies in.
Evaluator Evaluation::works(const Indicator &indicator, const LayerRun &run) const {
    return [&run, statuses = statuses(indicator, run.plan, run.breakdown.groups)](const Place &place) {
        std::unordered_map<std::string_view, CountingStatus> furthest;
        for (const std::size_t banner : place.banners)
            for (const auto &[group, project] : run.works[banner]) {
                CountingStatus &status = furthest.emplace(project, CountingStatus::none).first->second;
                status = std::max(status, statuses[group]);
            }
        IndicatorValue value;
        for (const auto &[project, status] : furthest)
            count(value, status);
        return value;
    };
}

// A banner stands at the first status from which on its net area reaches the threshold; points and lines
// have no area, there one feature is enough.
Evaluator Evaluation::banners(const Indicator &indicator, const LayerRun &run) const {
    const bool by_area = run.plan.layer->geometry == GeometryType::polygon;
    const double threshold = by_area ? indicator.banner_threshold_mu * square_metres_per_mu : 1;
    return [&run, by_area, threshold,
            statuses = statuses(indicator, run.plan, run.breakdown.groups)](const Place &place) {
        IndicatorValue value;
        for (const std::size_t banner : place.banners) {
            const StatusSums sums = sums_in({banner}, statuses, [&](std::size_t, std::size_t group) {
                const Amounts &amounts = run.breakdown.amounts[banner][group];
                return by_area ? amounts.net : exactly(static_cast<double>(amounts.figures.features));
            });
            for (const CountingStatus status :
                 {CountingStatus::done, CountingStatus::under_construction, CountingStatus::approved})
                if (sums.from(status) > 0 && sums.from(status) >= threshold) {
                    count(value, status);
                    break;
                }
        }
        return value;
    };
}

// Net of the intersection: what a group has alone, less what it has left under the base.
Evaluator Evaluation::share(const Indicator &indicator, const LayerRun &run) {
    const Plan base = base_plan(indicator);
    if (run.plan.layer->geometry != GeometryType::polygon || base.layer->geometry != GeometryType::polygon)
        throw Error(ErrorKind::refused,
                    say("Indicator {}: a share needs two layers of polygons, but {} or {} is not one.",
                        indicator.id, indicator.layer, indicator.base_layer));
    const auto of_layer = statuses(indicator, run.plan, run.breakdown.groups);
    const auto percents = [](const StatusSums &over, double whole) {
        if (!(whole > 0))
            return IndicatorValue{0, 0, 0, false};
        const auto percent = [&](CountingStatus status) {
            return 100 * std::max(0.0, over.of(status)) / whole;
        };
        return IndicatorValue{percent(CountingStatus::done), percent(CountingStatus::under_construction),
                              percent(CountingStatus::approved)};
    };
    const auto net = [&run](std::size_t banner, std::size_t group) {
        return run.breakdown.amounts[banner][group].net;
    };
    if (indicator.base_layer == indicator.layer) {
        Indicator all = indicator;
        all.where.clear();
        return [=, of_base = statuses(all, run.plan, run.breakdown.groups)](const Place &place) {
            return percents(sums_in(place.banners, of_layer, net),
                            sums_in(place.banners, of_base, net).of(CountingStatus::done));
        };
    }
    const Breakdown &under = under_bases(indicator);
    return [=, &under](const Place &place) {
        const StatusSums over = sums_in(place.banners, of_layer, [&](std::size_t banner, std::size_t group) {
            return difference(net(banner, group), under.amounts[banner][group + 1].net);
        });
        ExactSum whole;
        for (const std::size_t banner : place.banners)
            whole += under.amounts[banner][0].net;
        return percents(over, whole.value());
    };
}

} // namespace qitu::indicators
