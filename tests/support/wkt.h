// WKT as a test writes it, and WKB of it, put together here so that a codec is tested against something else.
// Rings may be open, too short or empty, and a number may be nan or inf.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace qitu::test {

/// Little-endian ISO WKB of POINT, LINESTRING, POLYGON, their multi-part types and GEOMETRYCOLLECTION, in two
/// dimensions. Throws std::invalid_argument.
std::vector<std::byte> wkb_from_wkt(std::string_view wkt);

} // namespace qitu::test
