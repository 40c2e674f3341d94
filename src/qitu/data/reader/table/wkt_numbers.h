// What GDAL would read of WKT all the same, otherwise than it was meant.
#pragma once

#include <string>
#include <string_view>

namespace qitu::reader {

/// A word of WKT that begins like a number and is none, which GDAL would cut where it stops being one; "" for none.
std::string broken_number(std::string_view wkt);

/// A corner with more or fewer numbers than the first one has, which GDAL would take for a height; "" for none.
std::string uneven_corner(std::string_view wkt);

} // namespace qitu::reader
