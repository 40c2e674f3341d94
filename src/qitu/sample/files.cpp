#include "files.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <unordered_map>

namespace qitu::sample {

using catalogue::Field;
using catalogue::FieldType;
using catalogue::GeometryType;
using catalogue::Value;
using geodesy::Point;

namespace {

constexpr const char *day = "2023-12-31";
constexpr const char *moment = "2023-12-31T00:00:00Z";

[[noreturn]] void refuse(const std::filesystem::path &path) {
    throw Error(Status::refused, say("{}: cannot be written ({}). Choose a folder that you may write to, with "
                                     "room on its disk.",
                                     path.string(), CPLGetLastErrorMsg()));
}

void remove_old(const std::filesystem::path &path) {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
    if (path.extension() == ".shp")
        for (const char *ending : {".shx", ".dbf", ".prj", ".cpg", ".qix"})
            std::filesystem::remove(std::filesystem::path(path).replace_extension(ending), ignored);
}

OGRwkbGeometryType geometry_type(GeometryType type) {
    if (type == GeometryType::point)
        return wkbPoint;
    return type == GeometryType::line ? wkbLineString : wkbPolygon;
}

OGRGeometryUniquePtr geometry_of(const geodesy::Polygon &shape, GeometryType type) {
    const auto filled = [](OGRSimpleCurve &curve, const geodesy::Ring &ring) {
        curve.setNumPoints(static_cast<int>(ring.size()), FALSE);
        for (std::size_t i = 0; i < ring.size(); ++i)
            curve.setPoint(static_cast<int>(i), ring[i].x, ring[i].y);
    };
    if (type == GeometryType::point)
        return OGRGeometryUniquePtr(new OGRPoint(shape.front().front().x, shape.front().front().y));
    if (type == GeometryType::line) {
        auto line = std::make_unique<OGRLineString>();
        filled(*line, shape.front());
        return OGRGeometryUniquePtr(line.release());
    }
    auto polygon = std::make_unique<OGRPolygon>();
    for (const geodesy::Ring &points : shape) {
        auto ring = std::make_unique<OGRLinearRing>();
        filled(*ring, points);
        polygon->addRingDirectly(ring.release());
    }
    return OGRGeometryUniquePtr(polygon.release());
}

/// The columns of a file: the fields of the layer for which there is anything to write.
struct Column {
    std::size_t field;
    std::string name;
};

/// Text as the file stores it, each different word worked out once.
class Script {
  public:
    explicit Script(const Format &format) : format_(format) {}

    std::string name(const Field &field) const {
        const std::string name = column_name(field, format_.hand);
        return format_.bare_gbk ? in_gbk(name) : name;
    }
    const std::string &text(const Field &field, const Value &value) {
        const auto *stored = std::get_if<std::string>(&value);
        auto &words = words_[&field];
        const auto known = words.find(*stored);
        if (known != words.end())
            return known->second;
        const Value hand = written(field, value, format_.hand);
        const std::string &plain = std::get<std::string>(hand);
        return words.emplace(*stored, format_.bare_gbk ? in_gbk(plain) : plain).first->second;
    }

