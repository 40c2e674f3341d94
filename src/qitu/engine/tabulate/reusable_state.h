// What ReusableZones keeps: zones with the GEOS that made them ready, and their ground.
#pragma once

#include "names.h"

#include <qitu/core/base/parallel.h>
#include <qitu/engine/tabulate/reusable_zones.h>

#include <vector>

namespace qitu::tabulate {

struct ReusableZones::State {
    State(const Zones &of, const geodesy::Crs &crs, std::size_t threads)
        : zones(overlay::prepare_zones(of, crs, geos, threads)), m2(zones.shapes.size()) {
        parallel_for(threads, m2.size(), 1, [&](std::size_t, std::size_t i) {
            const Point origin = box_of(zones.shapes[i].points).middle();
            m2[i] = overlay::straight_area(moved(zones.shapes[i], origin), origin, zones.ellipsoid);
        });
    }
    Geos geos;
    PreparedZones zones;
    std::vector<double> m2; // edges straight in longitude and latitude
};

} // namespace qitu::tabulate
