// Figures with their geometry as one layer in a file whose ending says which format: a GeoPackage with its style, or what GDAL
// writes else.
#pragma once

#include <qitu/core/catalogue/catalogue.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace qitu::qgis {
struct Table;
}

namespace qitu::exchange {

/// Whether the ending is one that a layer can be written with: .gpkg, .shp, .geojson, .fgb, .gdb, .kml, .kmz, .sqlite.
bool is_layer_file(const std::filesystem::path &file);

struct FeatureRow {
    std::vector<std::byte> wkb;             // EPSG:4490
    std::vector<catalogue::Value> values{}; // one for each column
};

/// Writes rows until `next` gives none; how many. A GeoPackage is replaced when it holds this layer and no other, anything else
/// only when `overwrite` is set. Throws Error (refused) when the file is something else or cannot be written.
std::uint64_t write_features(const std::filesystem::path &file, const qgis::Table &table,
                             const std::filesystem::path &styles_dir,
                             const std::function<bool(FeatureRow &)> &next, bool overwrite = false);

} // namespace qitu::exchange
