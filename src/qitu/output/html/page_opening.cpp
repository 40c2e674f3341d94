// The first sentences of the page.
#include "markup.h"
#include "page_parts.h"

#include <qitu/core/base/message.h>
#include <qitu/output/format/labels.h>

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace qitu::html {

namespace {

using indicators::ProgressRow;

constexpr std::size_t most_behind = 3;

bool tells(const format::IndicatorRows &group) {
    const ProgressRow &row = group.rows.front();
    return row.target && row.percent && format::additive(group.indicator);
}

// The indicator of the maps, or else the first with a target and something done.
const format::IndicatorRows *leading(const PageFigures &page) {
    for (const format::IndicatorRows &group : page.region)
        if (group.id == page.catalogue.mapped_indicator() && tells(group))
            return &group;
    const auto found =
        std::find_if(page.region.begin(), page.region.end(), [](const format::IndicatorRows &group) {
            return tells(group) && format::has_figure(group.rows.front());
        });
    return found == page.region.end() ? nullptr : &*found;
}

std::string standing(const PageFigures &page, const format::IndicatorRows &group) {
    const ProgressRow &row = group.rows.front();
    const std::string unit = format::unit_label(row);
    const std::string target = format::target_label(format::figure_text(row.target, row), row.target_kind);
    return say("{}, as of {}: {} has {} {} done of {} {}, {}; {} {} remain.", page.figures.of_name,
               page.figures.date, format::indicator_label(group.indicator, group.id), format::done_text(row),
               unit, target, unit, percent_text(row.percent), format::figure_text(row.remaining, row), unit);
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
        words.push_back(say("{} ({})", all[i].name, percent_text(all[i].percent)));
    return fmt::format("{}", fmt::join(words, say(", ")));
}

// Of several units those that are furthest behind; of one its indicators.
std::string furthest_behind(const PageFigures &page, const format::IndicatorRows &group) {
    std::vector<Behind> units;
    for (const format::IndicatorRows &one : page.units)
        for (std::size_t i = 1; one.id == group.id && i < one.rows.size(); ++i)
            if (one.rows[i].percent && *one.rows[i].percent < 100)
                units.push_back({one.rows[i].name, *one.rows[i].percent});
    if (!units.empty())
        return say("Furthest behind: {}.", listed(std::move(units)));
    std::vector<Behind> indicators;
    for (const format::IndicatorRows &one : page.region)
        if (tells(one) && *one.rows.front().percent < 100)
            indicators.push_back({format::indicator_label(one.indicator, one.id), *one.rows.front().percent});
    return indicators.empty() ? std::string()
                              : say("Furthest from their targets: {}.", listed(std::move(indicators)));
}

std::string paragraph(const std::string &words) {
    return words.empty() ? words : "<p class=\"opening\">" + escaped(words) + "</p>\n";
}

} // namespace

std::string opening(const PageFigures &page) {
    const format::IndicatorRows *group = leading(page);
    if (group == nullptr)
        return paragraph(
            say("{}, as of {}: no target has a figure yet.", page.figures.of_name, page.figures.date));
    return paragraph(standing(page, *group)) + paragraph(furthest_behind(page, *group));
}

} // namespace qitu::html
