// What a GeoJSON file says of its CRS: its crs member, wherever it stands. GDAL looks for it at the beginning
// only, and takes one that it does not know for WGS 84.
#pragma once

#include <filesystem>
#include <string>

namespace qitu::reader {

/// The name in the crs member of the file as a whole; its text where it holds no name; "" without one.
std::string geojson_crs(const std::filesystem::path &file);

} // namespace qitu::reader
