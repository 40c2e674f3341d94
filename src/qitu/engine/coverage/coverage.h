// Zones as a coverage: polygons that share whole edges with their neighbours and overlap nowhere.
#pragma once

#include <qitu/engine/overlay/zones.h>

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

struct CleanCoverage {
    std::vector<Zone> zones; // by code
    CoverageReport found;    // before
};

/// The same zones as a clean coverage: all borders noded on a grid of 1e-8 degree, each face given to the
/// zone that covers it (the lower code where two do), enclosed slivers to the neighbour with the longest
/// common border. Neighbours share their vertices exactly afterwards.
CleanCoverage clean_coverage(const Zones &zones, const Sliver &sliver);

/// Union of the zones that map to the same code (banners to leagues); edges shared by parts vanish.
/// \pre a clean coverage in longitude and latitude; every code has a parent.
std::vector<Zone> dissolved(const std::vector<Zone> &zones, const std::map<std::string, std::string> &parent);

} // namespace qitu::coverage
