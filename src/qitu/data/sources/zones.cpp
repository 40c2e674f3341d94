#include <qitu/core/geometry/wkb.h>
#include <qitu/data/sources/zones.h>

#include <cmath>
#include <vector>

namespace qitu::sources {

std::optional<geometry::Box> region_around(const std::vector<workspace::Boundary> &boundaries) {
    constexpr double beyond = 0.1;
    geometry::Box box;
    for (const workspace::Boundary &boundary : boundaries)
        box.add(geometry::box_of(geometry::read_wkb(boundary.wkb).points));
    if (box.empty())
        return std::nullopt;
    return geometry::Box{std::floor(box.min_x - beyond), std::floor(box.min_y - beyond),
                         std::ceil(box.max_x + beyond), std::ceil(box.max_y + beyond)};
}

overlay::Zones zones_of(const std::vector<workspace::Boundary> &boundaries) {
    overlay::Zones zones{geodesy::Crs::from("EPSG:4490"), {}};
    for (const workspace::Boundary &boundary : boundaries)
        zones.zones.push_back({boundary.code, boundary.wkb});
    return zones;
}

} // namespace qitu::sources
