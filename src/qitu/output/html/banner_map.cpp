// What lies in a banner, drawn by stage; where features are drawn each by itself, what each is.
#include "markup.h"
#include "page_parts.h"

#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/output/console/json.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>
#include <qitu/output/map/area_classes.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace qitu::html {

namespace {

using map::Drawing;

/// Class of a stage by its place; the last for what has none.
std::string stage_class(const catalogue::Catalogue &catalogue, const std::string &stage) {
    const int rank = catalogue.stage_rank(stage);
    return fmt::format("s{}", rank < 0 ? static_cast<int>(catalogue.stages().size()) : rank);
}

std::string kind_class(const Drawing::Part &part) {
    switch (part.kind) {
    case geometry::Kind::line:
        return "line";
    case geometry::Kind::point:
        return "point";
    default:
        return part.wide ? "polygon wide" : "polygon";
    }
}

std::string class_of(const PageFigures &page, const Drawing::Part &part) {
    const catalogue::Layer *layer = format::find_layer(page.catalogue, part.layer);
    return fmt::format("{} {}{}", kind_class(part), stage_class(page.catalogue, part.stage),
                       layer != nullptr && layer->reference ? " reference" : "");
}

std::string label_of(const PageFigures &page, const Drawing::Part &part) {
    const catalogue::Layer *layer = format::find_layer(page.catalogue, part.layer);
    std::string label = format::layer_label(layer, part.layer);
    if (!part.stage.empty() && layer != nullptr)
        label += " · " + format::code_label(layer->field(catalogue::field_id::stage), part.stage);
    return label;
}

/// Rows of the list of parcels by layer and feature, as they are named there.
using Parcels = std::map<std::pair<std::string, std::string>, std::size_t>;

Parcels parcels_of(const report::Grid *grid) {
    Parcels result;
    for (std::size_t i = 0; grid != nullptr && i < grid->rows.size(); ++i)
        result[{text_of(grid->rows[i].cells[0], grid->columns[0]),
                text_of(grid->rows[i].cells[1], grid->columns[1])}] = i;
    return result;
}

std::string drawn_part(const PageFigures &page, const Drawing::Part &part, const Parcels &parcels) {
    const auto row =
        parcels.find({format::layer_label(format::find_layer(page.catalogue, part.layer), part.layer),
                      fmt::format("{}", part.feature)});
    if (part.feature != 0 && row != parcels.end())
        return fmt::format("<path class=\"{}\" data-i=\"{}\" d=\"{}\"/>\n", class_of(page, part), row->second,
                           path_of(part.lines));
    return fmt::format("<path class=\"{}\" d=\"{}\"><title>{}</title></path>\n", class_of(page, part),
                       path_of(part.lines), escaped(label_of(page, part)));
}

std::string bar_of_scale(const Drawing::Map &map) {
    const double pixel = std::max(map.width, map.height) / 1200.0;
    const double kilometres = map::round_number(map.width * map.metres_per_unit / 1000 / 8);
    const double units = kilometres * 1000 / map.metres_per_unit;
    return fmt::format(
        "<g class=\"scalebar\"><path d=\"M{0:.0f} {1:.0f}v{2:.0f}h{3:.0f}v-{2:.0f}\"/><text x=\"{4:.0f}\" "
        "y=\"{5:.0f}\" font-size=\"{6:.0f}\">{7}</text></g>",
        20 * pixel, map.height - 22 * pixel, 8 * pixel, units, 20 * pixel + units / 2,
        map.height - 26 * pixel, 17 * pixel, escaped(format::kilometres_text(kilometres)));
}

std::string key(const std::string &sample, const std::string &meaning) {
    return "<li>" + sample + escaped(meaning) + "</li>";
}

std::string box_key(const std::string &kind, const std::string &meaning) {
    return key("<span class=\"key " + kind + "\"></span>", meaning);
}

/// Areas by stage; lines and points each by layer and stage, since their signs differ.
std::string keys_of(const PageFigures &page, const Drawing::Map &map) {
    std::set<std::string> stages;
    std::map<std::string, std::string> signs; // meaning → sample
    bool reference = false;
    for (const Drawing::Part &part : map.parts) {
        const catalogue::Layer *layer = format::find_layer(page.catalogue, part.layer);
        const std::string meaning = label_of(page, part);
        if (layer != nullptr && layer->reference)
            reference = true;
        else if (part.kind == geometry::Kind::polygon)
            stages.insert(part.stage);
        if (part.kind != geometry::Kind::polygon)
            signs[meaning] =
                fmt::format("<svg class=\"sign\" viewBox=\"0 0 24 12\" role=\"img\" aria-label=\"{}\"><path "
                            "class=\"{}\" d=\"{}\"/></svg>",
                            escaped(meaning), class_of(page, part),
                            part.kind == geometry::Kind::line ? "M1 6h22" : "M11 5h2v2h-2z");
    }
    std::string keys;
    for (const catalogue::Stage &stage : page.catalogue.stages())
        if (stages.contains(stage.id))
            keys += box_key(stage_class(page.catalogue, stage.id), stage.names.in(language_in_use()));
    if (stages.contains(""))
        keys += box_key(stage_class(page.catalogue, ""), say("no stage"));
    if (reference)
        keys += box_key("reference", say("reference layers"));
    for (const auto &[meaning, sample] : signs)
        keys += key(sample, meaning);
    if (!map.neighbours.empty())
        keys += box_key("neighbours", say("neighbouring banners"));
    return keys;
}

std::string legend_of(const PageFigures &page, const Drawing::Map &map) {
    std::set<std::string> layers;
    for (const Drawing::Part &part : map.parts)
        layers.insert(format::layer_label(format::find_layer(page.catalogue, part.layer), part.layer));
    return fmt::format("<ul class=\"legend\">{}</ul><p class=\"quiet\">{}</p>", keys_of(page, map),
                       escaped(say("Drawn: {}.", fmt::join(layers, say(", ")))));
}

std::string neighbours_of(const Drawing::Map &map) {
    std::string paths;
    std::string names;
    const int size = std::max(map.width, map.height) / 70;
    for (const Drawing::Neighbour &neighbour : map.neighbours) {
        paths += fmt::format("<path d=\"{}\"/>", path_of(neighbour.lines));
        if (map::name_fits(neighbour, map, size))
            names += fmt::format("<text x=\"{}\" y=\"{}\" font-size=\"{}\">{}</text>", neighbour.at.x,
                                 neighbour.at.y, size, escaped(neighbour.name));
    }
    return paths.empty() ? ""
                         : fmt::format("<g class=\"neighbours\">{}{}<rect width=\"{}\" height=\"{}\"/></g>\n",
                                       paths, names, map.width, map.height);
}

// What is built upon lies below, lines and points above areas.
int depth_of(const PageFigures &page, const Drawing::Part &part) {
    const catalogue::Layer *layer = format::find_layer(page.catalogue, part.layer);
    return part.kind == geometry::Kind::point     ? 3
           : part.kind == geometry::Kind::line    ? 2
           : layer != nullptr && layer->reference ? 0
                                                  : 1;
}

std::string svg_of(const PageFigures &page, const Drawing::Map &map, const std::string &code,
                   const std::string &name, const Parcels &parcels) {
    std::vector<const Drawing::Part *> parts;
    for (const Drawing::Part &part : map.parts)
        parts.push_back(&part);
    std::stable_sort(parts.begin(), parts.end(),
                     [&](const auto *a, const auto *b) { return depth_of(page, *a) < depth_of(page, *b); });
    const std::string border = path_of(map.border);
    std::string svg = fmt::format(
        "<svg viewBox=\"0 0 {0} {1}\" role=\"img\" aria-label=\"{2}\" data-metres=\"{5}\"{6}{8}>{7}<clipPath "
        "id=\"c{3}\"><path clip-rule=\"evenodd\" "
        "d=\"{4}\"/></clipPath><path class=\"land\" d=\"{4}\"/><g clip-path=\"url(#c{3})\">\n",
        map.width, map.height, escaped(say("Map of {}: parcels and works by stage", name)), escaped(code),
        border, map.metres_per_unit, map.by_feature ? " class=\"fine\"" : "", neighbours_of(map),
        page.tiles.empty() ? "" : placing_of(map.placing));
    for (const Drawing::Part *part : parts)
        svg += drawn_part(page, *part, parcels);
    return svg + fmt::format("</g><path class=\"outline\" d=\"{}\"/>{}</svg>", border, bar_of_scale(map));
}

/// The list of parcels for the page's script: heads, and the rows as they are printed.
std::string parcels_data(const report::Grid &grid) {
    console::Json json{{"heads", console::Json::array()}, {"rows", console::Json::array()}};
    for (const report::Column &column : grid.columns)
        json["heads"].push_back(column.head);
    for (const report::Row &row : grid.rows) {
        console::Json cells = console::Json::array();
        for (std::size_t i = 0; i < grid.columns.size(); ++i)
            cells.push_back(i < row.cells.size() ? text_of(row.cells[i], grid.columns[i]) : "");
        json["rows"].push_back(std::move(cells));
    }
    return in_script(json);
}

std::string search_of(const report::Grid &grid) {
    return fmt::format(
        "<p class=\"choose\" hidden=\"hidden\"><label for=\"parcel\">{}</label><input id=\"parcel\" "
        "type=\"search\" autocomplete=\"off\"/><span class=\"quiet\" id=\"parcels-found\" "
        "role=\"status\"></span></p><ul class=\"hits\" id=\"hits\"></ul>\n"
        "<script type=\"application/json\" id=\"parcels-data\">{}</script>\n",
        escaped(say("Search by project, parcel or township")), parcels_data(grid));
}

} // namespace

