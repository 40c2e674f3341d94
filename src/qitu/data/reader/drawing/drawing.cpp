#include "drawing/drawing.h"

#include "drawing/extended_data.h"
#include "geometry/linearize.h"
#include "geometry/memory_layer.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/text.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>

namespace qitu::reader {

namespace {

using catalogue::GeometryType;
using catalogue::Value;

std::string text_in(const OGRFeature &feature, const char *field) {
    const int at = feature.GetFieldIndex(field);
    return at < 0 || !feature.IsFieldSetAndNotNull(at) ? std::string() : feature.GetFieldAsString(at);
}

/// Kinds of what is drawn, for people.
std::string entity_kind(const OGRFeature &feature, const OGRGeometry &geometry) {
    const std::string classes = text_in(feature, "SubClasses");
    if (classes.find("AcDbBlockReference") != std::string::npos)
        return say("blocks");
    if (classes.find("AcDbHatch") != std::string::npos)
        return say("hatches");
    if (classes.find("Text") != std::string::npos || !text_in(feature, "Text").empty())
        return say("texts");
    switch (OGR_GT_GetLinear(wkbFlatten(geometry.getGeometryType()))) {
    case wkbPoint:
    case wkbMultiPoint:
        return say("points");
    case wkbLineString:
    case wkbMultiLineString:
        return say("open lines");
    case wkbPolygon:
    case wkbMultiPolygon:
        return say("faces");
    default:
        return say("other entities");
    }
}

bool is_line(const OGRGeometry &geometry) {
    const auto type = wkbFlatten(geometry.getGeometryType());
    return type == wkbLineString || type == wkbMultiLineString;
}

bool is_text_or_block(const OGRFeature &feature) {
    const std::string classes = text_in(feature, "SubClasses");
    return classes.find("Text") != std::string::npos ||
           classes.find("AcDbBlockReference") != std::string::npos || !text_in(feature, "Text").empty();
}

class Tracer {
  public:
    Tracer(const OpenOptions &options, GeometryType wanted) : options_(options), wanted_(wanted) {}

    /// The figure that is meant, or nothing; counts either way.
    OGRGeometryUniquePtr trace(const OGRFeature &feature);
    [[nodiscard]] std::string listed() const;

