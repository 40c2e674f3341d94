// The zones as the engine works on them: longitude and latitude, valid, sorted by code, each place in one
// zone only.
#pragma once

#include "names.h"
#include "zone_index.h"

#include <qitu/engine/tabulate/tabulate.h>

#include <string>
#include <vector>

namespace qitu::tabulate {

struct Ground {
    std::vector<std::string> codes;
    std::vector<Shape> shapes;
    std::vector<Finding> findings;
    geodesy::Ellipsoid ellipsoid;
    std::optional<ZoneIndex> index; // of the shapes, where ground_from made them
};

/// Throws Error (refused) when a zone is no polygon, has no area, or there is none.
Ground ground_from(const Zones &zones, Geos &geos, std::size_t threads);

/// The zones' shapes as they are, only brought to longitude and latitude and made valid; ordered by code.
Ground valid_zones(const Zones &zones, Geos &geos);

} // namespace qitu::tabulate
