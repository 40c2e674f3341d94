// A part of the page for each league and each banner, and the way to them.
#include "markup.h"
#include "page_parts.h"

#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>

#include <fmt/format.h>

#include <algorithm>
#include <set>
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

// ---------------------------------------------------------------- a banner's map

/// Class of a stage by its place; the last for what has none.
std::string stage_class(const catalogue::Catalogue &catalogue, const std::string &stage) {
    const int rank = catalogue.stage_rank(stage);
    return fmt::format("s{}", rank < 0 ? static_cast<int>(catalogue.stages().size()) : rank);
}

std::string drawn_part(const PageFigures &page, const map::Drawing::Part &part) {
    const catalogue::Layer *layer = format::find_layer(page.catalogue, part.layer);
    std::string title = format::layer_label(layer, part.layer);
    if (!part.stage.empty() && layer != nullptr)
        title += " · " + format::code_label(layer->field(catalogue::field_id::stage), part.stage);
    return fmt::format("<path class=\"{} {}{}\" d=\"{}\"><title>{}</title></path>\n", part.kind,
                       stage_class(page.catalogue, part.stage),
                       layer != nullptr && layer->reference ? " reference" : "", part.path, escaped(title));
}

std::string bar_of_scale(const map::Drawing::Map &map) {
    double kilometres = round_number(map.width * map.metres_per_unit / 1000 / 8);
    const double units = kilometres * 1000 / map.metres_per_unit;
    return fmt::format(
        "<g class=\"scalebar\"><path d=\"M20 {0}v8h{1:.0f}v-8\"/><text x=\"{2:.0f}\" y=\"{3}\">{4}"
        "</text></g>",
        map.height - 22, units, 20 + units / 2, map.height - 26,
        escaped(fmt::format("{} km", format::shortest(kilometres))));
}

std::string legend_of(const PageFigures &page, const map::Drawing::Map &map) {
    std::set<std::string> stages;
    std::set<std::string> layers;
    bool reference = false;
    for (const map::Drawing::Part &part : map.parts) {
        const catalogue::Layer *layer = format::find_layer(page.catalogue, part.layer);
        reference = reference || (layer != nullptr && layer->reference);
        if (layer == nullptr || !layer->reference)
            stages.insert(part.stage);
        layers.insert(format::layer_label(layer, part.layer));
    }
    std::string keys;
    for (const catalogue::Stage &stage : page.catalogue.stages())
        if (stages.contains(stage.id))
            keys += fmt::format("<li><span class=\"key {}\"></span>{}</li>",
                                stage_class(page.catalogue, stage.id),
                                escaped(stage.names.in(language_in_use())));
    if (stages.contains(""))
        keys += fmt::format("<li><span class=\"key {}\"></span>{}</li>", stage_class(page.catalogue, ""),
                            escaped(say("no stage")));
    if (reference)
        keys += "<li><span class=\"key reference\"></span>" + escaped(say("reference layers")) + "</li>";
    return fmt::format("<ul class=\"legend\">{}</ul><p class=\"quiet\">{}</p>", keys,
                       escaped(say("Drawn: {}.", fmt::join(layers, ", "))));
}

// What is built upon lies below, lines and points above areas.
std::string svg_of(const PageFigures &page, const map::Drawing::Map &map, const std::string &code,
                   const std::string &name) {
    const auto depth = [&](const map::Drawing::Part &part) {
        const catalogue::Layer *layer = format::find_layer(page.catalogue, part.layer);
        return part.kind == "point"                   ? 3
               : part.kind == "line"                  ? 2
               : layer != nullptr && layer->reference ? 0
                                                      : 1;
    };
    std::vector<const map::Drawing::Part *> parts;
    for (const map::Drawing::Part &part : map.parts)
        parts.push_back(&part);
    std::stable_sort(parts.begin(), parts.end(),
                     [&](const auto *a, const auto *b) { return depth(*a) < depth(*b); });
    std::string svg =
        fmt::format("<svg viewBox=\"0 0 {0} {1}\" role=\"img\" aria-label=\"{2}\"><clipPath "
                    "id=\"c{3}\"><path clip-rule=\"evenodd\" "
                    "d=\"{4}\"/></clipPath><path class=\"land\" d=\"{4}\"/><g clip-path=\"url(#c{3})\">\n",
                    map.width, map.height, escaped(say("Map of {}: parcels and works by stage", name)),
                    escaped(code), map.border);
    for (const map::Drawing::Part *part : parts)
        svg += drawn_part(page, *part);
    return svg + fmt::format("</g><path class=\"outline\" d=\"{}\"/>{}</svg>", map.border, bar_of_scale(map));
}

std::string map_of(const PageFigures &page, const std::string &code, const std::string &name) {
    const auto found = page.drawing.banners.find(code);
    if (found == page.drawing.banners.end() || found->second.parts.empty())
        return "<p class=\"quiet\">" + escaped(say("No layer has anything here yet.")) + "</p>\n";
    return fmt::format(
        "<figure class=\"unitmap\"><div class=\"drawn\" style=\"aspect-ratio:{}/{}\"><template>{}"
        "</template></div><figcaption>{}</figcaption></figure>\n",
        found->second.width, found->second.height, svg_of(page, found->second, code, name),
        legend_of(page, found->second));
}

std::string banner_section(const PageFigures &page, const map::Shape &banner) {
    const report::Grid indicators = indicators_of(page, banner.code, banner.name);
    const report::Grid layers = layers_of(page, banner.code, banner.name);
    std::string result = fmt::format(
        "<section class=\"unit banner\" id=\"u{0}\" tabindex=\"-1\"><h3>{1} <small>{0}</small></h3><p "
        "class=\"up\"><a href=\"#u{2}\">{3}</a> · <a href=\"#places\">{4}</a></p>\n",
        escaped(banner.code), escaped(banner.name), escaped(banner.league),
        escaped(format::admin_label(page.catalogue, banner.league)), escaped(say("All leagues and banners")));
    if (!indicators.rows.empty())
        result += table_of(indicators, "t" + banner.code);
    result += map_of(page, banner.code, banner.name);
    if (!layers.rows.empty())
        result += table_of(layers, "l" + banner.code);
    return result + "</section>\n";
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
        if (!report::shows(page.figures, league.code, page.catalogue)) { // of a banner's report
            for (const map::Shape &banner : banners_of(map, league.code))
                result += banner_section(page, banner);
            continue;
        }
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

} // namespace qitu::html