  private:
    [[nodiscard]] OGRGeometryUniquePtr usable(const OGRFeature &feature, const OGRGeometry &geometry) const;
    const OpenOptions &options_;
    GeometryType wanted_;
    std::map<std::string, std::size_t> rest_; // what was left away
};

OGRGeometryUniquePtr Tracer::usable(const OGRFeature &feature, const OGRGeometry &geometry) const {
    const std::string classes = text_in(feature, "SubClasses");
    if (classes.find("AcDbHatch") != std::string::npos) // fills what is drawn as a line too
        return nullptr;
    const auto type = wkbFlatten(geometry.getGeometryType());
    OGRGeometryUniquePtr result(geometry.clone());
    switch (wanted_) {
    case GeometryType::point:
        if (type != wkbPoint || is_text_or_block(feature))
            return nullptr;
        return result;
    case GeometryType::line:
        return is_line(geometry) ? std::move(result) : nullptr;
    default:
        if (type == wkbPolygon || type == wkbMultiPolygon)
            return result;
        return closed_lines(*result, options_.close_m);
    }
}

OGRGeometryUniquePtr Tracer::trace(const OGRFeature &feature) {
    const OGRGeometry *drawn = feature.GetGeometryRef();
    if (drawn == nullptr || drawn->IsEmpty() != 0) {
        ++rest_[say("blocks")];
        return nullptr;
    }
    const std::vector<std::string> &layers = options_.cad_layers;
    if (!layers.empty() && std::none_of(layers.begin(), layers.end(), [&](const std::string &layer) {
            return folded(layer) == folded(text_in(feature, "Layer"));
        })) {
        ++rest_[say("entities of other CAD layers")];
        return nullptr;
    }
    OGRGeometryUniquePtr flat(drawn->clone());
    linearize(flat);
    OGRGeometryUniquePtr figure = usable(feature, *flat);
    if (!figure)
        ++rest_[entity_kind(feature, *flat)];
    return figure;
}

std::string Tracer::listed() const {
    std::vector<std::string> all;
    for (const auto &[kind, count] : rest_)
        all.push_back(say("{} {}", count, kind));
    return fmt::format("{}", fmt::join(all, ", "));
}

std::vector<std::string> names_of_layers(OGRLayer &entities) {
    std::map<std::string, bool> names;
    entities.ResetReading();
    while (const OGRFeatureUniquePtr feature{entities.GetNextFeature()})
        names[text_in(*feature, "Layer")] = true;
    std::vector<std::string> result;
    for (const auto &[name, seen] : names)
        result.push_back(name);
    return result;
}

void refuse_unknown_layers(const std::filesystem::path &file, OGRLayer &entities,
                           const OpenOptions &options) {
    if (options.cad_layers.empty())
        return;
    const std::vector<std::string> known = names_of_layers(entities);
    for (const std::string &layer : options.cad_layers)
        if (std::none_of(known.begin(), known.end(),
                         [&](const auto &one) { return folded(one) == folded(layer); }))
            throw Error(ErrorKind::usage, say("There is no CAD layer \"{}\" in {}. Its layers: {}.", layer,
                                              file.string(), fmt::join(known, ", ")));
}

constexpr std::array fixed_columns{"Layer", "EntityHandle", "Text"};

std::vector<Value> values_of(const OGRFeature &feature, const ExtendedData &extended) {
    std::vector<Value> values;
    const auto add = [&](const std::string &text) { values.push_back(text.empty() ? Value() : Value(text)); };
    for (const char *column : fixed_columns)
        add(text_in(feature, column));
    const auto of_entity = extended.values.find(text_in(feature, "EntityHandle"));
    for (const std::string &column : extended.columns) {
        std::string value;
        if (of_entity != extended.values.end())
            for (const auto &[name, text] : of_entity->second)
                value = name == column ? text : value;
        add(value);
    }
    return values;
}

[[noreturn]] void nothing_drawn(const std::filesystem::path &file, const std::string &rest) {
    throw NeedsParameter(Parameter::cad_blocks, ErrorKind::unreadable,
                         say("{}: the drawing contains no entity of the required type (for polygons: closed "
                             "polylines). It contains {}. Close the polylines, include inserted blocks, or "
                             "close lines whose ends nearly meet.",
                             file.string(), rest.empty() ? say("nothing") : rest));
}

} // namespace

bool is_drawing(const Opened &opened) {
    return opened.driver == "DXF" || opened.driver == "CAD";
}

void shape_drawing(Opened &opened, const std::filesystem::path &file, const OpenOptions &options,
                   std::optional<GeometryType> wanted, std::vector<std::string> &notes) {
    const gdal::Quiet quiet;
    OGRLayer &entities = *opened.layer;
    refuse_unknown_layers(file, entities, options);
    const GeometryType type = wanted.value_or(GeometryType::polygon);
    MemoryLayer layer(entities.GetName(), wkbUnknown);
    const ExtendedData extended = opened.driver == "DXF" ? extended_data(opened.file) : ExtendedData{};
    for (const char *name : fixed_columns)
        layer.add_field(name, OFTString);
    for (const std::string &name : extended.columns)
        layer.add_field(name, OFTString);
    Tracer tracer(options, type);
    std::int64_t id = 0;
    entities.ResetReading();
    while (const OGRFeatureUniquePtr feature{entities.GetNextFeature()})
        if (OGRGeometryUniquePtr figure = tracer.trace(*feature))
            layer.add(++id, values_of(*feature, extended), std::move(figure));
    if (gdal::failed())
        throw Error(ErrorKind::unreadable, say("{}: the drawing is truncated ({}). Send it again, complete.",
                                               file.string(), gdal::message("")));
    const std::string rest = tracer.listed();
    if (id == 0)
        nothing_drawn(file, rest);
    if (!extended.columns.empty())
        notes.push_back(say("extended data (XDATA) of {} were read as columns: {}",
                            fmt::join(extended.programs, ", "), fmt::join(extended.columns, ", ")));
    if (!rest.empty())
        notes.push_back(say("ignored entities of the drawing: {}", rest));
    opened.replace(layer.take());
}

} // namespace qitu::reader
