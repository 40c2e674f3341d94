// The first sentences of a report.
#include "document.h"

#include <qitu/core/base/message.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>
#include <qitu/output/format/rounded.h>

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace qitu::report {

namespace {

using indicators::ProgressRow;

constexpr std::size_t most_behind = 3;

/// What the sentences are made of: the indicators of the unit itself, and of its parts.
struct Told {
    const Figures &figures;
    const catalogue::Catalogue &catalogue;
    std::vector<format::IndicatorRows> region, units;
};

bool tells(const format::IndicatorRows &group) {
    const ProgressRow &row = group.rows.front();
    return row.target && row.percent && format::additive(group.indicator);
}

// The indicator of the maps, or else the first with a target and something done.
const format::IndicatorRows *leading(const Told &told) {
    for (const format::IndicatorRows &group : told.region)
        if (group.id == told.catalogue.mapped_indicator() && tells(group))
            return &group;
    const auto found =
        std::find_if(told.region.begin(), told.region.end(), [](const format::IndicatorRows &group) {
            return tells(group) && format::has_figure(group.rows.front());
        });
    return found == told.region.end() ? nullptr : &*found;
}

std::string standing(const Told &told, const format::IndicatorRows &group) {
    const ProgressRow &row = group.rows.front();
    const std::string unit = format::unit_label(row);
    const std::string target = format::target_label(format::figure_text(row.target, row), row.target_kind);
    return say("{}, as of {}: {} has {} {} done of {} {}, {}; {} {} remain.", told.figures.of_name,
               told.figures.date, format::indicator_label(group.indicator, group.id), format::done_text(row),
               unit, target, unit, format::percent_and_sign(row.percent),
               format::figure_text(row.remaining, row), unit);
}

struct Behind {
    std::string name;
    double percent = 0;
};

std::string listed(std::vector<Behind> all) {
    std::stable_sort(all.begin(), all.end(),
                     [](const Behind &a, const Behind &b) { return a.percent < b.percent; });
    std::vector<std::string> words;
    for (std::size_t i = 0; i < std::min(most_behind, all.size()); ++i)
        words.push_back(say("{} ({})", all[i].name, format::percent_and_sign(all[i].percent)));
    return fmt::format("{}", fmt::join(words, say(", ")));
}

// Of several units those that are furthest behind; of one its indicators.
std::string furthest_behind(const Told &told, const format::IndicatorRows &group) {
    std::vector<Behind> units;
    for (const format::IndicatorRows &one : told.units)
        for (std::size_t i = 1; one.id == group.id && i < one.rows.size(); ++i)
            if (one.rows[i].percent && *one.rows[i].percent < 100)
                units.push_back({one.rows[i].name, *one.rows[i].percent});
    if (!units.empty())
        return say("Furthest behind: {}.", listed(std::move(units)));
    std::vector<Behind> indicators;
    for (const format::IndicatorRows &one : told.region)
        if (tells(one) && *one.rows.front().percent < 100)
            indicators.push_back({format::indicator_label(one.indicator, one.id), *one.rows.front().percent});
    return indicators.empty() ? std::string()
                              : say("Furthest from their targets: {}.", listed(std::move(indicators)));
}

} // namespace

std::vector<std::string> opening(const PrintedProgress &printed) {
    const Told told{
        printed.figures, printed.catalogue, format::by_indicator(printed.own, printed.catalogue),
        format::by_indicator(printed.parts.rows.empty() ? printed.groups : printed.parts, printed.catalogue)};
    const format::IndicatorRows *group = leading(told);
    if (group == nullptr)
        return {say("{}, as of {}: no target has a figure yet.", told.figures.of_name, told.figures.date)};
    std::vector<std::string> words{standing(told, *group)};
    if (std::string behind = furthest_behind(told, *group); !behind.empty())
        words.push_back(std::move(behind));
    return words;
}

} // namespace qitu::report
