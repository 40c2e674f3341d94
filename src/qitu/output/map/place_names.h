// Where a name is written on the map, and whether there is room for it.
#pragma once

#include "borders.h"

#include <string>
#include <vector>

namespace qitu::map {

struct Label {
    std::vector<std::string> lines;
    GridPoint at; // middle of the text
    int size = 0; // of the letters, in units
};

/// Names of leagues first, then of those banners where the name fits inside without touching another.
struct MapLabels {
    std::vector<Label> leagues;
    std::vector<Label> banners;
};
MapLabels map_labels(const MapBorders &map);

} // namespace qitu::map
