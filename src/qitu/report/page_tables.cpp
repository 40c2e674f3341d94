#include "html.h"
#include "notes.h"
#include "numbers.h"
#include "page_parts.h"
#include "words.h"

#include <algorithm>

namespace qitu::report {

namespace {

using quota::ProgressRow;

constexpr std::size_t most_cards = 8;

std::string unit_of(const IndicatorRows &group) {
    return group.indicator == nullptr ? unit_label(group.rows.front().unit) : unit_label(*group.indicator);
}

std::string value_text(const std::optional<double> &value, Unit unit) {
    return value ? with_separators(*value, decimals_of(unit)) : "–";
}

std::string target_text(const ProgressRow &row) {
    if (!row.target)
        return fmt::format(R"(<span class="quiet">{}</span>)", escaped(say("no target")));
    return escaped(value_text(row.target, row.unit)) +
           (row.target_illustrative
                ? fmt::format(R"(<span class="mark">{}</span>)", escaped(say("(illustrative)")))
                : "");
}

std::string value_cells(const ProgressRow &row) {
    return "<td>" + target_text(row) + "</td>" + cell(value_text(done_of(row), row.unit)) +
           "<td class=\"bars\">" + bar_of(row.percent) + "</td>" + cell(percent_text(row.percent)) +
           cell(value_text(row.remaining, row.unit)) + cell(value_text(row.under_construction, row.unit)) +
           cell(value_text(row.approved, row.unit));
}

std::string value_heads() {
    return head(say("Target")) + head(say("Done")) + "<td></td>" + head(say("Done (%)")) +
           head(say("Remaining")) + head(say("Under construction")) + head(say("Approved"));
}

// ---------------------------------------------------------------- cards

std::string card(const IndicatorRows &group) {
    const ProgressRow &row = group.rows.front();
    return fmt::format(
        R"(<li><span class="name">{}</span><span class="figure">{}<small>{}</small></span>{}<span class="rest"><span>{} {}</span><span>{}</span></span></li>
)",
        escaped(indicator_label(group.indicator, group.id)), escaped(value_text(done_of(row), row.unit)),
        escaped(unit_of(group)), bar_of(row.percent ? row.percent : std::optional(0.0)),
        row.target ? escaped(say("Target")) : "", target_text(row),
        escaped(row.percent ? percent_text(row.percent) : ""));
}

// The most telling first: a target and a figure, then a figure, then a target.
std::vector<const IndicatorRows *> headlines(const std::vector<IndicatorRows> &groups) {
    std::vector<const IndicatorRows *> result;
    const auto add = [&](auto wanted) {
        for (const IndicatorRows &group : groups)
            if (wanted(group.rows.front()) && result.size() < most_cards)
                result.push_back(&group);
    };
    add([](const ProgressRow &row) { return row.target && has_figure(row); });
    add([](const ProgressRow &row) { return !row.target && has_figure(row); });
    add([](const ProgressRow &row) { return row.target && !has_figure(row); });
    return result;
}

// ---------------------------------------------------------------- leagues and banners

std::string unit_row(const ProgressRow &row, std::string_view kind) {
    return fmt::format("<tr class=\"{}\"><th scope=\"row\">{}</th>{}</tr>\n", kind, escaped(row.name),
                       value_cells(row));
}

std::string units_table(const PageFigures &page, const IndicatorRows &banners, std::size_t i) {
    std::string rows = unit_row(banners.rows.front(), "sum");
    for (const IndicatorRows &leagues : page.leagues) {
        if (leagues.id != banners.id)
            continue;
        for (std::size_t k = 1; k < leagues.rows.size(); ++k) {
            const ProgressRow &league = leagues.rows[k];
            std::string parts;
            for (std::size_t b = 1; b < banners.rows.size(); ++b)
                if (has_something(banners.rows[b]) &&
                    league_of(page.catalogue, banners.rows[b].admin) == league.admin)
                    parts += unit_row(banners.rows[b], "part");
            if (has_something(league) || !parts.empty())
                rows += unit_row(league, "sum") + parts;
        }
    }
    return fmt::format(
        "<div class=\"scroll\" "
        "id=\"units{}\"{}><table><caption>{}</caption><thead><tr>{}{}</tr></thead><tbody>\n{}</tbody></"
        "table></div>\n",
        i, i == 0 ? "" : R"( hidden="hidden")",
        escaped(say("{} ({})", indicator_label(banners.indicator, banners.id), unit_of(banners))),
        head(say("League and banner")), value_heads(), rows);
}

// Programme heading of an indicator's layer.
std::string heading_of(const PageFigures &page, const IndicatorRows &group) {
    const catalogue::Layer *layer =
        group.indicator == nullptr ? nullptr : find_layer(page.catalogue, group.indicator->layer);
    return layer == nullptr ? "" : layer->group.in(language_in_use());
}

} // namespace

std::string cards(const PageFigures &page) {
    std::string result = "<ul class=\"cards\">\n";
    for (const IndicatorRows *group : headlines(page.leagues))
        result += card(*group);
    return result + "</ul>";
}

std::string units_section(const PageFigures &page) {
    std::string result =
        fmt::format("<section><h2>{}</h2>\n", escaped(say("Leagues and banners against their targets")));
    for (std::size_t i = 0; i < page.choices.size(); ++i)
        result += units_table(page, page.banners[page.choices[i]], i);
    return result + "</section>\n";
}

std::string overview_section(const PageFigures &page) {
    std::string rows;
    std::string heading;
    for (const IndicatorRows &group : page.leagues) {
        const ProgressRow &row = group.rows.front();
        if (!has_something(row))
            continue;
        if (const std::string here = heading_of(page, group); here != heading) {
            heading = here;
            rows += fmt::format("<tr class=\"group\"><th colspan=\"9\" scope=\"colgroup\">{}</th></tr>\n",
                                escaped(heading));
        }
        rows += fmt::format("<tr><th scope=\"row\" class=\"wrap\">{}</th><td class=\"text\">{}</td>{}</tr>\n",
                            escaped(indicator_label(group.indicator, group.id)), escaped(unit_of(group)),
                            value_cells(row));
    }
    return fmt::format(
        "<section><h2>{}</h2>\n<div class=\"scroll\"><table><thead><tr>{}{}{}</tr></thead><tbody>\n{}"
        "</tbody></table></div></section>\n",
        escaped(say("All indicators of the region")), head(say("Indicator")), head(say("Unit")),
        value_heads(), rows);
}

std::string notes_section(const PageFigures &page) {
    const auto list = [](const std::vector<Note> &notes) {
        std::string items;
        for (const Note &note : notes)
            items += fmt::format("<dt>{}</dt><dd>{}</dd>\n", escaped(note.term), escaped(note.meaning));
        return "<dl>" + items + "</dl>";
    };
    std::string result = fmt::format("<section><h2>{}</h2>\n{}</section>\n", escaped(say("What counts")),
                                     list(notes_of(page.figures)));
    if (!page.figures.imports.empty())
        result += fmt::format("<section><h2>{}</h2>\n{}</section>\n", escaped(say("Sources")),
                              list(source_notes(page.figures, page.catalogue)));
    return result;
}

} // namespace qitu::report
