#include <qitu/data/sources/zones.h>

#include <vector>

namespace qitu::sources {

overlay::Zones zones_of(const std::vector<workspace::Boundary> &boundaries) {
    overlay::Zones zones{geodesy::Crs::from("EPSG:4490"), {}};
    for (const workspace::Boundary &boundary : boundaries)
        zones.zones.push_back({boundary.code, boundary.wkb});
    return zones;
}

} // namespace qitu::sources
