// The land behind an indicator of area that leaves out what other layers have done: what is still to be built (待建), as
// polygons. Formats nothing.
#pragma once

#include <qitu/core/catalogue/catalogue.h>
#include <qitu/data/workspace/workspace.h>
#include <qitu/engine/tabulate/tabulate.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace qitu::remaining_land {

/// What is left of a feature in one banner.
struct Piece {
    std::int64_t feature = 0;
    std::string project; // "" for a reference layer
    std::string admin;
    std::string name;
    double m2 = 0;              // its share in the figure
    std::vector<std::byte> wkb; // multipolygon, EPSG:4490
};

/// Gives every piece of what is done for the indicator, by banner, then feature; their m² add up to its figure for the region.
/// Overlays are made in longitude and latitude, as the figure is. Throws Error (usage) when the indicator counts no area.
void remaining_land(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                    const catalogue::Indicator &indicator, int year, const tabulate::Options &options,
                    const std::function<void(const Piece &)> &take);

} // namespace qitu::remaining_land
