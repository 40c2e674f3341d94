#include "single_layer.h"

#include <qitu/core/base/staging.h>
#include <qitu/core/base/units.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/data/gdal/handles.h>
#include <qitu/data/reader/coordinate_text.h>
#include <qitu/data/workspace/features.h>

#include <fmt/format.h>

#include <cmath>
#include <fstream>
#include <map>

namespace qitu::exchange {

namespace {

using catalogue::Feature;
using catalogue::GeometryType;
using catalogue::Layer;
using geodesy::Point;
using reader::CoordinateText;

/// The 3-degree zone that a feature was drawn in, else the one it lies in.
int zone_of(const Feature &feature, const OGRGeometry &geometry) {
    if (feature.central_meridian && std::fmod(*feature.central_meridian, 3) == 0)
        return static_cast<int>(std::lround(*feature.central_meridian / 3));
    OGREnvelope box;
    geometry.getEnvelope(&box);
    return static_cast<int>(std::lround(geodesy::central_meridian_near((box.MinX + box.MaxX) / 2) / 3));
}

class Plane {
  public:
    explicit Plane(int zone) : forward_(3 * zone, 1e6 * zone + 5e5) {}
    [[nodiscard]] geodesy::Ring ring(const OGRSimpleCurve &line) const {
        geodesy::Ring points;
        for (int i = 0; i < line.getNumPoints(); ++i)
            points.push_back(forward_.forward({line.getX(i), line.getY(i)}));
        return points;
    }
    /// Parts as a coordinate TXT lists them.
    void gather(const OGRGeometry &geometry, std::vector<geodesy::Polygon> &parts) const {
        const auto type = wkbFlatten(geometry.getGeometryType());
        if (OGR_GT_IsSubClassOf(type, wkbGeometryCollection) != 0) {
            for (const OGRGeometry *part : *geometry.toGeometryCollection())
                gather(*part, parts);
        } else if (type == wkbPolygon) {
            geodesy::Polygon rings;
            for (const OGRLinearRing *line : *geometry.toPolygon())
                rings.push_back(ring(*line));
            parts.push_back(std::move(rings));
        } else if (type == wkbLineString)
            parts.push_back({ring(*geometry.toLineString())});
        else if (type == wkbPoint)
            parts.push_back({{forward_.forward({geometry.toPoint()->getX(), geometry.toPoint()->getY()})}});
    }

  private:
    geodesy::GaussKrueger forward_;
};

struct Columns {
    int number, name, area;
    double hectares = 1; // of one unit of the declared area
};

Columns columns_of(const Layer &layer) {
    const int own = layer.index_of(catalogue::field_id::parcel_code);
    Columns columns{own >= 0 ? own : layer.index_of(catalogue::field_id::project_code),
                    layer.index_of(catalogue::field_id::project_name),
                    layer.index_of(catalogue::field_id::declared_area), 1};
    if (columns.area >= 0)
        columns.hectares = unit_size(unit_from(layer.fields[static_cast<std::size_t>(columns.area)].unit)) /
                           square_metres_per_hectare;
    return columns;
}

std::vector<std::string> fields_of(const Layer &layer, const Columns &columns) {
    std::vector<std::string> ids;
    for (const int at : {columns.number, columns.name, columns.area})
        if (at >= 0)
            ids.push_back(layer.fields[static_cast<std::size_t>(at)].id);
    return ids;
}

std::string text_at(const Feature &feature, int at) {
    return at < 0 ? std::string() : catalogue::text_of(feature.values[static_cast<std::size_t>(at)]);
}

CoordinateText::Parcel parcel_of(const Feature &feature, const OGRGeometry &geometry, const Layer &layer,
                                 const Columns &columns, int zone) {
    CoordinateText::Parcel parcel;
    parcel.type = layer.geometry;
    parcel.number = text_at(feature, columns.number);
    parcel.name = text_at(feature, columns.name);
    parcel.use = layer.names.zh;
    if (columns.area >= 0)
        if (const auto *area = std::get_if<double>(&feature.values[static_cast<std::size_t>(columns.area)]))
            parcel.hectares = *area * columns.hectares;
    Plane(zone).gather(geometry, parcel.parts);
    return parcel;
}

std::filesystem::path with_zone(const std::filesystem::path &file, int zone) {
    return file.parent_path() / fmt::format("{}_{}{}", file.stem().string(), zone, file.extension().string());
}

} // namespace

ExportResult write_coordinate_text(const std::filesystem::path &file, const workspace::Workspace &workspace,
                                   const Layer &layer, bool overwrite) {
    refuse_empty(workspace, layer);
    const Columns columns = columns_of(layer);
    FormatLosses losses(layer, fields_of(layer, columns));
    std::map<int, CoordinateText> zones;
    ExportResult result;
    auto features = workspace::features(workspace, layer);
    for (Feature feature; next_to_write(features, layer, feature);) {
        losses.count(feature);
        const gdal::Geometry geometry = gdal::geometry_from(feature.wkb);
        if (!geometry || geometry->IsEmpty() != 0)
            continue;
        const int zone = zone_of(feature, *geometry);
        zones[zone].parcels.push_back(parcel_of(feature, *geometry, layer, columns, zone));
        ++result.features;
    }
    for (auto &[zone, text] : zones) {
        result.files.push_back(zones.size() == 1 ? file : with_zone(file, zone));
        refuse_existing(result.files.back(), overwrite);
        text.header = reader::coordinate_text_header(zone, "", "");
    }
    auto target = result.files.begin();
    for (const auto &[zone, text] : zones) {
        const std::string bytes = reader::coordinate_text_bytes(text);
        write_whole(*target++, [&](std::ostream &out) { out << bytes; });
    }
    result.losses = losses.listed();
    return result;
}

} // namespace qitu::exchange
