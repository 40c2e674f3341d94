#include "markup.h"
#include "page_assets.h"
#include "page_parts.h"
#include "tiles.h"

#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/staging.h>
#include <qitu/output/console/json.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/html/html.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

namespace qitu::html {

namespace {

// The map shows banners, or leagues where the report is by league.
PageFigures page_figures(const report::PrintedProgress &printed, const report::Document &document,
                         const map::Drawing &drawing, const std::vector<std::string> &tiles) {
    PageFigures page{
        printed.figures,
        printed.catalogue,
        document,
        drawing,
        report::opening(printed),
        format::by_indicator(printed.own, printed.catalogue),
        format::by_indicator(printed.parts.rows.empty() ? printed.groups : printed.parts, printed.catalogue),
        {},
        tiles};
    for (std::size_t i = 0; i < page.units.size(); ++i)
        if (std::any_of(page.units[i].rows.begin() + 1, page.units[i].rows.end(), format::has_something))
            page.choices.push_back(i);
    std::stable_partition(page.choices.begin(), page.choices.end(), [&](std::size_t i) {
        return std::any_of(page.units[i].rows.begin() + 1, page.units[i].rows.end(),
                           [](const indicators::ProgressRow &row) { return row.percent.has_value(); });
    });
    if (page.choices.empty() && !page.units.empty())
        page.choices.push_back(0);
    return page;
}

/// The sentences of the opening.
std::string opening(const PageFigures &page) {
    std::string result;
    for (const std::string &words : page.opening)
        result += "<p class=\"opening\">" + escaped(words) + "</p>\n";
    return result;
}

std::string top_of(const PageFigures &page) {
    const report::Figures &figures = page.figures;
    return fmt::format(
        R"(<header class="top"><h1>{}</h1><p class="meta"><span>{}</span><span>{}</span><span>{}</span></p>
{}</header>
)",
        escaped(figures.title), escaped(say("As of {}", figures.date)),
        escaped(say("Programme year {}", figures.banners.year)),
        escaped(say("Method {}", format::method_label(figures.banners.method))), opening(page));
}

std::string data_of(const std::vector<MapView> &views) {
    console::Json json = console::Json::array();
    for (const MapView &view : views)
        json.push_back({{"name", view.name}, {"classes", view.classes}, {"tips", view.tips}});
    return in_script(json);
}

/// What stands between the opening and the notes: of one banner first its map and its own tables.
std::string parts_of(const PageFigures &page, const map::MapBorders &map, const std::vector<MapView> &views,
                     const std::string &plans) {
    const std::initializer_list<std::string_view> behind{
        "differences", "differences.banners", "overlaps", "findings", "townships", "money", "balance."};
    if (page.figures.level >= indicators::Level::banner)
        return own_section(page) + tables_section(page, {"ledger"}) + over_time_section(page) +
               tables_section(page, behind) + plans;
    std::string html;
    const bool of_units = page.figures.by != indicators::Level::region;
    if (of_units)
        html += map_section(page, views, map);
    html += cards(page);
    if (of_units)
        html += places_section(page, map) + units_section(page);
    html += tables_section(page, {"summary", "ledger"}) + layers_section(page) + over_time_section(page) +
            tables_section(page, behind) + plans;
    if (of_units)
        html += league_sections(page, map);
    return html;
}

std::string policy_of(const PageFigures &page) {
    std::string origins = "data:";
    for (const std::string &address : page.tiles)
        origins += fmt::format(" {}", origin_of(address));
    return fmt::format(
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src {}", origins);
}

std::string tiles_of(const PageFigures &page) {
    if (page.tiles.empty())
        return "";
    console::Json json = page.tiles;
    return fmt::format(" data-tiles=\"{}\"", escaped(json.dump()));
}

std::string page_of(const PageFigures &page, const map::MapBorders &map, const std::string &plans) {
    const std::vector<MapView> views = map_views(page, map);
    const bool chinese = language_in_use() == Language::zh;
    std::string html = fmt::format(R"(<!DOCTYPE html>
<html lang="{}"><head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta http-equiv="Content-Security-Policy" content="{}"/>
<title>{}</title><style>{}
{}</style></head><body>
)",
                                   chinese ? "zh-CN" : "en", escaped(policy_of(page)),
                                   escaped(page.figures.title), class_colours(), page_css);
    html += top_of(page) + fmt::format("<main{}{}>\n", words_of_maps(), tiles_of(page));
    html += parts_of(page, map, views, plans);
    if (const std::vector<std::string> words = report::signature_words(page.figures); !words.empty()) {
        html += "<p class=\"signatures\">";
        for (const std::string &word : words)
            html += "<span>" + escaped(word) + "</span>";
        html += "</p>\n";
    }
    html += notes_section(page);
    html += fmt::format("<footer>{}</footer></main>\n",
                        escaped(say("Made by qitu on {}. The workbook beside this page has every figure.",
                                    page.figures.date)));
    html += fmt::format("<script type=\"application/json\" id=\"data\">{}</script>\n<script>\n{}</script>\n",
                        data_of(views), page_js);
    return html + "</body></html>\n";
}

// Those in the unit of the report, and what it is in.
std::vector<workspace::Boundary> shown(const std::vector<workspace::Boundary> &units,
                                       const report::Edition &edition) {
    std::vector<workspace::Boundary> result;
    for (const workspace::Boundary &unit : units)
        if (report::shows(edition.figures(), unit.code, edition.catalogue()) ||
            format::lies_in(edition.catalogue(), edition.figures().of, unit.code))
            result.push_back(unit);
    return result;
}

} // namespace

void write_page(const std::filesystem::path &file, const report::Edition &edition,
                const std::vector<workspace::Boundary> &banners,
                const std::vector<workspace::Boundary> &leagues, const map::Drawing &drawing,
                const std::vector<std::string> &tiles) {
    const std::vector<workspace::Boundary> shown_leagues = shown(leagues, edition);
    std::vector<workspace::Boundary> units; // as the map colours them
    if (edition.figures().by == indicators::Level::banner) {
        units = shown(banners, edition);
    } else {
        units = shown_leagues;
        for (workspace::Boundary &league : units)
            league.league = league.code;
    }
    const PageFigures page = page_figures(edition.progress, edition.document, drawing, tiles);
    const std::string html = page_of(page, map::map_borders(units, shown_leagues, map_width),
                                     plans_section(page, banners, leagues));
    write_whole(file, [&](std::ostream &stream) { stream << html; });
}

} // namespace qitu::html
