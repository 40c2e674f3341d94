// The crs member of a GeoJSON file, wherever it stands. GDAL looks for it at the beginning only, and replaces an unknown
// one by WGS 84.
#pragma once

#include <filesystem>
#include <string>

namespace qitu::reader {

/// The name in the crs member of the file as a whole; its text where it holds no name; "" without one.
std::string geojson_crs(const std::filesystem::path &file);

} // namespace qitu::reader
