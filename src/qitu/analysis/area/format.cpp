#include "format.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <cpl_string.h>

#include <algorithm>
#include <array>

namespace qitu::area {

namespace {

using Path = std::filesystem::path;

constexpr const char *shapefile = "ESRI Shapefile";

/// The usual ending of each driver that several could claim; others are asked for theirs.
constexpr std::array usual{
    std::pair{"gpkg", "GPKG"},           std::pair{"shp", shapefile},    std::pair{"geojson", "GeoJSON"},
    std::pair{"json", "GeoJSON"},        std::pair{"fgb", "FlatGeobuf"}, std::pair{"csv", "CSV"},
    std::pair{"gdb", "OpenFileGDB"},     std::pair{"sqlite", "SQLite"},  std::pair{"tab", "MapInfo File"},
    std::pair{"geojsonl", "GeoJSONSeq"},
};

bool writes_vectors(GDALDriver &driver) {
    return driver.GetMetadataItem(GDAL_DCAP_VECTOR) != nullptr &&
           driver.GetMetadataItem(GDAL_DCAP_CREATE) != nullptr &&
           driver.GetMetadataItem(GDAL_DCAP_CREATE_FIELD) != nullptr;
}

bool claims(GDALDriver &driver, const std::string &ending) {
    const char *endings = driver.GetMetadataItem(GDAL_DMD_EXTENSIONS);
    const CPLStringList list(CSLTokenizeString(endings == nullptr ? "" : endings));
    return list.FindString(ending.c_str()) >= 0;
}

std::string driver_for(const std::string &ending) {
    for (const auto &[name, driver] : usual)
        if (ending == name)
            return driver;
    GDALDriverManager &manager = *GetGDALDriverManager();
    for (int i = 0; i < manager.GetDriverCount(); ++i) {
        GDALDriver &driver = *manager.GetDriver(i);
        if (!ending.empty() && writes_vectors(driver) && claims(driver, ending))
            return driver.GetDescription();
    }
    return {};
}

} // namespace

bool Format::takes(OGRFieldType type) const {
    GDALDriver *found = GetGDALDriverManager()->GetDriverByName(driver.c_str());
    const char *types = found == nullptr ? nullptr : found->GetMetadataItem(GDAL_DMD_CREATIONFIELDDATATYPES);
    const CPLStringList list(CSLTokenizeString(types == nullptr ? "" : types));
    return list.FindString(OGRFieldDefn::GetFieldTypeName(type)) >= 0;
}

Format format_of(const Path &target) {
    GDALAllRegister();
    std::string ending = folded(target.extension().string());
    ending.erase(0, ending.starts_with('.') ? 1 : 0);
    Format format;
    format.driver = driver_for(ending);
    if (format.driver.empty() || GetGDALDriverManager()->GetDriverByName(format.driver.c_str()) == nullptr)
        throw Error(ErrorKind::usage,
                    say("{}: unsupported file name extension. Use .gpkg, .shp, .geojson, .fgb, .gdb or .csv.",
                        target.string()));
    format.name_bytes = format.driver == shapefile ? 10 : 0;
    format.geometry = format.driver != "CSV";
    format.keeps_ids = format.driver == "GPKG" || format.driver == "SQLite" || format.driver == "GeoJSON";
    return format;
}

std::vector<std::string> layer_options(const Format &format, const reader::Diagnostics &source) {
    if (format.driver == shapefile) {
        const bool kept = source.format.find("Shapefile") != std::string::npos && source.encoding != "ASCII";
        return {"ENCODING=" + (kept ? source.encoding : "UTF-8")};
    }
    if (format.driver == "GPKG")
        return {"GEOMETRY_NAME=geom"};
    if (format.driver == "CSV")
        return {"WRITE_BOM=YES"}; // spreadsheets take it for the local encoding otherwise
    if (format.driver == "GeoJSON")
        return {"COORDINATE_PRECISION=15"};
    return {};
}

FieldNames::FieldNames(const Format &format) : most_bytes_(format.name_bytes) {
    if (format.driver == "GPKG" || format.driver == "SQLite")
        taken_ = {"fid", "geom", "ogc_fid", "geometry"};
}

std::string FieldNames::make(const std::string &wanted) {
    const std::size_t most = most_bytes_ > 0 ? most_bytes_ : SIZE_MAX;
    std::string name(first_bytes(wanted, most));
    for (int number = 2; !taken_.insert(folded(name)).second; ++number) {
        const std::string ending = fmt::format("_{}", number);
        name = first_bytes(wanted, most - ending.size());
        name += ending;
    }
    return name;
}

} // namespace qitu::area
