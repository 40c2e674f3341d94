// A part of the page for each league and each banner, and the way to them.
#include "charts.h"
#include "markup.h"
#include "page_parts.h"

#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace qitu::html {

namespace {

using Level = report::Row::Level;

// Words that a search finds a unit by.
std::string keys_of(const catalogue::Catalogue &catalogue, const std::string &code, const std::string &name) {
    const catalogue::AdminUnit *unit = catalogue.find_admin(code);
    return name + " " + (unit == nullptr ? "" : folded(unit->names.en)) + " " + code;
}

std::string link_of(const catalogue::Catalogue &catalogue, const map::Shape &unit) {
    return fmt::format("<li data-k=\"{}\"><a href=\"#u{}\">{}</a></li>",
                       escaped(keys_of(catalogue, unit.code, unit.name)), escaped(unit.code),
                       escaped(unit.name));
}

std::vector<map::Shape> banners_of(const map::MapBorders &map, const std::string &league) {
    std::vector<map::Shape> result;
    for (const map::Shape &banner : map.banners)
        if (banner.league == league && banner.code != league)
            result.push_back(banner);
    return result;
}

// ---------------------------------------------------------------- tables of one unit

/// Its line in every grid of an indicator.
report::Grid indicators_of(const PageFigures &page, const std::string &code, const std::string &name) {
    report::Grid grid{
        "unit." + code, name, say("Against the targets"), say("as in the column"), {}, {}, {}, code};
    for (const report::Grid &indicator : page.document.grids) {
        if (!indicator.id.starts_with("indicator."))
            continue;
        if (grid.columns.empty()) {
            grid.columns = {{"indicator", say("Indicator"), say("What is counted against a target."),
                             report::Column::Kind::wrapped},
                            {"unit", say("Unit"), say("In which the figures of the line are."),
                             report::Column::Kind::text}};
            grid.columns.insert(grid.columns.end(), indicator.columns.begin() + 2, indicator.columns.end());
        }
        for (const report::Row &row : indicator.rows) {
            if (row.code != code)
                continue;
            const auto something = [](const report::Value &value) {
                const auto *number = std::get_if<report::Number>(&value);
                return number != nullptr && number->exact != 0;
            };
            if (!something(row.cells[2]) && !something(row.cells[3]) && !something(row.cells[6]) &&
                !something(row.cells[7]))
                continue;
            report::Row line{Level::plain, code, {indicator.title, indicator.unit}};
            line.cells.insert(line.cells.end(), row.cells.begin() + 2, row.cells.end());
            grid.rows.push_back(std::move(line));
        }
    }
    return grid;
}

/// Its lines in every layer.
report::Grid layers_of(const PageFigures &page, const std::string &code, const std::string &name) {
    report::Grid grid{
        "unit.layers." + code, name, say("Layers by stage"), say("as in the head"), {}, {}, {}, code};
    grid.columns = {{"layer", say("Layer"), say("In which the features are."), report::Column::Kind::wrapped},
                    {"stage",
                     say("Stage"),
                     say("Of the features in the line."),
                     report::Column::Kind::text,
                     false,
                     {},
                     ""},
                    {"features", say("Features"), say("Features with a part in the banner."),
                     report::Column::Kind::number},
                    {"net_mu", say("Net (mu)"), say("A place counts once."), report::Column::Kind::number},
                    {"overlap_mu", say("Overlap (mu)"), say("Gross less net."), report::Column::Kind::number},
                    {"length_km", say("Length (km)"), say("Ellipsoidal length inside the unit."),
                     report::Column::Kind::number}};
    for (const report::Grid &layer : page.document.grids) {
        if (!layer.id.starts_with("layer."))
            continue;
        for (const report::Row &row : layer.rows) {
            if (row.code != code || row.level != Level::part)
                continue;
            report::Row line{Level::plain, code, {layer.sheet, row.cells[2], row.cells[3]}};
            for (const char *id : {"net_mu", "overlap_mu", "length_km"}) {
                const auto column = std::find_if(layer.columns.begin(), layer.columns.end(),
                                                 [&](const report::Column &of) { return of.id == id; });
                line.cells.push_back(
                    column == layer.columns.end()
                        ? report::Value()
                        : row.cells[static_cast<std::size_t>(column - layer.columns.begin())]);
            }
            grid.rows.push_back(std::move(line));
        }
    }
    return grid;
}

// ---------------------------------------------------------------- a part for each

std::string of_banner(const PageFigures &page, const std::string &code, const std::string &name) {
    const report::Grid indicators = indicators_of(page, code, name);
    const report::Grid layers = layers_of(page, code, name);
    std::string result;
    if (!indicators.rows.empty())
        result += chart_of_targets(indicators, name) + table_of(indicators, "t" + code);
    result += banner_map(page, code, name);
    if (!layers.rows.empty())
        result += table_of(layers, "l" + code);
    return result;
}

std::string banner_section(const PageFigures &page, const map::Shape &banner) {
    return fmt::format(
        "<section class=\"unit banner\" id=\"u{0}\" tabindex=\"-1\"><h3>{1} <small>{0}</small></h3><p "
        "class=\"up\"><a href=\"#u{2}\">{3}</a> · <a href=\"#places\">{4}</a></p>\n{5}</section>\n",
        escaped(banner.code), escaped(banner.name), escaped(banner.league),
        escaped(format::admin_label(page.catalogue, banner.league)), escaped(say("All leagues and banners")),
        of_banner(page, banner.code, banner.name));
}

} // namespace

