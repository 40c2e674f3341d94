#include "sheet_file.h"

#include <qitu/core/base/staging.h>
#include <qitu/data/gdal/vector_writer.h>

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

OGRwkbGeometryType geometry_type(GeometryType type) {
    if (type == GeometryType::point)
        return wkbPoint;
    return type == GeometryType::line ? wkbLineString : wkbPolygon;
}

gdal::Geometry geometry_of(const geodesy::Polygon &shape, GeometryType type) {
    const auto filled = [](OGRSimpleCurve &curve, const geodesy::Ring &ring) {
        curve.setNumPoints(static_cast<int>(ring.size()), FALSE);
        for (std::size_t i = 0; i < ring.size(); ++i)
            curve.setPoint(static_cast<int>(i), ring[i].x, ring[i].y);
    };
    if (type == GeometryType::point)
        return gdal::Geometry(new OGRPoint(shape.front().front().x, shape.front().front().y));
    if (type == GeometryType::line) {
        auto line = std::make_unique<OGRLineString>();
        filled(*line, shape.front());
        return gdal::Geometry(line.release());
    }
    auto polygon = std::make_unique<OGRPolygon>();
    for (const geodesy::Ring &points : shape) {
        auto ring = std::make_unique<OGRLinearRing>();
        filled(*ring, points);
        polygon->addRingDirectly(ring.release());
    }
    return gdal::Geometry(polygon.release());
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

gdal::Field field_of(const Field &field, const std::string &name, const Format &format) {
    constexpr int text_bytes = 80; // as GDAL and QGIS give it to a text of no stated length
    gdal::Field made{.name = name, .type = field_type(field)};
    if (!format.bare_gbk)
        return made;
    made.width = made.type == OFTString ? text_bytes : made.type == OFTReal ? 16 : 9;
    made.precision = made.type == OFTReal ? 4 : 0;
    return made;
}

std::vector<std::string> layer_options(const Format &format) {
    const std::string_view driver = format.driver;
    if (driver == "ESRI Shapefile")
        return {"ENCODING=", std::string("DBF_DATE_LAST_UPDATE=") + day};
    return {driver == "GPKG" ? "SPATIAL_INDEX=YES" : "COORDINATE_PRECISION=9"};
}

} // namespace

struct SheetFile::State {
    State(const std::filesystem::path &file, const Format &form, const catalogue::Layer &of)
        : path(file), format(form), kind(of), script(form), staged(file),
          writer(form.driver, staged.path(), file, {.time = moment}) {}

    std::filesystem::path path;
    Format format;
    const catalogue::Layer &kind;
    Script script;
    StagedFolder staged;
    gdal::VectorWriter writer;
    std::optional<gdal::LayerWriter> layer;
    std::vector<Column> columns;

    void add_layer(const Item &first) {
        const auto reference = format.bare_gbk ? nullptr : gdal::reference_from_epsg(4490);
        gdal::LayerDefinition definition{.name = path.stem().string(),
                                         .geometry = geometry_type(kind.geometry),
                                         .reference = reference.get(),
                                         .options = layer_options(format)};
        columns = columns_of(kind, first, script);
        for (const Column &column : columns)
            definition.fields.push_back(field_of(kind.fields[column.field], column.name, format));
        layer = writer.add_layer(definition);
    }

    void set_value(std::size_t at, const Field &field, const Value &value) {
        if (std::holds_alternative<std::string>(value))
            layer->set(at, script.text(field, value));
        else if (!empty(value))
            layer->set(at, value);
    }
};

SheetFile::SheetFile(const std::filesystem::path &path, const Format &format, const catalogue::Layer &layer)
    : state_(std::make_unique<State>(path, format, layer)) {}

SheetFile::~SheetFile() = default;

void SheetFile::add(const Item &item) {
    if (!state_->layer)
        state_->add_layer(item);
    for (std::size_t i = 0; i < state_->columns.size(); ++i) {
        const std::size_t field = state_->columns[i].field;
        state_->set_value(i, state_->kind.fields[field], item.values[field]);
    }
    state_->layer->set_geometry(geometry_of(item.shape, state_->kind.geometry));
    state_->layer->write();
}

void SheetFile::close() {
    state_->writer.finish();
    if (state_->format.bare_gbk) { // GDAL leaves an empty one where the encoding is not stated
        std::error_code ignored;
        std::filesystem::remove(state_->staged.path().replace_extension(".cpg"), ignored);
    }
    gdal::move_to_target(state_->staged, state_->path);
}

} // namespace qitu::sample
