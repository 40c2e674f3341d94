// What `tabulate --raster` prints.
#pragma once

#include <qitu/engine/raster/raster_totals.h>
#include <qitu/engine/tabulate/result.h>
#include <qitu/output/console/table.h>

#include <cstdint>
#include <iosfwd>
#include <map>
#include <string>
#include <vector>

namespace qitu::console {

struct RasterListing {
    std::string raster; // as it was named
    int band = 1;
    std::string zones;
    bool slope = false; // of the values, which are heights
    raster::SumAs as = raster::SumAs::classes;
    std::vector<double> quantiles;
    std::map<std::int64_t, std::string> names; // of classes, where they have any
    raster::RasterTotals totals;
    std::vector<tabulate::Finding> findings; // of the zones
};

/// Classes or statistics by zone, and for each zone what has no value and what lies outside the raster.
void print(std::ostream &out, const RasterListing &listing, Format format);

} // namespace qitu::console
