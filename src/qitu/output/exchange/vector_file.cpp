// Layers for programs that take no GeoPackage, written by GDAL's drivers.
#include "geopackage_export.h"
#include "single_layer.h"
#include "vector_format.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/staging.h>
#include <qitu/core/base/text.h>
#include <qitu/data/workspace/features.h>
#include <qitu/output/qgis/tables.h>

#include <algorithm>

namespace qitu::exchange {

namespace {

namespace fs = std::filesystem;
using catalogue::Feature;
using catalogue::Layer;

constexpr VectorFormat formats[] = {
    {"fgb", ".fgb", "FlatGeobuf", "FlatGeobuf", false},
    {"geojson", ".geojson", "GeoJSON", "GeoJSON", false},
    {"kml", ".kml", "LIBKML", "KML", true},
    {"kmz", ".kmz", "LIBKML", "KMZ", true},
    {"gdb", ".gdb", "OpenFileGDB", "File Geodatabase", true},
    {"spatialite", ".sqlite", "SQLite", "SpatiaLite", true},
    {"mbtiles", ".mbtiles", "MVT", "MBTiles", true},
    {"mvt", ".mvt", "MVT", "MVT", true},
    {"pmtiles", ".pmtiles", "PMTiles", "PMTiles", true},
};

} // namespace

void refuse_foreign_folder(const fs::path &file, const VectorFormat &format) {
    if (!fs::is_directory(file))
        return;
    const bool ours = (std::string_view(format.name) == "gdb" && fs::exists(file / "a00000001.gdbtable")) ||
                      (std::string_view(format.name) == "mvt" && fs::exists(file / "metadata.json"));
    if (!ours)
        throw Error(ErrorKind::refused,
                    say("{}: is a folder that holds something else. Choose another name.", file.string()));
}

std::vector<std::string> dataset_options(const VectorFormat &format) {
    const std::string_view name = format.name;
    if (name == "spatialite")
        return {"SPATIALITE=YES"};
    std::vector<std::string> tiles{"MINZOOM=4", "MAXZOOM=13", "MAX_SIZE=2000000", "MAX_FEATURES=400000"};
    if (name == "mvt")
        tiles.emplace_back("FORMAT=DIRECTORY");
    return name == "mbtiles" || name == "mvt" || name == "pmtiles" ? tiles : std::vector<std::string>{};
}

std::vector<std::string> layer_options(const VectorFormat &format, const std::string &title) {
    const std::string_view name = format.name;
    if (name == "gdb")
        return {"LAYER_ALIAS=" + title, "FID=OBJECTID"};
    if (name == "geojson")
        return {"RFC7946=NO"}; // that one knows WGS 84 only
    if (name == "spatialite")
        return {"LAUNDER=NO"};
    if (name == "shp")
        return {"ENCODING=UTF-8"};
    return {};
}

void refuse_driver(const VectorFormat &format, const fs::path &target) {
    if (!gdal::can_write(format.driver))
        throw Error(
            ErrorKind::refused,
            say("{}: GDAL {} as installed here cannot write {}{}", target.string(),
                GDALVersionInfo("RELEASE_NAME"), format.title,
                std::string_view(format.name) == "pmtiles"
                    ? say(" (it can from 3.8 on). Write .mbtiles and convert it with \"pmtiles convert\".")
                    : std::string(".")));
}

namespace {

class Writer {
  public:
    Writer(const VectorFormat &format, const fs::path &file, const fs::path &target)
        : format_(format), reference_(gdal::reference_from_epsg(4490)),
          writer_(format.driver, file, target, {.options = dataset_options(format)}) {}

    std::uint64_t write(const workspace::Workspace &workspace, const Layer &layer, const qgis::Table &table) {
        gdal::LayerWriter rows = writer_.add_layer(definition_of(table));
        note_changed_fields(rows, table);
        FormatLosses losses(layer);
        std::uint64_t count = 0;
        auto features = workspace::features(workspace, layer);
        for (Feature feature; next_to_write(features, layer, feature); ++count) {
            losses.count(feature);
            for (std::size_t i = 0; i < feature.values.size(); ++i)
                rows.set(i, feature.values[i]);
            rows.set_geometry(feature.wkb);
            rows.write();
        }
        for (const std::string &what : losses.listed())
            losses_.push_back(fmt::format("{}: {}", layer.id, what));
        return count;
    }

