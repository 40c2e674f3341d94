#include "open/layer_list.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/text.h>

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace qitu::reader {

namespace {

using Layers = std::vector<OGRLayer *>;

bool has_tables(const std::string &driver) {
    return driver == "CSV" || driver == "XLSX" || driver == "XLS" || driver == "ODS";
}

bool repeats_another(const std::string &driver, const std::string &name) {
    return (driver == "GPX" && (name == "route_points" || name == "track_points")) ||
           (driver == "DXF" && name == "blocks");
}

bool has_features(OGRLayer *layer) {
    return layer->GetFeatureCount() != 0;
}

Layers usable(GDALDataset &dataset, const std::string &driver) {
    Layers result;
    for (OGRLayer *layer : dataset.GetLayers())
        if (layer->GetGeomType() != wkbNone || has_tables(driver))
            result.push_back(layer);
    return result;
}

/// Those that can be meant where none is named: with features, and not the same once more.
Layers likely(const Layers &layers, const std::string &driver) {
    Layers result;
    for (OGRLayer *layer : layers)
        if (!repeats_another(driver, layer->GetName()) && (layers.size() == 1 || has_features(layer)))
            result.push_back(layer);
    return result;
}

std::string readable(const char *name) {
    return is_utf8(name) ? name : "?";
}

std::vector<std::string> names_of(const Layers &layers) {
    std::vector<std::string> names;
    for (OGRLayer *layer : layers)
        names.push_back(readable(layer->GetName()));
    return names;
}

std::string geometry_word(OGRwkbGeometryType type) {
    switch (OGR_GT_GetLinear(wkbFlatten(type))) {
    case wkbPoint:
    case wkbMultiPoint:
        return say("points");
    case wkbLineString:
    case wkbMultiLineString:
        return say("lines");
    case wkbPolygon:
    case wkbMultiPolygon:
    case wkbMultiSurface:
        return say("polygons");
    case wkbNone:
        return say("a table");
    default:
        return say("any geometry");
    }
}

std::string listed(const Layers &layers) {
    std::vector<std::string> lines;
    for (OGRLayer *layer : layers)
        lines.push_back(fmt::format("{} ({}, {})", readable(layer->GetName()),
                                    geometry_word(layer->GetGeomType()), layer->GetFeatureCount()));
    return fmt::format("{}", fmt::join(lines, ", "));
}

OGRLayer *named(const std::filesystem::path &file, const Layers &layers, const std::string &name) {
    for (OGRLayer *layer : layers)
        if (layer->GetName() == name || folded(layer->GetName()) == folded(name))
            return layer;
    const std::vector<std::string> names = names_of(layers);
    const std::string near = nearest(name, names);
    throw Error(ErrorKind::unreadable,
                say("{}: has no layer \"{}\" with geometry. Its layers: {}.{}", file.string(), name,
                    listed(layers), near.empty() ? "" : say(" Did you mean \"{}\"?", near)));
}

} // namespace

OGRLayer *chosen_layer(const std::filesystem::path &file, GDALDataset &dataset, const std::string &driver,
                       const std::string &name) {
    const Layers layers = usable(dataset, driver);
    if (!name.empty() && !layers.empty())
        return named(file, layers, name);
    const Layers meant = likely(layers, driver);
    if (meant.size() > 1)
        throw NeedsParameter(
            Parameter::source_layer, ErrorKind::unreadable,
            say("{}: has {} layers: {}. Choose one.", file.string(), meant.size(), listed(meant)));
    if (meant.empty())
        throw Error(ErrorKind::unreadable, say("{}: has no layer with geometry. Send the file that has the "
                                               "geometry (of a Shapefile, the .shp beside the .dbf).",
                                               file.string()));
    return meant.front();
}

} // namespace qitu::reader
