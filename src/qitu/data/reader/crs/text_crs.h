// The coordinate system that the header of a coordinate TXT describes (坐标系, 几度分带, 带号).
#pragma once

#include <qitu/data/reader/coordinate_text.h>

#include <optional>
#include <string>
#include <vector>

namespace qitu::reader {

struct HeaderCrs {
    std::string definition; // for geodesy::Crs; "" when the header is incomplete
    std::string words;      // "CGCS2000, 3-degree zone 36"
    std::vector<std::string> notes;
};

/// \param mean of the coordinates, where they are not in the text (VCT)
/// Throws Error (unreadable) where the header contradicts itself or the coordinates: the zone in front of the eastings,
/// degrees against metres.
HeaderCrs crs_of_header(const CoordinateText &text, const catalogue::TextLayouts &layouts,
                        const std::optional<geodesy::Point> &mean = {});

} // namespace qitu::reader
