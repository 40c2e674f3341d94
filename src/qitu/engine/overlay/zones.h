// Zones as they are given: polygons with a code each, in one coordinate system.
#pragma once

#include <qitu/core/geodesy/geodesy.h>

#include <cstddef>
#include <string>
#include <vector>

namespace qitu::overlay {

struct Zone {
    std::string code;
    std::vector<std::byte> wkb; // a polygon or multi-polygon
};

struct Zones {
    geodesy::Crs crs;
    std::vector<Zone> zones;
};

/// What had to be done to zones before they could be used.
struct ZoneFinding {
    enum class Kind { repaired, overlap };
    Kind kind = Kind::repaired;
    std::size_t zone =
        0; // its position: of a repaired one as given, of an overlap that of the higher code by code
    std::string what; // "code: reason and place", or "code / code"
    double m2 = 0;    // area concerned
};

} // namespace qitu::overlay
