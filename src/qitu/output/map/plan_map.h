// The blocks of a plan over the banners that they lie in, as near as shows all of them.
#pragma once

#include <qitu/output/map/borders.h>
#include <qitu/output/map/place_names.h>

#include <cstddef>
#include <span>
#include <vector>

namespace qitu::map {

struct PlanMap {
    MapBorders borders; // of the banners; what is drawn ends at its width and height
    MapLabels labels;   // of what is seen of the banners
    std::vector<std::vector<GridRing>> blocks;
};

/// \param blocks polygons as WKB, longitude and latitude
/// \param banners that the blocks lie in, and their leagues
PlanMap plan_map(std::span<const std::vector<std::byte>> blocks,
                 const std::vector<workspace::Boundary> &banners,
                 const std::vector<workspace::Boundary> &leagues, int width);

} // namespace qitu::map
