// The zones as the engine works on them: longitude and latitude, valid, sorted by code, each place in one
// zone only.
#pragma once

#include <qitu/engine/overlay/names.h>
#include <qitu/engine/overlay/zone_index.h>
#include <qitu/engine/overlay/zones.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace qitu::overlay {

struct PreparedZones {
    std::vector<std::string> codes;
    std::vector<Shape> shapes;
    std::vector<ZoneFinding> findings;
    geodesy::Ellipsoid ellipsoid;
    geodesy::Target target = geodesy::Target::china; // what the shapes were brought to, and features must be
    std::optional<ZoneIndex> index;                  // of the shapes, where prepare_zones made them
    std::vector<std::uint32_t> overlapping{}; // where prepare_zones_as_drawn made them: not in the index
};

/// For features in a CRS: on its datum where the zones are on the same, or on one that agrees with it; else all come to
/// CGCS2000. Throws Error (refused) when a zone is no polygon, is no place on Earth, has no area, or there is none.
PreparedZones prepare_zones(const Zones &zones, const geodesy::Crs &features, Geos &geos,
                            std::size_t threads);

/// The same zones in lots, in each of which no two overlap by more than rounding; as few as the order of their codes gives.
std::vector<Zones> without_overlaps(const Zones &zones, const geodesy::Crs &features, Geos &geos);

/// The same where zones may overlap and are left as they are: those that have ground in common with another are listed in
/// `overlapping`, ascending, and the index is of the others alone.
PreparedZones prepare_zones_as_drawn(const Zones &zones, const geodesy::Crs &features, Geos &geos,
                                     std::size_t threads);

/// The zones' shapes as they are, only brought to longitude and latitude and made valid; ordered by code.
PreparedZones valid_zones(const Zones &zones, Geos &geos);

} // namespace qitu::overlay
