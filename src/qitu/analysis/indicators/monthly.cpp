#include "monthly.h"

#include <qitu/core/base/exact_sum.h>
#include <qitu/core/base/text.h>
#include <qitu/core/base/units.h>
#include <qitu/data/workspace/features.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace qitu::indicators {

namespace {

using catalogue::Indicator;
using catalogue::Measure;

constexpr std::size_t months_of_a_year = 12;
constexpr std::size_t no_month = months_of_a_year;

bool has_months(const Indicator &indicator) {
    return indicator.flow && !indicator.event.empty() &&
           (indicator.measure == Measure::area || indicator.measure == Measure::length ||
            indicator.measure == Measure::sum);
}

/// Month of each feature's event, from 0; only those in the year.
using Months = std::unordered_map<std::int64_t, std::size_t>;

Months months_of(const workspace::Workspace &workspace, const catalogue::Layer &layer,
                 const std::string &date_field, int year) {
    constexpr std::size_t month_at = 5; // 2023-06-30
    const std::string begin = fmt::format("{:04}-", year);
    Months months;
    workspace::for_each_value(workspace, layer, date_field, [&](std::int64_t feature, std::string_view day) {
        double month = 0;
        if (day.starts_with(begin) && parse_number(std::string(day.substr(month_at, 2)), month) &&
            month >= 1 && month <= months_of_a_year)
            months[feature] = static_cast<std::size_t>(month) - 1;
    });
    return months;
}

// What a piece adds to the indicator, in m² or m or as it is.
double value_of(const Indicator &indicator, const Plan &plan, const Group &group, const FeaturePiece &piece) {
    if (indicator.measure == Measure::sum)
        return summed_value(indicator, plan, group);
    return indicator.measure == Measure::length ? piece.net_length_m
                                                : piece.net_m2 * counted_fraction(indicator, plan, group);
}

const std::vector<FeaturePiece> &pieces_of(Evaluation &evaluation, const Indicator &indicator) {
    if (indicator.measure == Measure::sum)
        return evaluation.run_of(indicator.layer).breakdown.pieces;
    return indicator.excludes.empty() ? evaluation.settled(indicator).pieces
                                      : evaluation.outside_bases(indicator).pieces;
}

using Sums = std::array<ExactSum, months_of_a_year + 1>;

MonthlyDone done_of(const Indicator &indicator, const std::string &banner, const Sums &sums) {
    const double size = indicator.measure == Measure::sum ? 1 : unit_size(indicator.unit);
    MonthlyDone result{indicator.id, banner, {}, sums[no_month].value() / size};
    for (std::size_t month = 0; month < months_of_a_year; ++month)
        result.done[month] = sums[month].value() / size;
    return result;
}

} // namespace

std::vector<MonthlyDone> monthly(ProgressRun &run, const workspace::Workspace &workspace,
                                 const Indicator &indicator, int year) {
    if (!has_months(indicator))
        return {};
    Evaluation &evaluation = run.evaluation();
    const Evaluation::LayerRun &layer = evaluation.run_of(indicator.layer);
    const std::vector<CountingStatus> statuses =
        evaluation.statuses(indicator, layer.plan, layer.breakdown.groups);
    if (std::find(statuses.begin(), statuses.end(), CountingStatus::done) == statuses.end())
        return {};
    const Months months = months_of(workspace, *layer.plan.layer, indicator.event, year);
    if (months.empty())
        return {};
    std::vector<Sums> sums(run.tree().banners.size());
    for (const FeaturePiece &piece : pieces_of(evaluation, indicator)) {
        if (statuses[piece.group] != CountingStatus::done)
            continue;
        const auto month = months.find(piece.feature);
        sums[piece.banner][month == months.end() ? no_month : month->second] +=
            value_of(indicator, layer.plan, layer.breakdown.groups[piece.group], piece);
    }
    std::vector<MonthlyDone> result;
    for (const std::size_t banner : counted_part(run.tree().region(), indicator, run.tree()).banners)
        if (MonthlyDone done = done_of(indicator, run.tree().banners[banner].code, sums[banner]);
            done.undated > 0 ||
            std::any_of(done.done.begin(), done.done.end(), [](double d) { return d > 0; }))
            result.push_back(std::move(done));
    return result;
}

} // namespace qitu::indicators
