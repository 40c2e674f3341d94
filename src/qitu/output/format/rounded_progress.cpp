#include "rounded_progress.h"

#include "numbers.h"
#include "labels.h"

#include <qitu/core/base/units.h>

#include <algorithm>

namespace qitu::format {

namespace {

using catalogue::Catalogue;
using catalogue::Indicator;
using indicators::ProgressRow;
using indicators::ProgressTable;

constexpr double ProgressRow::*measures[] = {&ProgressRow::done, &ProgressRow::under_construction,
                                             &ProgressRow::approved};

void round_alone(ProgressRow &row, double ProgressRow::*member) {
    row.*member = rounded(row.*member, decimals_of(row.unit));
}

// Rounds the parts to a whole that is rounded already.
void round_parts(const std::vector<ProgressRow *> &parts, double whole, double ProgressRow::*member) {
    if (parts.empty())
        return;
    const int decimals = decimals_of(parts.front()->unit);
    std::vector<double> values;
    for (const ProgressRow *part : parts)
        values.push_back(part->*member);
    values = rounded_parts(values, whole, decimals);
    for (std::size_t i = 0; i < parts.size(); ++i)
        parts[i]->*member = values[i];
}

void settle_remaining(ProgressRow &row) {
    const int decimals = decimals_of(row.unit);
    if (row.target)
        row.target = rounded(*row.target, decimals);
    if (row.target && row.remaining)
        row.remaining = std::max(0.0, rounded(*row.target - row.done, decimals));
}

std::vector<ProgressRow *> parts_of(std::vector<ProgressRow> &rows) {
    std::vector<ProgressRow *> parts;
    for (std::size_t i = 1; i < rows.size(); ++i)
        parts.push_back(&rows[i]);
    return parts;
}

void round_under_region(IndicatorRows &group) {
    for (const auto member : measures) {
        round_alone(group.rows.front(), member);
        if (additive(group.indicator))
            round_parts(parts_of(group.rows), group.rows.front().*member, member);
        else
            for (ProgressRow *part : parts_of(group.rows))
                round_alone(*part, member);
    }
}

void round_under_leagues(IndicatorRows &group, const std::vector<IndicatorRows> &leagues,
                         const Catalogue &catalogue) {
    const auto found = std::find_if(leagues.begin(), leagues.end(),
                                    [&](const IndicatorRows &other) { return other.id == group.id; });
    if (found == leagues.end() || !additive(group.indicator))
        return round_under_region(group);
    std::map<std::string, std::vector<ProgressRow *>> by_league;
    for (ProgressRow *part : parts_of(group.rows))
        by_league[league_of(catalogue, part->admin)].push_back(part);
    for (const auto member : measures) {
        group.rows.front().*member = found->rows.front().*member;
        for (const ProgressRow &league : found->rows)
            round_parts(by_league[league.admin], league.*member, member);
    }
}

ProgressTable joined(const ProgressTable &like, std::vector<IndicatorRows> groups) {
    ProgressTable result = like;
    result.rows.clear();
    for (IndicatorRows &group : groups)
        for (ProgressRow &row : group.rows) {
            settle_remaining(row);
            result.rows.push_back(std::move(row));
        }
    return result;
}

} // namespace

std::vector<IndicatorRows> by_indicator(const ProgressTable &progress, const Catalogue &catalogue) {
    std::vector<IndicatorRows> result;
    for (const ProgressRow &row : progress.rows) {
        if (result.empty() || result.back().id != row.indicator)
            result.push_back({find_indicator(catalogue, row.indicator), row.indicator, {}});
        result.back().rows.push_back(row);
    }
    return result;
}

ProgressTable printed(const ProgressTable &progress, const Catalogue &catalogue) {
    std::vector<IndicatorRows> groups = by_indicator(progress, catalogue);
    for (IndicatorRows &group : groups)
        round_under_region(group);
    return joined(progress, std::move(groups));
}

ProgressTable printed(const ProgressTable &banners, const ProgressTable &leagues,
                      const Catalogue &catalogue) {
    std::vector<IndicatorRows> groups = by_indicator(banners, catalogue);
    const std::vector<IndicatorRows> above = by_indicator(leagues, catalogue);
    for (IndicatorRows &group : groups)
        round_under_leagues(group, above, catalogue);
    return joined(banners, std::move(groups));
}

bool has_figure(const ProgressRow &row) {
    return row.done > 0 || row.under_construction > 0 || row.approved > 0;
}

std::optional<double> done_of(const ProgressRow &row) {
    return row.unit == Unit::percent && !row.percent ? std::nullopt : std::optional(row.done);
}

bool has_something(const ProgressRow &row) {
    return row.target || has_figure(row);
}

} // namespace qitu::format
