#include "picture.h"

#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/output/format/class_breaks.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>
#include <qitu/output/map/area_classes.h>
#include <qitu/output/map/place_names.h>

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace qitu::docx {

namespace {

constexpr std::uint32_t ink = 0x1F2A30, border_ink = 0x43525A, quiet = 0x9AA5AA, land = 0xF3F5F1,
                        paper = 0xFFFFFF, reference_land = 0xE8DFC0;

struct Key {
    std::uint32_t colour;
    std::string meaning;
};

std::vector<map::Line> closed(const std::vector<map::GridRing> &rings) {
    std::vector<map::Line> lines;
    for (const map::GridRing &ring : rings)
        lines.push_back({ring, true});
    return lines;
}

map::Line box(int x, int y, int width, int height) {
    return {{{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}, {x, y}}, true};
}

/// Below the map: what the colours mean, as many in a row as fit; how high it is.
int draw_keys(Metafile *picture, const std::vector<Key> &keys, int width, int top, int size) {
    int x = size;
    int y = top + size / 2;
    for (const Key &key : keys) {
        const int wide = static_cast<int>(display_width(key.meaning)) * size / 2;
        if (x > size && x + 3 * size + wide > width) {
            x = size;
            y += size * 8 / 5;
        }
        if (picture != nullptr) {
            picture->areas({box(x, y, size * 8 / 5, size)}, {key.colour, true, quiet, size / 20 + 1});
            picture->text(key.meaning, {x + 2 * size + wide / 2, y + size * 17 / 20}, size, ink);
        }
        x += 3 * size + wide + size / 2;
    }
    return y + size * 3 / 2 - top;
}

void draw_scale(Metafile &picture, double metres_per_unit, int width, map::GridPoint at, int size) {
    const double kilometres = map::round_number(width * metres_per_unit / 1000 / 8);
    const int units = static_cast<int>(kilometres * 1000 / metres_per_unit);
    picture.lines(
        {{{{at.x, at.y - size / 2}, at, {at.x + units, at.y}, {at.x + units, at.y - size / 2}}, false}}, ink,
        size / 10 + 1);
    picture.text(format::kilometres_text(kilometres), {at.x + units / 2, at.y - size * 3 / 5}, size, ink);
}

void draw_north(Metafile &picture, map::GridPoint at, int size) {
    picture.text(say("N"), {at.x, at.y + size}, size, ink, true);
    picture.areas({{{{at.x, at.y + size * 5 / 4},
                     {at.x + size / 2, at.y + 3 * size},
                     {at.x, at.y + size * 13 / 5},
                     {at.x - size / 2, at.y + 3 * size},
                     {at.x, at.y + size * 5 / 4}},
                    true}},
                  {border_ink});
}

void draw_labels(Metafile &picture, const std::vector<map::Label> &labels, bool bold) {
    for (const map::Label &label : labels)
        for (std::size_t i = 0; i < label.lines.size(); ++i) {
            const double line = static_cast<double>(i) - (static_cast<double>(label.lines.size()) - 1) / 2;
            picture.text(label.lines[i],
                         {label.at.x, label.at.y + static_cast<int>(label.size * (0.36 + 1.1 * line))},
                         label.size, ink, bold);
        }
}

// ---------------------------------------------------------------- progress

constexpr int map_width = 11000; // for which the sizes of labels are made

const format::IndicatorRows *mapped(const std::vector<format::IndicatorRows> &groups,
                                    const catalogue::Catalogue &catalogue) {
    const auto shows = [](const format::IndicatorRows &group) {
        return std::any_of(group.rows.begin() + 1, group.rows.end(), format::has_something);
    };
    for (const format::IndicatorRows &group : groups)
        if (group.id == catalogue.mapped_indicator() && shows(group))
            return &group;
    const auto found = std::find_if(groups.begin(), groups.end(), shows);
    return found == groups.end() ? nullptr : &*found;
}

std::vector<workspace::Boundary> those_in(std::vector<workspace::Boundary> units,
                                          const report::PrintedProgress &printed) {
    std::erase_if(units, [&](const workspace::Boundary &unit) {
        return !report::shows(printed.figures, unit.code, printed.catalogue);
    });
    return units;
}

Metafile progress_picture(const map::MapBorders &map, const format::IndicatorRows &group,
                          double millimetres) {
    const map::AreaClasses classes(group);
    constexpr int size = map_width / 40;
    std::vector<Key> keys;
    for (const auto &[key, meaning] : classes.legend())
        keys.push_back({map::colour_of(key), meaning});
    const int height = map.height + 2 * size + draw_keys(nullptr, keys, map.width, 0, size);
    constexpr double highest = 130; // millimetres, so that it stands below the opening
    Metafile picture(map.width, height, std::min(millimetres, highest * map.width / height));
    for (const map::Shape &banner : map.banners) {
        const auto row =
            std::find_if(group.rows.begin(), group.rows.end(),
                         [&](const indicators::ProgressRow &one) { return one.admin == banner.code; });
        picture.areas(
            closed(banner.rings),
            {map::colour_of(classes.of(row == group.rows.end() ? nullptr : &*row)), true, paper, 8});
    }
    std::vector<map::Line> borders;
    for (const std::vector<map::GridPoint> &line : map.league_border)
        borders.push_back({line, false});
    picture.lines(borders, border_ink, 14);
    const map::MapLabels labels = map::map_labels(map);
    draw_labels(picture, labels.banners, false);
    draw_labels(picture, labels.leagues, true);
    draw_north(picture, {2 * size, size / 2}, size);
    draw_scale(picture, map.metres_per_unit, map.width, {map.width * 4 / 5, map.height - size / 2}, size);
    picture.text(format::indicator_label(group.indicator, group.id), {map.width / 2, map.height + size}, size,
                 ink, true);
    draw_keys(&picture, keys, map.width, map.height + 2 * size, size);
    return picture;
}

// ---------------------------------------------------------------- a banner

/// Halfway to the land below.
std::uint32_t pale(std::uint32_t colour) {
    return ((colour & 0xFEFEFEU) >> 1U) + ((land & 0xFEFEFEU) >> 1U);
}

std::uint32_t fill_of(const catalogue::Catalogue &catalogue, const map::Drawing::Part &part) {
    const catalogue::Layer *layer = format::find_layer(catalogue, part.layer);
    if (layer != nullptr && layer->reference)
        return reference_land;
    const int rank = catalogue.stage_rank(part.stage);
    return format::stage_colours.at(
        std::min(rank < 0 ? catalogue.stages().size() : static_cast<std::size_t>(rank),
                 format::stage_colours.size() - 1));
}

std::vector<Key> keys_of(const catalogue::Catalogue &catalogue, const map::Drawing::Map &map) {
    std::set<std::string> stages;
    bool reference = false;
    for (const map::Drawing::Part &part : map.parts) {
        const catalogue::Layer *layer = format::find_layer(catalogue, part.layer);
        reference = reference || (layer != nullptr && layer->reference);
        stages.insert(part.stage);
    }
    std::vector<Key> keys;
    for (std::size_t i = 0; i < catalogue.stages().size(); ++i)
        if (const catalogue::Stage &stage = catalogue.stages()[i]; stages.contains(stage.id))
            keys.push_back({format::stage_colours.at(i), stage.names.in(language_in_use())});
    if (reference)
        keys.push_back({reference_land, say("reference layers")});
    return keys;
}

void draw_parts(Metafile &picture, const catalogue::Catalogue &catalogue, const map::Drawing::Map &map,
                int pen) {
    for (const geometry::Kind kind : {geometry::Kind::polygon, geometry::Kind::line, geometry::Kind::point})
        for (const map::Drawing::Part &part : map.parts) {
            if (part.kind != kind)
                continue;
            const std::uint32_t colour = fill_of(catalogue, part);
            if (kind == geometry::Kind::line)
                picture.lines(part.lines, colour, 3 * pen);
            else
                picture.areas(part.lines,
                              {part.wide ? pale(pale(colour)) : colour, true, part.wide ? quiet : border_ink,
                               kind == geometry::Kind::point ? 3 * pen : pen});
        }
}

Metafile banner_picture(const catalogue::Catalogue &catalogue, const map::Drawing::Map &map,
                        double millimetres) {
    const int side = std::max(map.width, map.height);
    const int size = map.width / 40;
    const int pen = side / 1200 + 1;
    const std::vector<Key> keys = keys_of(catalogue, map);
    Metafile picture(map.width, map.height + draw_keys(nullptr, keys, map.width, 0, size), millimetres);
    picture.areas(map.border, {land});
    draw_parts(picture, catalogue, map, pen);
    std::vector<map::Line> outside = map.border; // what reaches beyond the border is covered
    outside.push_back(box(0, 0, map.width, map.height));
    picture.areas(outside, {paper});
    for (const map::Drawing::Neighbour &neighbour : map.neighbours)
        picture.areas(neighbour.lines, {paper, false, quiet, pen});
    for (const map::Drawing::Neighbour &neighbour : map.neighbours)
        if (map::name_fits(neighbour, map, size))
            picture.text(neighbour.name, neighbour.at, size, 0x56646B);
    picture.areas(map.border, {paper, false, border_ink, 2 * pen});
    picture.areas({box(0, 0, map.width, map.height)}, {paper, false, quiet, pen});
    draw_north(picture, {2 * size, size / 2}, size);
    draw_scale(picture, map.metres_per_unit, map.width, {size, map.height - size / 2}, size);
    draw_keys(&picture, keys, map.width, map.height, size);
    return picture;
}

} // namespace

std::optional<Metafile> picture_of(const report::PrintedProgress &printed, const Pictures &pictures,
                                   double millimetres) {
    const report::Figures &figures = printed.figures;
    if (figures.level >= indicators::Level::banner) {
        const auto found = pictures.drawing.banners.find(figures.of);
        return found == pictures.drawing.banners.end() || found->second.parts.empty()
                   ? std::nullopt
                   : std::optional(banner_picture(
                         printed.catalogue, found->second,
                         std::min(millimetres, 120.0 * found->second.width / found->second.height)));
    }
    const bool by_banner = !printed.parts.rows.empty() || figures.level == indicators::Level::league;
    const std::vector<format::IndicatorRows> groups =
        format::by_indicator(printed.parts.rows.empty() ? printed.groups : printed.parts, printed.catalogue);
    const format::IndicatorRows *group = mapped(groups, printed.catalogue);
    if (group == nullptr)
        return std::nullopt;
    std::vector<workspace::Boundary> leagues = pictures.leagues;
    for (workspace::Boundary &league : leagues)
        league.league = league.code;
    return progress_picture(map::map_borders(those_in(by_banner ? pictures.banners : leagues, printed),
                                             those_in(leagues, printed), map_width),
                            *group, millimetres);
}

} // namespace qitu::docx