    void add_empty(const qgis::Table &table) { writer_.add_layer(definition_of(table)); }

    void close() {
        if (!writer_.has_domains())
            losses_.push_back(
                say("the titles and code lists of the fields (what is stored is written, as accepted)"));
        if (std::string_view(format_.driver) == "MVT")
            losses_.push_back(
                say("coordinates finer than a tile's grid (about 1 m at zoom 13), and numbers of features"));
        writer_.finish();
    }

    [[nodiscard]] const std::vector<std::string> &losses() const { return losses_; }

  private:
    gdal::LayerDefinition definition_of(const qgis::Table &table) {
        gdal::LayerDefinition definition{.name = table.name,
                                         .geometry = geometry_type(table),
                                         .reference = reference_.get(),
                                         .options = layer_options(format_, table.identifier)};
        for (const qgis::Column &column : table.columns) {
            definition.fields.push_back(field_of(column));
            if (writer_.has_domains()) {
                definition.fields.back().title = column.title;
                definition.fields.back().domain = domain_of(table, column);
            }
        }
        return definition;
    }

    std::string domain_of(const qgis::Table &table, const qgis::Column &column) {
        if (column.choices.empty() || column.type != qgis::ColumnType::text)
            return {};
        std::vector<std::pair<std::string, std::string>> codes;
        for (const qgis::Choice &choice : column.choices)
            codes.emplace_back(choice.code, choice.label);
        const std::string name = table.list_of(column);
        return writer_.add_domain(name, column.title, codes) ? name : std::string();
    }

    void note_changed_fields(const gdal::LayerWriter &rows, const qgis::Table &table) {
        for (std::size_t i = 0; i < rows.fields(); ++i) { // tiles have none before the features
            const gdal::Field made = rows.field(i);
            const gdal::Field wanted = field_of(table.columns[i]);
            if (made.name != wanted.name)
                losses_.push_back(say("{}: the field {} is named {}", rows.name(), wanted.name, made.name));
            if (made.type != wanted.type)
                losses_.push_back(say("{}: {} is kept as {} instead of {}", rows.name(), wanted.name,
                                      OGRFieldDefn::GetFieldTypeName(made.type),
                                      OGRFieldDefn::GetFieldTypeName(wanted.type)));
        }
    }

    VectorFormat format_;
    std::unique_ptr<OGRSpatialReference> reference_;
    gdal::VectorWriter writer_;
    std::vector<std::string> losses_;
};

} // namespace

void write_empty_layer(const fs::path &file, const catalogue::Catalogue &catalogue, const Layer &layer,
                       const std::vector<workspace::Boundary> &banners, bool overwrite) {
    refuse_existing(file, overwrite);
    if (folded(file.extension().string()) == ".shp")
        return write_empty_shapefile(file, layer);
    constexpr VectorFormat geopackage{"gpkg", ".gpkg", "GPKG", "GeoPackage", true};
    const StagedFolder staged(file);
    Writer writer(geopackage, staged.path(), file);
    writer.add_empty(qgis::layer_table(layer, qgis::form_world(catalogue, banners)));
    writer.close();
    gdal::move_to_target(staged, file);
}

std::span<const VectorFormat> vector_formats() {
    return formats;
}

ExportResult write_vector_file(const fs::path &file, const VectorFormat &format,
                               const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                               const std::vector<const Layer *> &layers, bool overwrite) {
    refuse_existing(file, overwrite);
    refuse_foreign_folder(file, format);
    refuse_driver(format, file);
    const StagedFolder staged(file);
    Writer writer(format, staged.path(), file);
    const qgis::FormWorld world = qgis::form_world(catalogue, workspace.banners());
    ExportResult result{{file}, 0, {}};
    for (const Layer *layer : layers) {
        refuse_empty(workspace, *layer);
        result.features += writer.write(workspace, *layer, qgis::layer_table(*layer, world));
    }
    writer.close();
    gdal::move_to_target(staged, file);
    result.losses = writer.losses();
    return result;
}

} // namespace qitu::exchange
