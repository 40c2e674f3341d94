// The parts of the page.
#pragma once

#include <qitu/output/console/json.h>
#include <qitu/output/console/table.h>
#include <qitu/output/format/rounded.h>
#include <qitu/output/map/banner_drawing.h>
#include <qitu/output/map/borders.h>
#include <qitu/output/map/place_names.h>
#include <qitu/output/report/document.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::html {

/// What every part prints from: figures that are rounded already.
struct PageFigures {
    const report::Figures &figures;
    const catalogue::Catalogue &catalogue;
    const report::Document &document;
    const map::Drawing &drawing;
    std::vector<std::string> opening; // where things stand, and what is furthest behind, in sentences
    std::vector<format::IndicatorRows> region;
    std::vector<format::IndicatorRows> units; // banners or leagues, as the map shows them
    /// Indicators to choose from: those with a target or figure in a unit, those with a percentage before the
    /// others; else the first. Positions in `units`.
    std::vector<std::size_t> choices;
    const std::vector<std::string> &tiles;
};

inline constexpr int map_width = 11000; // units, a tenth of a pixel each on a wide screen

/// What the map shows of one indicator.
struct MapView {
    std::string name;
    std::vector<std::string> classes; // of each banner
    std::vector<std::string> tips;
    std::vector<std::pair<std::string, std::string>> legend; // class, meaning
};
std::vector<MapView> map_views(const PageFigures &page, const map::MapBorders &map);

std::string map_section(const PageFigures &page, const std::vector<MapView> &views,
                        const map::MapBorders &map);
std::string cards(const PageFigures &page);
std::string places_section(const PageFigures &page,
                           const map::MapBorders &map); // links to leagues and banners
std::string units_section(const PageFigures &page);     // a table for each choice, the first shown
std::string layers_section(const PageFigures &page);    // layers by stage
std::string over_time_section(const PageFigures &page); // where the workspace tells of more than one time
std::string tables_section(const PageFigures &page, std::initializer_list<std::string_view> prefixes);
std::string league_sections(const PageFigures &page, const map::MapBorders &map);
std::string plans_section(const PageFigures &page, const std::vector<workspace::Boundary> &banners,
                          const std::vector<workspace::Boundary> &leagues);
/// Of the report of one banner or township: its map, its indicators, its layers.
std::string own_section(const PageFigures &page);
std::string notes_section(const PageFigures &page);

/// The head of a page with its title, up to and without <main>. `css`: beside that of all pages.
std::string page_head(const std::string &title, std::string_view css = {});
/// Tables of a listing with the words before them, and words alone.
std::string tables_of(std::span<const console::PrintedTable> tables);
std::string words_of(std::string_view words);

/// A grid as a table with its title as caption.
std::string table_of(const report::Grid &grid, const std::string &id, bool hidden = false);

/// Path data of a closed ring or an open line.
std::string path_of(const std::vector<map::GridPoint> &line, bool closed);
std::string path_of(const std::vector<map::GridRing> &rings);

std::string scale_bar(const map::MapBorders &map);

/// A name on the map; kind: small or large.
std::string text_of(const map::Label &label, std::string_view kind);

/// Safe inside a script element: no "<" is left.
std::string in_script(const console::Json &json);

/// Of the svg of a map: what its script needs to lay tiles below it.
std::string placing_of(const map::Placing &placing);
std::string base_map_note(const PageFigures &page); // whose tiles they are; "" for none

std::string north_arrow();
std::string class_colours(); // of maps and bars, as variables of CSS

/// A banner's map: by stage, or each parcel by itself, to be zoomed, clicked and searched.
std::string banner_map(const PageFigures &page, const std::string &code, const std::string &name);

} // namespace qitu::html
