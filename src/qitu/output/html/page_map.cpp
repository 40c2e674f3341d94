#include "markup.h"
#include "page_parts.h"

#include <qitu/core/base/message.h>
#include <qitu/output/format/class_breaks.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>
#include <qitu/output/map/area_classes.h>
#include <qitu/output/map/place_names.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::html {

std::string path_of(const std::vector<map::GridPoint> &line, bool closed) {
    std::string path = fmt::format("M{} {}l", line.front().x, line.front().y);
    const std::size_t end = line.size() - (closed ? 1 : 0); // z draws the last edge
    for (std::size_t i = 1; i < end; ++i)
        path +=
            fmt::format("{}{} {}", i == 1 ? "" : " ", line[i].x - line[i - 1].x, line[i].y - line[i - 1].y);
    return path + (closed ? "z" : "");
}

std::string path_of(const std::vector<map::GridRing> &rings) {
    std::string path;
    for (const map::GridRing &ring : rings)
        path += path_of(ring, true);
    return path;
}

namespace {

using indicators::ProgressRow;

std::string tip_of(const map::Shape &banner, const std::string &league, const ProgressRow *row,
                   const std::string &unit) {
    const std::string name = league.empty() ? banner.name : fmt::format("{} · {}", banner.name, league);
    if (row == nullptr || !format::has_something(*row))
        return say("{}: no target, no figure", name);
    const std::string done = format::done_text(*row);
    if (!row->target)
        return say("{}: done {} {}, no target", name, done, unit);
    return say("{}: done {} of {} {} ({})", name, done,
               format::target_label(format::figure_text(row->target, *row), row->target_kind), unit,
               format::percent_and_sign(row->percent));
}

MapView view_of(const format::IndicatorRows &group, const PageFigures &page, const map::MapBorders &map) {
    std::map<std::string, const ProgressRow *> rows;
    for (const ProgressRow &row : group.rows)
        rows[row.admin] = &row;
    const std::string unit = format::unit_label(group.rows.front());
    const map::AreaClasses colours(group);
    MapView view{format::indicator_label(group.indicator, group.id), {}, {}, colours.legend()};
    for (const map::Shape &banner : map.banners) {
        const auto found = rows.find(banner.code);
        const ProgressRow *row = found == rows.end() ? nullptr : found->second;
        view.classes.push_back(colours.of(row));
        view.tips.push_back(tip_of(
            banner, banner.league == banner.code ? "" : format::admin_label(page.catalogue, banner.league),
            row, unit));
    }
    return view;
}

// ---------------------------------------------------------------- drawing

std::string banner_path(const map::Shape &banner, const MapView &view, std::size_t i) {
    return fmt::format(
        R"(<a href="#u{0}" aria-label="{2}"><path id="b{0}" class="b {1}" fill-rule="evenodd" d="{3}"><title>{2}</title></path></a>
)",
        escaped(banner.code), view.classes[i], escaped(view.tips[i]), path_of(banner.rings));
}

} // namespace

std::string text_of(const map::Label &label, std::string_view kind) {
    std::string result;
    const double middle = (static_cast<double>(label.lines.size()) - 1) / 2;
    for (std::size_t i = 0; i < label.lines.size(); ++i)
        result += fmt::format(R"(<text class="{}" font-size="{}" x="{}" y="{:.0f}">{}</text>)", kind,
                              label.size, label.at.x,
                              label.at.y + label.size * (0.36 + 1.1 * (static_cast<double>(i) - middle)),
                              escaped(label.lines[i]));
    return result + "\n";
}

std::string north_arrow() {
    return fmt::format("<svg class=\"north\" viewBox=\"0 0 20 36\" role=\"img\" aria-label=\"{}\"><path "
                       "d=\"M10 12 16 34 10 29 4 34z\"/><text x=\"10\" y=\"10\">{}</text></svg>",
                       escaped(say("North is up")), escaped(say("N")));
}

