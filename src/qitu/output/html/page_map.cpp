#include "markup.h"
#include "page_parts.h"

#include <qitu/core/base/message.h>
#include <qitu/output/format/class_breaks.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>
#include <qitu/output/map/place_names.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::html {

double round_number(double value) {
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double step : {1.0, 2.0, 5.0})
        if (step * power >= value * (1 - 1e-12))
            return step * power;
    return 10 * power;
}

std::string path_of(const std::vector<map::GridPoint> &line, bool closed) {
    std::string path = fmt::format("M{} {}l", line.front().x, line.front().y);
    const std::size_t end = line.size() - (closed ? 1 : 0); // z draws the last edge
    for (std::size_t i = 1; i < end; ++i)
        path +=
            fmt::format("{}{} {}", i == 1 ? "" : " ", line[i].x - line[i - 1].x, line[i].y - line[i - 1].y);
    return path + (closed ? "z" : "");
}

namespace {

using indicators::ProgressRow;

constexpr std::size_t amount_classes = 5;

// ---------------------------------------------------------------- what colour a banner has

/// Upper ends of the classes of amounts: round numbers, each about half the next.
std::array<double, amount_classes> amounts_up_to(double largest) {
    std::array<double, amount_classes> ends{};
    ends.back() = round_number(largest);
    for (std::size_t i = amount_classes - 1; i-- > 0;)
        ends[i] = round_number(ends[i + 1] * 0.4);
    return ends;
}

class Colours {
  public:
    explicit Colours(const format::IndicatorRows &group) : group_(group) {
        double largest = 0;
        for (std::size_t i = 1; i < group.rows.size(); ++i) {
            by_percent_ = by_percent_ || group.rows[i].percent;
            largest = std::max(largest, group.rows[i].done);
        }
        if (!by_percent_ && largest > 0)
            ends_ = amounts_up_to(largest);
    }

    [[nodiscard]] std::string of(const ProgressRow *row) const {
        if (row == nullptr || !format::has_something(*row))
            return "none";
        if (by_percent_)
            return row->percent    ? fmt::format("p{}", format::class_of(*row->percent))
                   : row->done > 0 ? "free"
                                   : "none";
        if (!(row->done > 0))
            return "none";
        const auto end = std::lower_bound(ends_.begin(), ends_.end(), row->done);
        return fmt::format("q{}", std::min<std::ptrdiff_t>(end - ends_.begin(), amount_classes - 1));
    }

    [[nodiscard]] std::vector<std::pair<std::string, std::string>> legend() const {
        std::vector<std::pair<std::string, std::string>> result;
        if (by_percent_) {
            for (std::size_t i = 0; i < format::progress_classes.size(); ++i)
                result.emplace_back(fmt::format("p{}", i), percent_range(i));
            result.emplace_back("free", say("figure without a target"));
            result.emplace_back("none", say("no target, no figure"));
            return result;
        }
        for (std::size_t i = 0; i < amount_classes && ends_.back() > 0; ++i)
            result.emplace_back(fmt::format("q{}", i), amount_range(i));
        result.emplace_back("none", say("nothing done yet"));
        return result;
    }

  private:
    static std::string percent_range(std::size_t i) {
        const double from = format::progress_classes[i].from;
        return i + 1 == format::progress_classes.size()
                   ? fmt::format("≥ {:.0f} %", from)
                   : fmt::format("{:.0f}–{:.0f} %", from, format::progress_classes[i + 1].from);
    }
    [[nodiscard]] std::string amount_range(std::size_t i) const {
        const ProgressRow &region = group_.rows.front();
        const std::string unit = format::unit_label(region);
        return i == 0 ? fmt::format("≤ {} {}", format::shortest(ends_[0]), unit)
                      : fmt::format("{}–{} {}", format::shortest(ends_[i - 1]), format::shortest(ends_[i]),
                                    unit);
    }

    const format::IndicatorRows &group_;
    bool by_percent_ = false;
    std::array<double, amount_classes> ends_{};
};

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
               percent_text(row->percent));
}

MapView view_of(const format::IndicatorRows &group, const PageFigures &page, const map::MapBorders &map) {
    std::map<std::string, const ProgressRow *> rows;
    for (const ProgressRow &row : group.rows)
        rows[row.admin] = &row;
    const std::string unit = format::unit_label(group.rows.front());
    const Colours colours(group);
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
    std::string path;
    for (const map::GridRing &ring : banner.rings)
        path += path_of(ring, true);
    return fmt::format(
        R"(<a href="#u{0}" aria-label="{2}"><path id="b{0}" class="b {1}" fill-rule="evenodd" d="{3}"><title>{2}</title></path></a>
)",
        escaped(banner.code), view.classes[i], escaped(view.tips[i]), path);
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

std::string scale_bar(const map::MapBorders &map) {
    double kilometres = round_number(map.width * map.metres_per_unit / 1000 / 10);
    const double units = kilometres * 1000 / map.metres_per_unit;
    const int x = map.width - 300 - static_cast<int>(units);
    const int y = map.height - 200;
    return fmt::format(
        R"(<g role="img" aria-label="{0}"><path d="M{1} {2}v60h{3:.0f}v-60" fill="none" stroke="#56646b" stroke-width="12"/>)"
        R"(<text class="scale" font-size="120" x="{4:.0f}" y="{5}">{0}</text></g>
)",
        escaped(say("{:.0f} km", kilometres)), x, y, units, x + units / 2, y - 30);
}

namespace {

std::string svg_of(const MapView &view, const map::MapBorders &map) {
    std::string svg = fmt::format(R"svg(<svg viewBox="0 0 {} {}" role="group" aria-label="{}">
<defs><pattern id="hatch" width="90" height="90" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="90" height="90" fill="#eceff0"/><rect width="36" height="90" fill="#9aa5aa"/></pattern></defs>
)svg",
                                  map.width, map.height, escaped(say("Map of the banners")));
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

std::vector<MapView> map_views(const PageFigures &page, const map::MapBorders &map) {
    std::vector<MapView> views;
    for (const std::size_t choice : page.choices)
        views.push_back(view_of(page.units[choice], page, map));
    return views;
}

std::string map_section(const std::vector<MapView> &views, const map::MapBorders &map) {
    if (views.empty())
        return "";
    std::string result =
        fmt::format("<section><h2>{}</h2>\n{}<figure>{}<figcaption><strong id=\"shown\">{}</strong>\n",
                    escaped(say("Map of progress")), selector(views), svg_of(views.front(), map),
                    escaped(views.front().name));
    for (std::size_t i = 0; i < views.size(); ++i)
        result += legend_of(views[i], i);
    return result + "</figcaption></figure></section>\n";
}

} // namespace qitu::html
