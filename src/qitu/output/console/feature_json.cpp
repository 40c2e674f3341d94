#include <qitu/core/geometry/wkb.h>
#include <qitu/output/console/feature_json.h>

#include <nlohmann/json.hpp>

#include <array>
#include <variant>

namespace qitu::console {

namespace {

Json position_json(geometry::Point p) {
    return Json::array({p.x, p.y});
}

Json path_json(const geometry::Shape &shape, std::size_t path) {
    Json points = Json::array();
    for (const geometry::Point p : shape.path(path))
        points.push_back(position_json(p));
    return points;
}

Json part_json(const geometry::Shape &shape, std::size_t part) {
    const std::size_t first = shape.part_begin(part);
    if (shape.kind == geometry::Kind::point)
        return position_json(shape.path(first).front());
    if (shape.kind == geometry::Kind::line)
        return path_json(shape, first);
    Json rings = Json::array();
    for (std::size_t ring = first; ring < shape.part_ends[part]; ++ring)
        rings.push_back(path_json(shape, ring));
    return rings;
}

Json value_json(const catalogue::Value &value) {
    return std::visit(
        [](const auto &of) {
            if constexpr (std::is_same_v<std::decay_t<decltype(of)>, std::monostate>)
                return Json();
            else
                return Json(of);
        },
        value);
}

} // namespace

Json cell_json(const workspace::Cell &cell) {
    if (const auto *whole = std::get_if<std::int64_t>(&cell))
        return *whole;
    if (const auto *real = std::get_if<double>(&cell))
        return *real;
    return std::holds_alternative<std::monostate>(cell) ? Json() : Json(workspace::text_of(cell));
}

Json geometry_json(std::span<const std::byte> wkb) {
    if (wkb.empty())
        return {};
    geometry::Shape shape = geometry::read_wkb(wkb);
    if (shape.empty())
        return {};
    constexpr std::array<const char *, 4> names{"", "Point", "LineString", "Polygon"};
    const std::string name = names[static_cast<std::size_t>(shape.kind)];
    if (shape.kind == geometry::Kind::polygon)
        geometry::orient(shape);
    if (shape.parts() == 1)
        return {{"type", name}, {"coordinates", part_json(shape, 0)}};
    Json parts = Json::array();
    for (std::size_t part = 0; part < shape.parts(); ++part)
        parts.push_back(part_json(shape, part));
    return {{"type", "Multi" + name}, {"coordinates", std::move(parts)}};
}

Json geojson_of(const catalogue::Feature &feature, const catalogue::Layer &layer) {
    Json properties = Json::object();
    for (std::size_t i = 0; i < layer.fields.size(); ++i)
        properties[layer.fields[i].id] = value_json(feature.values[i]);
    return {{"type", "Feature"},
            {"id", feature.id},
            {"geometry", geometry_json(feature.wkb)},
            {"properties", std::move(properties)}};
}

} // namespace qitu::console
