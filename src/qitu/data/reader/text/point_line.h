// The line of a coordinate TXT that holds one point.
#pragma once

#include <qitu/core/base/angle.h>
#include <qitu/core/catalogue/text_layouts.h>

#include <string>
#include <vector>

namespace qitu::reader {

struct PointLine {
    std::string ring;       // its number as written; "" for none
    WrittenCoordinate x, y; // as they come: x is the northing by the rule
    std::size_t line = 0;
    std::size_t more = 0; // columns behind those of its layout
};

/// By the layout with as many columns in whose places for x and y two coordinates stand. Throws Error (unreadable) with the
/// number of the line.
PointLine read_point_line(const std::string &line, std::size_t number, const catalogue::TextLayouts &layouts);

} // namespace qitu::reader
