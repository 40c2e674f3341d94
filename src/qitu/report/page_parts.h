// The parts of the page.
#pragma once

#include "borders.h"
#include "printed.h"

namespace qitu::report {

/// What every part prints from: figures that are rounded already.
struct PageFigures {
    const Figures &figures;
    const catalogue::Catalogue &catalogue;
    std::vector<IndicatorRows> leagues;
    std::vector<IndicatorRows> banners;
    /// Indicators to choose from: those with a target or figure in a banner, those with a
    /// percentage before the others; else the first. Positions in
    /// `banners`.
    std::vector<std::size_t> choices;
};

/// What the map shows of one indicator.
struct MapView {
    std::string name;
    std::vector<std::string> classes; // of each banner
    std::vector<std::string> tips;
    std::vector<std::pair<std::string, std::string>> legend; // class, meaning
};
std::vector<MapView> map_views(const PageFigures &page, const MapBorders &map);

std::string map_section(const std::vector<MapView> &views, const MapBorders &map);
std::string cards(const PageFigures &page);
std::string units_section(const PageFigures &page);    // a table for each choice, the first shown
std::string overview_section(const PageFigures &page); // all indicators of the region
std::string layers_section(const PageFigures &page);   // layers by stage
std::string notes_section(const PageFigures &page);

} // namespace qitu::report
