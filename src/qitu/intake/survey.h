// A first look at a layer: a sample of its texts as bytes and of its coordinates, from which encoding and CRS
// are decided before anything is read in earnest.
#pragma once

#include "coordinates.h"
#include "encoding.h"
#include "gdal.h"

namespace qitu::intake {

struct Survey {
    TextCensus texts; // field names and values
    CoordinateCensus coordinates;
};

/// Looks at so many features, spread over the layer where it can be entered anywhere, else the first.
/// \param streamed the format goes to a feature by reading all before it, although it says otherwise
Survey survey(OGRLayer &layer, std::int64_t sample, bool streamed = false);

} // namespace qitu::intake
