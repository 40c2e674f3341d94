#include "charts.h"
#include "markup.h"
#include "page_parts.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>
#include <qitu/output/report/notes.h>

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::html {

namespace {

using indicators::ProgressRow;

constexpr std::size_t most_cards = 8;

std::string target_text(const ProgressRow &row) {
    if (!row.target)
        return fmt::format(R"(<span class="quiet">{}</span>)", escaped(say("no target")));
    return escaped(format::target_label(format::figure_text(row.target, row), row.target_kind)) +
           (row.target_illustrative
                ? fmt::format(R"(<span class="mark">{}</span>)", escaped(say("(illustrative)")))
                : "");
}

// ---------------------------------------------------------------- cards

std::string card(const format::IndicatorRows &group) {
    const ProgressRow &row = group.rows.front();
    return fmt::format(
        R"(<li><span class="name">{}</span><span class="figure">{}<small>{}</small></span>{}<span class="rest"><span>{} {}</span><span>{}</span></span></li>
)",
        escaped(format::indicator_label(group.indicator, group.id)), escaped(format::done_text(row)),
        escaped(format::unit_label(row)), bar_of(row.percent), row.target ? escaped(say("Target")) : "",
        target_text(row), escaped(row.percent ? format::percent_and_sign(row.percent) : ""));
}

// The most telling first: a target and a figure, then a figure, then a target.
std::vector<const format::IndicatorRows *> headlines(const std::vector<format::IndicatorRows> &groups) {
    std::vector<const format::IndicatorRows *> result;
    const auto add = [&](auto wanted) {
        for (const format::IndicatorRows &group : groups)
            if (wanted(group.rows.front()) && result.size() < most_cards)
                result.push_back(&group);
    };
    add([](const ProgressRow &row) { return row.target && format::has_figure(row); });
    add([](const ProgressRow &row) { return !row.target && format::has_figure(row); });
    add([](const ProgressRow &row) { return row.target && !format::has_figure(row); });
    return result;
}

} // namespace

std::string cards(const PageFigures &page) {
    std::string result = "<ul class=\"cards\">\n";
    for (const format::IndicatorRows *group : headlines(page.region))
        result += card(*group);
    return result + "</ul>";
}

std::string units_section(const PageFigures &page) {
    std::string tables;
    for (std::size_t i = 0; i < page.choices.size(); ++i)
        if (const report::Grid *grid = page.document.find("indicator." + page.units[page.choices[i]].id))
            tables += table_of(*grid, fmt::format("units{}", i), i > 0);
    return tables.empty() ? ""
                          : fmt::format("<section><h2>{}</h2>\n{}</section>\n",
                                        escaped(say("Leagues and banners against their targets")), tables);
}

std::string tables_section(const PageFigures &page, std::initializer_list<std::string_view> prefixes) {
    std::string result;
    for (const std::string_view prefix : prefixes)
        for (const report::Grid &grid : page.document.grids)
            if (grid.id == prefix || (prefix.ends_with('.') && grid.id.starts_with(prefix)))
                result +=
                    fmt::format("<section class=\"part\"><h2>{}</h2>\n{}{}</section>\n",
                                escaped(grid.title == page.figures.title ? grid.sheet : grid.title),
                                grid.note.empty() ? "" : "<p class=\"quiet\">" + escaped(grid.note) + "</p>",
                                table_of(grid, grid.id));
    return result;
}

std::string over_time_section(const PageFigures &page) {
    std::string result;
    for (const char *id : {"months", "seals", "growth"})
        if (const report::Grid *grid = page.document.find(id))
            result += fmt::format(
                "<section "
                "class=\"part\"><h2>{}</h2>\n{}{}<details><summary>{}</summary>{}</details></section>\n",
                escaped(grid->title),
                grid->note.empty() ? "" : "<p class=\"quiet\">" + escaped(grid->note) + "</p>",
                charts_over_time(*grid), escaped(say("As a table")), table_of(*grid, grid->id));
    return result;
}

std::string notes_section(const PageFigures &page) {
    const auto list = [](const std::vector<report::Note> &notes) {
        std::string items;
        for (const report::Note &note : notes)
            items += fmt::format("<dt>{}</dt><dd>{}</dd>\n", escaped(note.term), escaped(note.meaning));
        return "<dl>" + items + "</dl>";
    };
    std::string result = fmt::format("<section><h2>{}</h2>\n{}</section>\n", escaped(say("What counts")),
                                     list(page.document.notes));
    if (!page.document.sources.empty())
        result += fmt::format("<section><h2>{}</h2>\n{}</section>\n", escaped(say("Sources")),
                              list(page.document.sources));
    return result;
}

} // namespace qitu::html
