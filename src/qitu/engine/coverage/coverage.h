// Zones as a coverage: polygons that share whole edges with their neighbours and overlap nowhere.
#pragma once

#include <qitu/engine/overlay/zones.h>

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace qitu::coverage {

using overlay::Zone;
using overlay::Zones;

/// What keeps zones from being a coverage, a partition of the ground they cover, place by place.
struct CoverageReport {
    struct Fault {
        std::string a, b; // codes of an overlap; of a gap the two neighbours along most of its border, b
                          // empty when a single zone encloses it
        double m2 = 0;
        double width_m = 0; // about: twice the area over the perimeter
        geometry::Point place;
        std::vector<std::byte> wkb; // its polygon, in longitude and latitude
    };
    std::vector<Fault> overlaps;
    std::vector<Fault> gaps;          // enclosed by the zones
    std::vector<std::string> invalid; // code: reason and place
};
CoverageReport validate_coverage(const Zones &zones);

/// What of a gap is taken for careless drawing; a void that is wider or larger is land of somebody else.
struct Sliver {
    double width_m = 100;
    double m2 = 1e6;
};

/// What a zone lost and won, m² straight: noded − lost + won = after.
struct ZoneChange {
    std::string code;
    double drawn_m2 = 0; // as it was given, made valid
    double noded_m2 = 0; // with its border on the grid
    double lost_m2 = 0;  // to zones of lower code
    double won_m2 = 0;   // of gaps
    double after_m2 = 0;
};

/// What becomes of a zone that lies wholly within zones of lower code.
enum class Covered { refuse, drop };

struct CleanCoverage {
    std::vector<Zone> zones;         // by code
    CoverageReport found;            // before
    std::vector<ZoneChange> changes; // by code, of dropped zones too
};

/// The same zones as a clean coverage: all borders noded on a grid of 1e-8 degree, each face given to the
/// zone that covers it (the lower code where two do), enclosed slivers to the neighbour with the longest
/// common border. Neighbours share their vertices exactly afterwards. Throws Error (refused) for a zone that is
/// covered by others, unless it may be dropped.
CleanCoverage clean_coverage(const Zones &zones, const Sliver &sliver, Covered covered = Covered::refuse);

/// Union of the zones that map to the same code (banners to leagues); edges shared by parts vanish.
/// \pre a clean coverage in longitude and latitude; every code has a parent.
std::vector<Zone> dissolved(const std::vector<Zone> &zones, const std::map<std::string, std::string> &parent);

} // namespace qitu::coverage