std::string scale_bar(const map::MapBorders &map) {
    double kilometres = map::round_number(map.width * map.metres_per_unit / 1000 / 10);
    const double units = kilometres * 1000 / map.metres_per_unit;
    const int x = map.width - 300 - static_cast<int>(units);
    const int y = map.height - 200;
    return fmt::format(
        R"(<g class="scalebar" role="img" aria-label="{0}"><path d="M{1} {2}v60h{3:.0f}v-60" fill="none" stroke="#56646b" stroke-width="12"/>)"
        R"(<text class="scale" font-size="120" x="{4:.0f}" y="{5}">{0}</text></g>
)",
        escaped(format::kilometres_text(kilometres)), x, y, units, x + units / 2, y - 30);
}

namespace {

std::string svg_of(const PageFigures &page, const MapView &view, const map::MapBorders &map) {
    std::string svg =
        fmt::format(R"svg(<svg viewBox="0 0 {0} {1}" role="group" aria-label="{2}" data-metres="{3}"{4}>
<defs><pattern id="hatch" width="90" height="90" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="90" height="90" fill="#eceff0"/><rect width="36" height="90" fill="#9aa5aa"/></pattern></defs>
)svg",
                    map.width, map.height, escaped(say("Map of the banners")), map.metres_per_unit,
                    page.tiles.empty() ? "" : placing_of(map.placing));
    for (std::size_t i = 0; i < map.banners.size(); ++i)
        svg += banner_path(map.banners[i], view, i);
    svg += R"(<path class="leagues" d=")";
    for (const std::vector<map::GridPoint> &line : map.league_border)
        svg += path_of(line, false);
    svg += "\"/>\n<g aria-hidden=\"true\">";
    const map::MapLabels labels = map::map_labels(map);
    for (const map::Label &label : labels.banners)
        svg += text_of(label, "small");
    for (const map::Label &label : labels.leagues)
        svg += text_of(label, "large");
    return svg + "</g>\n" + scale_bar(map) + "</svg>\n";
}

std::string legend_of(const MapView &view, std::size_t i) {
    std::string result =
        fmt::format(R"(<ul class="legend" id="legend{}"{}>)", i, i == 0 ? "" : R"( hidden="hidden")");
    for (const auto &[key, meaning] : view.legend)
        result += fmt::format(R"(<li><span class="key {}"></span>{}</li>)", key, escaped(meaning));
    return result + "</ul>\n";
}

std::string selector(const std::vector<MapView> &views) {
    if (views.size() < 2)
        return "";
    std::string result = fmt::format(
        R"(<p class="choose" hidden="hidden"><label for="indicator">{}</label><select id="indicator">)",
        escaped(say("Indicator")));
    for (const MapView &view : views)
        result += "<option>" + escaped(view.name) + "</option>";
    return result + "</select></p>\n";
}

} // namespace

std::string class_colours() {
    std::string result = ":root {";
    for (std::size_t i = 0; i < format::progress_classes.size(); ++i)
        result += fmt::format(" --p{}: #{:06x};", i, format::progress_classes[i].map);
    for (std::size_t i = 0; i < format::amount_colours.size(); ++i)
        result += fmt::format(" --q{}: #{:06x};", i, format::amount_colours[i]);
    for (std::size_t i = 0; i < format::stage_colours.size(); ++i)
        result += fmt::format(" --s{}: #{:06x};", i, format::stage_colours[i]);
    return result + fmt::format(" --none: #{:06x}; }}", format::nothing_colour);
}

std::vector<MapView> map_views(const PageFigures &page, const map::MapBorders &map) {
    std::vector<MapView> views;
    for (const std::size_t choice : page.choices)
        views.push_back(view_of(page.units[choice], page, map));
    return views;
}

std::string map_section(const PageFigures &page, const std::vector<MapView> &views,
                        const map::MapBorders &map) {
    if (views.empty())
        return "";
    std::string result =
        fmt::format("<section><h2>{}</h2>\n{}<figure>{}{}<figcaption><strong id=\"shown\">{}</strong>\n",
                    escaped(say("Map of progress")), selector(views), north_arrow(),
                    svg_of(page, views.front(), map), escaped(views.front().name));
    for (std::size_t i = 0; i < views.size(); ++i)
        result += legend_of(views[i], i);
    return result + base_map_note(page) + "</figcaption></figure></section>\n";
}

} // namespace qitu::html
