// What ReusableZones keeps.
#pragma once

#include "names.h"

#include <qitu/core/base/parallel.h>
#include <qitu/engine/tabulate/reusable_zones.h>

namespace qitu::tabulate {

struct ReusableZones::State {
    State(const Zones &of, const geodesy::Crs &crs, std::size_t threads)
        : zones(overlay::prepare_zones(of, crs, geos, threads)) {}
    Geos geos; // that made the zones ready
    PreparedZones zones;
};

} // namespace qitu::tabulate