std::string places_section(const PageFigures &page, const map::MapBorders &map) {
    std::string lists;
    for (const map::Shape &league : map.leagues) {
        std::string banners;
        for (const map::Shape &banner : banners_of(map, league.code))
            banners += link_of(page.catalogue, banner);
        lists += fmt::format("<li class=\"league\" data-k=\"{}\"><a href=\"#u{}\">{}</a><ul>{}</ul></li>\n",
                             escaped(keys_of(page.catalogue, league.code, league.name)), escaped(league.code),
                             escaped(league.name), banners);
    }
    return fmt::format("<section><h2 id=\"places\">{}</h2>\n<p class=\"choose\" hidden=\"hidden\"><label "
                       "for=\"find\">{}</label><input id=\"find\" type=\"search\" autocomplete=\"off\" "
                       "aria-describedby=\"found\"/>"
                       "<span id=\"found\" role=\"status\" class=\"quiet\"></span></p><ul "
                       "class=\"places\">{}</ul></section>\n",
                       escaped(say("Leagues and banners")), escaped(say("Search by name or code")), lists);
}

std::string league_sections(const PageFigures &page, const map::MapBorders &map) {
    std::string result;
    for (const map::Shape &league : map.leagues) {
        result += fmt::format(
            "<section class=\"unit\" id=\"u{0}\" tabindex=\"-1\"><h2>{1} <small>{0}</small></h2><p "
            "class=\"up\"><a href=\"#places\">{2}</a></p>\n",
            escaped(league.code), escaped(league.name), escaped(say("All leagues and banners")));
        const report::Grid *grid = page.document.find("league." + league.code);
        const report::Grid own = indicators_of(page, league.code, league.name);
        if (grid != nullptr)
            result += table_of(*grid, "t" + league.code);
        else if (!own.rows.empty())
            result += table_of(own, "t" + league.code);
        else
            result += "<p class=\"quiet\">" + escaped(say("No layer has anything here yet.")) + "</p>";
        result += "</section>\n";
        for (const map::Shape &banner : banners_of(map, league.code))
            result += banner_section(page, banner);
    }
    return result;
}

std::string own_section(const PageFigures &page) {
    const std::string &code = page.figures.of;
    const std::string &name = page.figures.of_name;
    const report::Grid indicators = indicators_of(page, code, name);
    const report::Grid layers = layers_of(page, code, name);
    std::string result =
        "<section id=\"u" + escaped(code) + "\">" +
        (page.figures.level == indicators::Level::banner ? banner_map(page, code, name) : "") +
        "</section>\n" + cards(page);
    if (const std::string chart = chart_of_targets(indicators, name); !chart.empty())
        result += "<section>" + chart + "</section>\n";
    const auto add = [&](const report::Grid &grid, const std::string &id) {
        if (!grid.rows.empty())
            result += "<section>" + table_of(grid, id) + "</section>\n";
    };
    add(indicators, "t" + code);
    add(layers, "l" + code);
    return result;
}

} // namespace qitu::html
