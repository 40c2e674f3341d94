#include "files.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

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
    throw Error(ErrorKind::refused,
                say("{}: cannot be written ({}). Choose a folder that you may write to, with "
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

std::vector<Column> columns_of(const catalogue::Layer &layer, const Item &first, const Script &script) {
    std::vector<Column> columns;
    for (std::size_t i = 0; i < layer.fields.size(); ++i)
        if (!layer.fields[i].codes.empty() || !empty(first.values[i]))
            columns.push_back({i, script.name(layer.fields[i])});
    return columns;
}

OGRFieldType field_type(const Field &field) {
    if (field.type == FieldType::integer)
        return OFTInteger64;
    return field.type == FieldType::real ? OFTReal : OFTString;
}

void set_dbf_width(OGRFieldDefn &definition) {
    constexpr int text_bytes = 80; // as GDAL and QGIS give it to a text of no stated length
    if (definition.GetType() == OFTString)
        definition.SetWidth(text_bytes);
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

OGRSpatialReference cgcs2000() {
    OGRSpatialReference crs;
    crs.SetFromUserInput("EPSG:4490");
    crs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    return crs;
}

} // namespace

struct SheetFile::State {
    State(const std::filesystem::path &file, const Format &form, const catalogue::Layer &of)
        : path(file), format(form), kind(of), script(form) {}

    std::filesystem::path path;
    Format format;
    const catalogue::Layer &kind;
    Script script;
    GDALDatasetUniquePtr dataset;
    OGRLayer *layer = nullptr;
    std::vector<Column> columns;
    bool transaction = false;

    void open(const Item &first) {
        const CPLConfigOptionSetter pinned("OGR_CURRENT_DATE", moment, false);
        OGRSpatialReference crs = cgcs2000();
        CPLStringList options = layer_options(format);
        layer = dataset->CreateLayer(path.stem().c_str(), format.bare_gbk ? nullptr : &crs,
                                     geometry_type(kind.geometry), options.List());
        if (layer == nullptr)
            refuse(path);
        columns = columns_of(kind, first, script);
        for (const Column &column : columns) {
            OGRFieldDefn definition(column.name.c_str(), field_type(kind.fields[column.field]));
            if (format.bare_gbk)
                set_dbf_width(definition);
            if (layer->CreateField(&definition) != OGRERR_NONE)
                refuse(path);
        }
        transaction = dataset->TestCapability(ODsCTransactions) != 0;
        if (transaction && dataset->StartTransaction() != OGRERR_NONE)
            refuse(path);
    }
};

SheetFile::SheetFile(const std::filesystem::path &path, const Format &format, const catalogue::Layer &layer)
    : state_(std::make_unique<State>(path, format, layer)) {
    const CPLErrorHandlerPusher quiet(CPLQuietErrorHandler);
    const CPLConfigOptionSetter unsynced("OGR_SQLITE_SYNCHRONOUS", "OFF",
                                         false); // lost power: draw it again
    remove_old(path);
    GDALDriver *driver = GetGDALDriverManager()->GetDriverByName(format.driver);
    state_->dataset.reset(driver != nullptr ? driver->Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr)
                                            : nullptr);
    if (!state_->dataset)
        refuse(path);
}

SheetFile::~SheetFile() = default;

void SheetFile::add(const Item &item) {
    const CPLErrorHandlerPusher quiet(CPLQuietErrorHandler);
    if (state_->layer == nullptr)
        state_->open(item);
    OGRLayer &layer = *state_->layer;
    const std::vector<Field> &fields = state_->kind.fields;
    const OGRFeatureUniquePtr row(OGRFeature::CreateFeature(layer.GetLayerDefn()));
    for (std::size_t i = 0; i < state_->columns.size(); ++i) {
        const std::size_t field = state_->columns[i].field;
        set_value(*row, static_cast<int>(i), fields[field], item.values[field], state_->script);
    }
    row->SetGeometryDirectly(geometry_of(item.shape, state_->kind.geometry).release());
    if (layer.CreateFeature(row.get()) != OGRERR_NONE)
        refuse(state_->path);
}

void SheetFile::close() {
    const CPLConfigOptionSetter pinned("OGR_CURRENT_DATE", moment, false);
    const CPLErrorHandlerPusher quiet(CPLQuietErrorHandler);
    if (state_->transaction && state_->dataset->CommitTransaction() != OGRERR_NONE)
        refuse(state_->path);
    CPLErrorReset();
    state_->dataset.reset();
    if (CPLGetLastErrorType() == CE_Failure)
        refuse(state_->path);
    if (state_->format.bare_gbk) { // GDAL leaves an empty one where the encoding is not stated
        std::error_code ignored;
        std::filesystem::remove(std::filesystem::path(state_->path).replace_extension(".cpg"), ignored);
    }
}

} // namespace qitu::sample