std::string in_script(const console::Json &json) {
    std::string result;
    for (const char c : json.dump(-1, ' ', false, console::Json::error_handler_t::replace))
        if (c == '<')
            result += "\\u003c";
        else if (c == '&')
            result += "\\u0026";
        else
            result += c;
    return result;
}

std::string banner_map(const PageFigures &page, const std::string &code, const std::string &name) {
    const auto found = page.drawing.banners.find(code);
    if (found == page.drawing.banners.end() || found->second.parts.empty())
        return "<p class=\"quiet\">" + escaped(say("No layer has anything here yet.")) + "</p>\n";
    const Drawing::Map &map = found->second;
    const report::Grid *grid = map.by_feature ? page.document.find("parcels") : nullptr;
    return fmt::format(
        "{}<figure class=\"unitmap\">{}<div class=\"drawn\" style=\"aspect-ratio:{}/{}\"><template>{}"
        "</template></div>{}<figcaption>{}</figcaption></figure>\n",
        grid == nullptr ? "" : search_of(*grid), north_arrow(), map.width, map.height,
        svg_of(page, map, code, name, parcels_of(grid)),
        grid == nullptr ? "" : "<dl class=\"picked\" id=\"picked\" role=\"status\" hidden=\"hidden\"></dl>",
        legend_of(page, map) + base_map_note(page));
}

} // namespace qitu::html
