// The coordinate system that the header of a coordinate TXT describes (坐标系, 几度分带, 带号).
#pragma once

#include "crs/coordinates.h"

#include <qitu/data/reader/coordinate_text.h>

#include <string>

namespace qitu::reader {

struct HeaderCrs {
    std::string definition; // for geodesy::Crs; "" when the header is incomplete
    std::string words;      // "CGCS2000, 3-degree zone 36"
};

/// Throws Error (unreadable) where the header contradicts itself or the zone prefix of the eastings.
HeaderCrs crs_of_header(const CoordinateText &text, const CoordinateKind &kind);

} // namespace qitu::reader
