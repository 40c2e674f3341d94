#include "feature_file.h"

#include "geopackage_export.h"
#include "single_layer.h"

#include <qitu/core/base/clock.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/staging.h>
#include <qitu/core/base/text.h>

#include <algorithm>
#include <string_view>

namespace qitu::exchange {

namespace {

namespace fs = std::filesystem;

constexpr VectorFormat shapefile{"shp", ".shp", "ESRI Shapefile", "Shapefile", false};

// Tiles hold no exact places.
const VectorFormat *format_of(const fs::path &file) {
    const std::string ending = folded(file.extension().string());
    if (ending == shapefile.ending)
        return &shapefile;
    for (const VectorFormat &format : vector_formats())
        if (ending == format.ending && std::string_view(format.driver) != "MVT" &&
            std::string_view(format.driver) != "PMTiles")
            return &format;
    return nullptr;
}

bool is_geopackage(const fs::path &file) {
    return folded(file.extension().string()) == ".gpkg";
}

std::uint64_t write_geopackage_layer(const fs::path &file, const qgis::Table &table,
                                     const fs::path &styles_dir,
                                     const std::function<bool(FeatureRow &)> &next, bool overwrite) {
    if (!overwrite)
        refuse_unless_ours(file, {table.name});
    const StagedFile staged(file);
    std::int64_t count = 0;
    {
        GeoPackage geopackage(staged.path(), file, time_stamp());
        GeoPackage::Rows rows = geopackage.add(table);
        for (FeatureRow row; next(row);)
            rows.add(++count, row.wkb, row.values);
        std::vector<std::vector<qgis::Style>> styles;
        styles.push_back(qgis::StyleFolder(styles_dir).styles_of(table));
        geopackage.add_styles({table}, styles);
        geopackage.finish();
    }
    staged.commit();
    return static_cast<std::uint64_t>(count);
}

std::vector<std::string> options_of(const VectorFormat &format) {
    const std::string_view driver = format.driver;
    if (driver == "ESRI Shapefile")
        return {"ENCODING=UTF-8"};
    if (driver == "GeoJSON")
        return {"RFC7946=NO"}; // that one knows WGS 84 only
    if (driver == "SQLite")
        return {"LAUNDER=NO"};
    return {};
}

} // namespace

bool is_layer_file(const fs::path &file) {
    return is_geopackage(file) || format_of(file) != nullptr;
}

std::uint64_t write_features(const fs::path &file, const qgis::Table &table, const fs::path &styles_dir,
                             const std::function<bool(FeatureRow &)> &next, bool overwrite) {
    workspace::refuse_workspace(file);
    if (is_geopackage(file))
        return write_geopackage_layer(file, table, styles_dir, next, overwrite);
    const VectorFormat &format = *format_of(file);
    if (!overwrite && fs::exists(file))
        throw Error(ErrorKind::refused,
                    say("{}: exists already. Choose another name, or remove it first.", file.string()));
    if (!gdal::can_write(format.driver))
        throw Error(ErrorKind::refused,
                    say("{}: GDAL as installed here cannot write {}. Write .gpkg instead.", file.string(),
                        format.title));
    const StagedFolder staged(file);
    const auto reference = gdal::reference_from_epsg(4490);
    gdal::VectorWriter writer(format.driver, staged.path(), file,
                              {.options = std::string_view(format.driver) == "SQLite"
                                              ? std::vector<std::string>{"SPATIALITE=YES"}
                                              : std::vector<std::string>{}});
    gdal::LayerDefinition definition{.name = table.name,
                                     .geometry = geometry_type(table),
                                     .reference = reference.get(),
                                     .options = options_of(format)};
    for (const qgis::Column &column : table.columns)
        definition.fields.push_back(field_of(column));
    gdal::LayerWriter layer = writer.add_layer(definition);
    std::uint64_t count = 0;
    for (FeatureRow row; next(row); ++count) {
        for (std::size_t i = 0; i < row.values.size(); ++i)
            layer.set(i, row.values[i]);
        layer.set_geometry(row.wkb);
        layer.write();
    }
    writer.finish();
    gdal::move_to_target(staged, file);
    return count;
}

} // namespace qitu::exchange
