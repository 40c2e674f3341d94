#include "geojson.h"

#include <qitu/core/geometry/wkb.h>

#include <nlohmann/json.hpp>

#include <array>
#include <variant>

namespace qitu::server {

namespace {

using geometry::Kind;
using geometry::Shape;

Json position(geometry::Point p) {
    return Json::array({p.x, p.y});
}

Json path_of(const Shape &shape, std::size_t path) {
    Json points = Json::array();
    for (const geometry::Point p : shape.path(path))
        points.push_back(position(p));
    return points;
}

Json part_of(const Shape &shape, std::size_t part) {
    const std::size_t first = shape.part_begin(part);
    if (shape.kind == Kind::point)
        return position(shape.path(first).front());
    if (shape.kind == Kind::line)
        return path_of(shape, first);
    Json rings = Json::array();
    for (std::size_t ring = first; ring < shape.part_ends[part]; ++ring)
        rings.push_back(path_of(shape, ring));
    return rings;
}

} // namespace

Json json_of(const catalogue::Value &value) {
    return std::visit(
        [](const auto &of) {
            if constexpr (std::is_same_v<std::decay_t<decltype(of)>, std::monostate>)
                return Json();
            else
                return Json(of);
        },
        value);
}

Json geometry_of(const catalogue::Feature &feature) {
    if (feature.wkb.empty())
        return {};
    Shape shape = geometry::read_wkb(feature.wkb);
    if (shape.empty())
        return {};
    constexpr std::array<const char *, 4> names{"", "Point", "LineString", "Polygon"};
    const std::string name = names[static_cast<std::size_t>(shape.kind)];
    if (shape.kind == Kind::polygon)
        geometry::orient(shape);
    if (shape.parts() == 1)
        return {{"type", name}, {"coordinates", part_of(shape, 0)}};
    Json parts = Json::array();
    for (std::size_t part = 0; part < shape.parts(); ++part)
        parts.push_back(part_of(shape, part));
    return {{"type", "Multi" + name}, {"coordinates", std::move(parts)}};
}

Json geojson_of(const catalogue::Feature &feature, const catalogue::Layer &layer) {
    Json properties = Json::object();
    for (std::size_t i = 0; i < layer.fields.size(); ++i)
        properties[layer.fields[i].id] = json_of(feature.values[i]);
    return {{"type", "Feature"},
            {"id", feature.id},
            {"geometry", geometry_of(feature)},
            {"properties", std::move(properties)}};
}

} // namespace qitu::server
