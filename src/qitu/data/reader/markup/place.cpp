#include "markup/place.h"

#include "geometry/memory_layer.h"
#include "markup/xml_text.h"

#include <qitu/core/base/text.h>

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>

namespace qitu::reader {

namespace {

using catalogue::GeometryType;
using catalogue::Value;

OGRGeometryUniquePtr single(OGRGeometryUniquePtr geometry) {
    OGRGeometryCollection &all = *geometry->toGeometryCollection();
    return all.getNumGeometries() == 1 ? OGRGeometryUniquePtr(all.getGeometryRef(0)->clone())
                                       : std::move(geometry);
}

/// Of what stands together the figures of most dimensions: a point beside a polygon is its label.
OGRGeometryUniquePtr drawn(const PlaceFigures &figures, std::size_t &left_out) {
    if (!figures.polygons.empty()) {
        left_out += figures.lines.size() + figures.points.size();
        return single(geometry_of(figures.polygons, GeometryType::polygon));
    }
    const auto in_parts = [](const auto &each) {
        std::vector<geometry::Polygon> parts;
        for (const auto &one : each)
            parts.push_back({one});
        return parts;
    };
    if (!figures.lines.empty()) {
        left_out += figures.points.size();
        return single(geometry_of(in_parts(figures.lines), GeometryType::line));
    }
    if (figures.points.empty())
        return nullptr;
    return single(geometry_of({{figures.points}}, GeometryType::point));
}

std::vector<std::string> columns_of(const Folder &folder) {
    std::vector<std::string> columns;
    for (const Place &place : folder.places)
        for (const auto &[column, value] : place.values)
            if (std::find(columns.begin(), columns.end(), column) == columns.end())
                columns.push_back(column);
    return columns;
}

bool all_numbers(const Folder &folder, const std::string &column) {
    const auto wanted = folder.numeric.find(column);
    if (wanted == folder.numeric.end())
        return false;
    for (const Place &place : folder.places)
        for (const auto &[name, value] : place.values)
            if (name == column && !value.empty() && !plain_number(value))
                return false;
    return true;
}

Value value_of(const Place &place, const std::string &column, bool number) {
    for (const auto &[name, value] : place.values)
        if (name == column && !value.empty())
            return number ? Value(*plain_number(value)) : Value(value);
    return {};
}

/// What all places are; wkbUnknown where they differ.
OGRwkbGeometryType type_of(const Folder &folder) {
    std::set<OGRwkbGeometryType> types;
    for (const Place &place : folder.places) {
        const PlaceFigures &figures = place.figures;
        if (!figures.polygons.empty())
            types.insert(wkbMultiPolygon);
        else if (!figures.lines.empty())
            types.insert(wkbMultiLineString);
        else if (!figures.points.empty())
            types.insert(wkbMultiPoint);
    }
    return types.size() == 1 ? *types.begin() : wkbUnknown;
}

std::string name_for(const Folder &folder, const Markup &markup) {
    std::string name = folder.name;
    for (int n = 2; markup.layers.contains(name); ++n)
        name = fmt::format("{} (#{})", folder.name, n);
    return name;
}

} // namespace

void add_layers(const std::vector<Folder> &folders, OGRSpatialReference *crs, Markup &markup) {
    for (const Folder &folder : folders) {
        if (folder.places.empty())
            continue;
        const std::string name = name_for(folder, markup);
        MarkupLayer &facts = markup.layers[name];
        MemoryLayer layer(*markup.dataset, name, type_of(folder), crs);
        std::vector<std::pair<std::string, bool>> columns;
        for (const std::string &column : columns_of(folder)) {
            columns.emplace_back(column, all_numbers(folder, column));
            layer.add_field(column, columns.back().second ? OFTReal : OFTString);
        }
        std::int64_t id = 0;
        for (const Place &place : folder.places) {
            std::vector<Value> values;
            for (const auto &[column, number] : columns)
                values.push_back(value_of(place, column, number));
            facts.systems.insert(place.system);
            facts.heights += place.heights ? 1 : 0;
            layer.add(++id, values, drawn(place.figures, facts.parts_left_out));
        }
    }
}

} // namespace qitu::reader
