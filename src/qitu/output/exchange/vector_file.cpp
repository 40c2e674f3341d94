// Layers for programs that take no GeoPackage, written by GDAL's drivers.
#include "geopackage.h"
#include "other_formats.h"
#include "tables.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/staging.h>
#include <qitu/data/workspace/features.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::exchange {

namespace {

namespace fs = std::filesystem;
using catalogue::Feature;
using catalogue::Layer;

constexpr VectorFormat formats[] = {
    {"fgb", ".fgb", "FlatGeobuf", "FlatGeobuf", false},
    {"geojson", ".geojson", "GeoJSON", "GeoJSON", false},
    {"gdb", ".gdb", "OpenFileGDB", "File Geodatabase", true},
    {"spatialite", ".sqlite", "SQLite", "SpatiaLite", true},
    {"mbtiles", ".mbtiles", "MVT", "MBTiles", true},
    {"mvt", ".mvt", "MVT", "MVT", true},
    {"pmtiles", ".pmtiles", "PMTiles", "PMTiles", true},
};

[[noreturn]] void failed(const fs::path &file) {
    throw Error(ErrorKind::refused,
                say("{}: cannot be written ({}). Check the folder, your rights to it and the room on "
                    "the disk.",
                    file.string(), CPLGetLastErrorMsg()));
}

// A folder is replaced only where it is what this format makes.
void refuse_foreign_folder(const fs::path &file, const VectorFormat &format) {
    if (!fs::is_directory(file))
        return;
    const bool ours = (std::string_view(format.name) == "gdb" && fs::exists(file / "a00000001.gdbtable")) ||
                      (std::string_view(format.name) == "mvt" && fs::exists(file / "metadata.json"));
    if (!ours)
        throw Error(ErrorKind::refused,
                    say("{}: is a folder that holds something else. Choose another name.", file.string()));
}

CPLStringList dataset_options(const VectorFormat &format) {
    CPLStringList options;
    const std::string_view name = format.name;
    if (name == "spatialite")
        options.SetNameValue("SPATIALITE", "YES");
    if (name == "mbtiles" || name == "mvt" || name == "pmtiles") {
        options.SetNameValue("MINZOOM", "4");
        options.SetNameValue("MAXZOOM", "13");
        options.SetNameValue("MAX_SIZE", "2000000");
        options.SetNameValue("MAX_FEATURES", "400000");
    }
    if (name == "mvt")
        options.SetNameValue("FORMAT", "DIRECTORY");
    return options;
}

CPLStringList layer_options(const VectorFormat &format, const Table &table) {
    CPLStringList options;
    const std::string_view name = format.name;
    if (name == "gdb") {
        options.SetNameValue("LAYER_ALIAS", table.identifier.c_str());
        options.SetNameValue("FID", "OBJECTID");
    }
    if (name == "geojson")
        options.SetNameValue("RFC7946", "NO"); // that one knows WGS 84 only
    if (name == "spatialite")
        options.SetNameValue("LAUNDER", "NO");
    return options;
}

class Writer {
  public:
    Writer(const VectorFormat &format, const fs::path &file, fs::path target)
        : format_(format), target_(std::move(target)) {
        GDALAllRegister();
        driver_ = GetGDALDriverManager()->GetDriverByName(format.driver);
        if (driver_ == nullptr || driver_->GetMetadataItem(GDAL_DCAP_CREATE) == nullptr)
            refuse_driver();
        dataset_.reset(driver_->Create(file.c_str(), 0, 0, 0, GDT_Unknown, dataset_options(format).List()));
        if (!dataset_)
            failed(target_);
        srs_.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
        srs_.importFromEPSG(4490);
        domains_ = driver_->GetMetadataItem(GDAL_DMD_CREATION_FIELD_DOMAIN_TYPES) != nullptr;
    }

    std::uint64_t write(const workspace::Workspace &workspace, const Layer &layer, const Table &table) {
        OGRLayer *target = make_layer(table);
        std::vector<std::string> ids;
        for (const catalogue::Field &field : layer.fields)
            ids.push_back(field.id);
        Lost lost(layer, ids);
        std::uint64_t count = 0;
        const bool whole = target->StartTransaction() == OGRERR_NONE; // not every format knows any
        auto features = workspace::features(workspace, layer);
        for (Feature feature; features.next(feature); ++count) {
            lost.look_at(feature);
            write(*target, feature);
        }
        if (whole && target->CommitTransaction() != OGRERR_NONE)
            failed(target_);
        for (const std::string &what : lost.listed())
            lost_.push_back(fmt::format("{}: {}", layer.id, what));
        return count;
    }

    void close() {
        CPLErrorReset();
        dataset_.reset();
        if (CPLGetLastErrorType() >= CE_Failure)
            failed(target_);
    }

    [[nodiscard]] std::vector<std::string> lost() const {
        std::vector<std::string> result = lost_;
        if (!domains_)
            result.push_back(
                say("the titles and code lists of the fields (what is stored is written, as accepted)"));
        if (std::string_view(format_.driver) == "MVT")
            result.push_back(
                say("coordinates finer than a tile's grid (about 1 m at zoom 13), and numbers of features"));
        return result;
    }

