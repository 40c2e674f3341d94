// GeoJSON as it is written, beyond what GDAL says of it: it passes over texts of a sequence that it cannot parse, reads the first text
// of one whose first line is damaged as if it were all, and takes what stands behind the first two numbers of a position for heights.
#pragma once

#include <cstdint>
#include <filesystem>

namespace qitu::reader {

/// How many features a GeoJSON holds; -1 where its outermost object has no member `features`. Throws Error (unreadable), naming `shown`
/// and the line, where something stands behind the end of its text, or a position has not as many numbers as the first of its geometry.
std::int64_t features_of_geojson(const std::filesystem::path &shown, const std::filesystem::path &file);

/// How many texts a sequence of GeoJSON holds, one in each line or behind each record separator (RFC 8142). Throws as above for
/// positions.
std::int64_t texts_of_sequence(const std::filesystem::path &shown, const std::filesystem::path &file);

} // namespace qitu::reader
