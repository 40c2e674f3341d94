// A first look at a layer: a sample of its texts as bytes and of its coordinates, from which encoding and CRS
// are decided before anything is read in earnest.
#pragma once

#include "crs/coordinates.h"
#include "encoding/encoding.h"
#include "open/opened.h"

#include <cstdint>

namespace qitu::reader {

struct Sample {
    TextStatistics texts; // field names and values
    CoordinateStatistics coordinates;
};

/// How a format comes to a feature in the middle: at once where it says so; by reading what is before it,
/// which is cheap in memory; or not at all within reason, whatever it says.
enum class Reach { as_it_says, by_reading, none };

/// Looks at so many features, spread over the layer where they can be reached, else the first.
Sample sniff(OGRLayer &layer, std::int64_t sample, Reach reach);

} // namespace qitu::reader
