// Sheets as files, by GDAL; the same bytes whenever they are written.
#pragma once

#include "table.h"

#include <filesystem>

namespace qitu::sample {

struct Format {
    const char *driver;
    Hand hand;
    bool bare_gbk = false; // DBF bytes in GBK with nothing that says so: no .cpg, no .prj
};

inline constexpr Format bare_shapefile{"ESRI Shapefile", Hand::chinese, true};
inline constexpr Format geopackage{"GPKG", Hand::pinyin};
inline constexpr Format geojson{"GeoJSON", Hand::english};

/// Replaces the file and its siblings. Throws Error (refused) when it cannot be written.
void write_sheet(const std::filesystem::path &path, const Format &format, const Sheet &sheet);

} // namespace qitu::sample