  private:
    struct Close {
        void operator()(GDALDataset *dataset) const { GDALClose(dataset); }
    };

    [[noreturn]] void refuse_driver() const {
        throw Error(
            ErrorKind::refused,
            say("{}: GDAL {} as installed here cannot write {}{}", target_.string(),
                GDALVersionInfo("RELEASE_NAME"), format_.title,
                std::string_view(format_.name) == "pmtiles"
                    ? say(" (it can from 3.8 on). Write .mbtiles and convert it with \"pmtiles convert\".")
                    : std::string(".")));
    }

    OGRLayer *make_layer(const Table &table) {
        OGRLayer *layer = dataset_->CreateLayer(table.name.c_str(), &srs_, table.geometry,
                                                layer_options(format_, table).List());
        if (layer == nullptr)
            failed(target_);
        for (const Column &column : table.columns) {
            OGRFieldDefn field(column.name.c_str(), column.type);
            field.SetSubType(column.subtype);
            if (domains_) {
                field.SetAlternativeName(column.title.c_str());
                field.SetDomainName(domain_of(table, column));
            }
            if (layer->CreateField(&field) != OGRERR_NONE)
                failed(target_);
            note_renamed(*layer, column);
        }
        return layer;
    }

    void note_renamed(OGRLayer &layer, const Column &column) {
        OGRFeatureDefn &made = *layer.GetLayerDefn();
        if (made.GetFieldCount() == 0) // tiles know their fields by the features
            return;
        const OGRFieldDefn &last = *made.GetFieldDefn(made.GetFieldCount() - 1);
        if (last.GetNameRef() != column.name)
            lost_.push_back(
                say("{}: the field {} is named {}", layer.GetName(), column.name, last.GetNameRef()));
        if (last.GetType() != column.type)
            lost_.push_back(say("{}: {} is kept as {} instead of {}", layer.GetName(), column.name,
                                OGRFieldDefn::GetFieldTypeName(last.GetType()),
                                OGRFieldDefn::GetFieldTypeName(column.type)));
    }

    std::string domain_of(const Table &table, const Column &column) {
        if (column.choices.empty() || column.type != OFTString)
            return {};
        const std::string name = column.list.empty() ? table.name + "_" + column.name : column.list;
        if (dataset_->GetFieldDomain(name) != nullptr)
            return name;
        std::vector<OGRCodedValue> values;
        for (const Choice &choice : column.choices)
            values.push_back({CPLStrdup(choice.code.c_str()), CPLStrdup(choice.label.c_str())});
        std::string why;
        const bool added = dataset_->AddFieldDomain(
            std::make_unique<OGRCodedFieldDomain>(name, column.title, OFTString, OFSTNone, std::move(values)),
            why);
        return added ? name : std::string();
    }

    void write(OGRLayer &layer, const Feature &feature) const {
        const OGRFeatureUniquePtr row(OGRFeature::CreateFeature(layer.GetLayerDefn()));
        for (std::size_t i = 0; i < feature.values.size(); ++i) {
            const int at = static_cast<int>(i);
            if (const auto *whole = std::get_if<std::int64_t>(&feature.values[i]))
                row->SetField(at, static_cast<GIntBig>(*whole));
            else if (const auto *real = std::get_if<double>(&feature.values[i]))
                row->SetField(at, *real);
            else if (const auto *text = std::get_if<std::string>(&feature.values[i]))
                row->SetField(at, text->c_str());
            else
                row->SetFieldNull(at);
        }
        OGRGeometry *made = nullptr;
        if (OGRGeometryFactory::createFromWkb(feature.wkb.data(), nullptr, &made, feature.wkb.size()) ==
            OGRERR_NONE)
            row->SetGeometryDirectly(OGRGeometryFactory::forceTo(
                made, layer.GetGeomType() == wkbUnknown ? made->getGeometryType() : layer.GetGeomType()));
        if (layer.CreateFeature(row.get()) != OGRERR_NONE)
            failed(target_);
    }

    VectorFormat format_;
    fs::path target_;
    GDALDriver *driver_ = nullptr;
    std::unique_ptr<GDALDataset, Close> dataset_;
    OGRSpatialReference srs_;
    bool domains_ = false;
    std::vector<std::string> lost_;
};

} // namespace

std::span<const VectorFormat> vector_formats() {
    return formats;
}

Exchanged write_vector_file(const fs::path &file, const VectorFormat &format,
                            const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                            const std::vector<const Layer *> &layers, bool overwrite) {
    refuse_existing(file, overwrite);
    refuse_foreign_folder(file, format);
    const QuietGdal quiet;
    const StagedFolder staged(file);
    Writer writer(format, staged.path(), file);
    const FormWorld world = form_world(catalogue, workspace.banners());
    Exchanged result{{file}, 0, {}};
    for (const Layer *layer : layers) {
        refuse_empty(workspace, *layer);
        result.features += writer.write(workspace, *layer, layer_table(*layer, world));
    }
    writer.close();
    staged.commit();
    result.lost = writer.lost();
    return result;
}

} // namespace qitu::exchange
