#include "files.h"

#include "support/places.h"

#include <qitu/core/base/language.h>

#include <cpl_conv.h>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace files {

using namespace qitu;

Folder::Folder() {
    GDALAllRegister();
    use_language(Language::en, support::build("share/locale"));
}

namespace {

void expect(bool holds, const char *what) {
    if (!holds)
        throw std::runtime_error(fmt::format("test file: {} ({})", what, CPLGetLastErrorMsg()));
}

std::string recoded(const std::string &text, const std::string &encoding) {
    if (encoding.empty())
        return text;
    const std::unique_ptr<char, decltype(&CPLFree)> bytes(
        CPLRecode(text.c_str(), CPL_ENC_UTF8, encoding.c_str()), CPLFree);
    return bytes.get();
}

OGRGeometryUniquePtr geometry_of(const std::string &wkt) {
    OGRGeometry *geometry = nullptr;
    expect(OGRGeometryFactory::createFromWkt(wkt.c_str(), nullptr, &geometry) == OGRERR_NONE, "WKT");
    return OGRGeometryUniquePtr(geometry);
}

OGRSpatialReference srs(const std::string &text) {
    OGRSpatialReference result;
    expect(result.SetFromUserInput(text.c_str()) == OGRERR_NONE, "CRS");
    result.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    return result;
}

std::string wkt_of(const OGRGeometry &geometry) {
    return geometry.exportToWkt();
}

void write_rows(OGRLayer &layer, const Sheet &sheet) {
    for (const Row &row : sheet.rows) {
        const OGRFeatureUniquePtr feature(OGRFeature::CreateFeature(layer.GetLayerDefn()));
        for (std::size_t i = 0; i < row.values.size(); ++i)
            if (!row.values[i].empty())
                feature->SetField(static_cast<int>(i), recoded(row.values[i], sheet.encoding).c_str());
        if (!row.wkt.empty())
            feature->SetGeometryDirectly(geometry_of(row.wkt).release());
        expect(layer.CreateFeature(feature.get()) == OGRERR_NONE, "feature");
    }
}

} // namespace

void write(const std::filesystem::path &path, const Sheet &sheet) {
    const CPLErrorHandlerPusher quiet(CPLQuietErrorHandler);
    GDALDatasetUniquePtr dataset;
    if (std::filesystem::exists(path))
        dataset.reset(
            GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_UPDATE, nullptr, nullptr, nullptr));
    else
        dataset.reset(GetGDALDriverManager()
                          ->GetDriverByName(sheet.driver.c_str())
                          ->Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    expect(dataset != nullptr, "create");
    CPLStringList options;
    const bool shapefile = sheet.driver == "ESRI Shapefile";
    if (shapefile)
        options.SetNameValue("ENCODING", "");
    if (sheet.driver == "CSV")
        options.SetNameValue("GEOMETRY", "AS_WKT");
    OGRSpatialReference crs;
    if (!sheet.crs.empty())
        crs = srs(sheet.crs);
    const std::string name = shapefile ? path.stem().string() : sheet.layer;
    OGRLayer *layer = dataset->CreateLayer(name.c_str(), sheet.crs.empty() ? nullptr : &crs, sheet.geometry,
                                           options.List());
    expect(layer != nullptr, "layer");
    for (const Column &column : sheet.columns) {
        OGRFieldDefn field(recoded(column.name, sheet.encoding).c_str(), column.type);
        field.SetWidth(column.width);
        expect(layer->CreateField(&field) == OGRERR_NONE, "field");
    }
    write_rows(*layer, sheet);
    dataset.reset();
    if (shapefile)
        std::filesystem::remove(std::filesystem::path(path).replace_extension(".cpg"));
}

std::string moved(const std::string &wkt, const std::string &from, const std::string &to) {
    OGRSpatialReference a = srs(from);
    OGRSpatialReference b = srs(to);
    const std::unique_ptr<OGRCoordinateTransformation> way(OGRCreateCoordinateTransformation(&a, &b));
    const OGRGeometryUniquePtr geometry = geometry_of(wkt);
    expect(way != nullptr && geometry->transform(way.get()) == OGRERR_NONE, "transformation");
    return wkt_of(*geometry);
}

std::string esri_prj(const std::string &crs) {
    char *text = nullptr;
    const char *options[] = {"FORMAT=WKT1_ESRI", nullptr};
    srs(crs).exportToWkt(&text, options);
    const std::unique_ptr<char, decltype(&CPLFree)> owner(text, CPLFree);
    return text;
}

std::string swapped(const std::string &wkt) {
    const OGRGeometryUniquePtr geometry = geometry_of(wkt);
    geometry->swapXY();
    return wkt_of(*geometry);
}

Refusal refusal(const std::function<void()> &job) {
    try {
        job();
    } catch (const Error &error) {
        return {error.kind(), error.what()};
    }
    return {};
}

const catalogue::Catalogue &catalogue() {
    static const catalogue::Catalogue loaded = catalogue::Catalogue::load(support::source("layers"));
    return loaded;
}

catalogue::Layer layer() {
    using catalogue::Field;
    using catalogue::FieldType;
    const auto field = [](const char *id, const char *zh, FieldType type, bool required,
                          std::vector<std::string> aliases) {
        Field result;
        result.id = id;
        result.names = {zh, {}};
        result.type = type;
        result.required = required;
        result.aliases = std::move(aliases);
        return result;
    };
    catalogue::Layer layer;
    layer.id = "field_blocks";
    layer.names = {"田块", "Field blocks"};
    Field stage = field("stage", "阶段", FieldType::text, false, {"JD"});
    stage.codes = {{"approved", {"立项", "Approved"}, {"已立项"}},
                   {"accepted", {"验收", "Accepted"}, {"已验收"}}};
    Field area = field("declared_area", "申报面积", FieldType::real, false, {"面积", "JSGM"});
    area.unit = "亩";
    layer.fields = {field("project_code", "项目编号", FieldType::text, true, {"XMBH"}),
                    field("project_name", "项目名称", FieldType::text, false, {"XMMC"}),
                    field("admin_code", "旗县代码", FieldType::text, true, {"XZQDM", "XZQMC"}),
                    field("year", "年度", FieldType::integer, false, {"ND"}),
                    stage,
                    area,
                    field("accepted_on", "验收日期", FieldType::date, false, {"YSRQ"}),
                    field("pumps", "高效节水机电井数量", FieldType::integer, false, {})};
    return layer;
}

} // namespace files
