// JSON of places as it is written, beyond what GDAL says of it: it passes over a text that it cannot parse, and takes any
// numbers behind the first two of a position for heights.
#pragma once

#include <cstdint>
#include <filesystem>

namespace qitu::reader {

/// Throws Error (unreadable), naming `shown`, where a position of a geometry has not as many numbers as the first one of it.
/// Looks at GeoJSON, also in lines, and at nothing in other files.
void refuse_uneven_positions(const std::filesystem::path &shown, const std::filesystem::path &file);

/// Throws Error (unreadable), naming `shown`, where anything stands behind the one text of a GeoJSON: GDAL reads the first of a sequence
/// whose second it does not see.
void refuse_second_text(const std::filesystem::path &shown, const std::filesystem::path &file);

/// Objects in the array `features` of a GeoJSON's outermost object; -1 where it has none.
std::int64_t features_of_geojson(const std::filesystem::path &file);

/// Texts of a sequence, one in each line or behind each record separator (RFC 8142), blank ones left out.
std::int64_t texts_in_sequence(const std::filesystem::path &file);

} // namespace qitu::reader
