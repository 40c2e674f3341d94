// Samples a layer before it is read: its text as raw bytes and its coordinates, from which encoding and CRS are
// determined.
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

/// How a format reaches a feature in the middle: directly where it supports that; by reading those before it, which is
/// cheap in memory; or not at a reasonable cost, whatever it reports.
enum class Reach { as_it_says, by_reading, none };

/// Reads this many features, spread over the layer where they can be reached, else the first ones.
Sample sniff(OGRLayer &layer, std::int64_t sample, Reach reach, const Region &region);

} // namespace qitu::reader