  private:
    Format format_;
    std::unordered_map<const Field *, std::unordered_map<std::string, std::string>> words_;
};

bool empty(const Value &value) {
    return std::holds_alternative<std::monostate>(value);
}

std::vector<Column> columns_of(const Sheet &sheet, const Script &script) {
    std::vector<Column> columns;
    const std::vector<Field> &fields = sheet.layer->fields;
    for (std::size_t i = 0; i < fields.size(); ++i)
        if (std::any_of(sheet.items.begin(), sheet.items.end(),
                        [i](const Item &item) { return !empty(item.values[i]); }))
            columns.push_back({i, script.name(fields[i])});
    return columns;
}

OGRFieldType field_type(const Field &field) {
    if (field.type == FieldType::integer)
        return OFTInteger64;
    return field.type == FieldType::real ? OFTReal : OFTString;
}

int text_width(const Sheet &sheet, std::size_t field, Script &script) {
    std::size_t width = 1;
    for (const Item &item : sheet.items)
        if (std::holds_alternative<std::string>(item.values[field]))
            width = std::max(width, script.text(sheet.layer->fields[field], item.values[field]).size());
    return static_cast<int>(width);
}

void set_dbf_width(OGRFieldDefn &definition, const Sheet &sheet, std::size_t field, Script &script) {
    if (definition.GetType() == OFTString)
        definition.SetWidth(text_width(sheet, field, script));
    else if (definition.GetType() == OFTReal) {
        definition.SetWidth(16);
        definition.SetPrecision(4);
    } else
        definition.SetWidth(9);
}

CPLStringList layer_options(const Format &format) {
    CPLStringList options;
    const std::string_view driver = format.driver;
    if (driver == "ESRI Shapefile") {
        options.SetNameValue("ENCODING", "");
        options.SetNameValue("DBF_DATE_LAST_UPDATE", day);
    } else if (driver == "GPKG")
        options.SetNameValue("SPATIAL_INDEX", "YES");
    else
        options.SetNameValue("COORDINATE_PRECISION", "9");
    return options;
}

void set_value(OGRFeature &row, int index, const Field &field, const Value &value, Script &script) {
    if (std::holds_alternative<std::string>(value))
        row.SetField(index, script.text(field, value).c_str());
    else if (const auto *whole = std::get_if<std::int64_t>(&value))
        row.SetField(index, static_cast<GIntBig>(*whole));
    else if (const auto *real = std::get_if<double>(&value))
        row.SetField(index, *real);
}

bool write_rows(OGRLayer &layer, const Sheet &sheet, const std::vector<Column> &columns, Script &script) {
    for (const Item &item : sheet.items) {
        const OGRFeatureUniquePtr row(OGRFeature::CreateFeature(layer.GetLayerDefn()));
        for (std::size_t i = 0; i < columns.size(); ++i)
            set_value(*row, static_cast<int>(i), sheet.layer->fields[columns[i].field],
                      item.values[columns[i].field], script);
        row->SetGeometryDirectly(geometry_of(item.shape, sheet.layer->geometry).release());
        if (layer.CreateFeature(row.get()) != OGRERR_NONE)
            return false;
    }
    return true;
}

} // namespace

void write_sheet(const std::filesystem::path &path, const Format &format, const Sheet &sheet) {
    const CPLConfigOptionSetter pinned("OGR_CURRENT_DATE", moment, false);
    const CPLErrorHandlerPusher quiet(CPLQuietErrorHandler);
    remove_old(path);
    GDALDriver *driver = GetGDALDriverManager()->GetDriverByName(format.driver);
    const GDALDatasetUniquePtr dataset(
        driver != nullptr ? driver->Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr) : nullptr);
    if (!dataset)
        refuse(path);
    OGRSpatialReference crs;
    crs.SetFromUserInput("EPSG:4490");
    crs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    CPLStringList options = layer_options(format);
    OGRLayer *layer = dataset->CreateLayer(path.stem().c_str(), format.bare_gbk ? nullptr : &crs,
                                           geometry_type(sheet.layer->geometry), options.List());
    if (layer == nullptr)
        refuse(path);
    Script script(format);
    const std::vector<Column> columns = columns_of(sheet, script);
    for (const Column &column : columns) {
        const Field &field = sheet.layer->fields[column.field];
        OGRFieldDefn definition(column.name.c_str(), field_type(field));
        if (format.bare_gbk)
            set_dbf_width(definition, sheet, column.field, script);
        if (layer->CreateField(&definition) != OGRERR_NONE)
            refuse(path);
    }
    const bool transaction = dataset->TestCapability(ODsCTransactions) != 0;
    if ((transaction && dataset->StartTransaction() != OGRERR_NONE) ||
        !write_rows(*layer, sheet, columns, script) ||
        (transaction && dataset->CommitTransaction() != OGRERR_NONE))
        refuse(path);
    CPLErrorReset();
    dataset->FlushCache(true);
    if (CPLGetLastErrorType() == CE_Failure)
        refuse(path);
}

} // namespace qitu::sample
