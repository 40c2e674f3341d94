#include "plane_zones.h"
#include "single_layer.h"

#include <qitu/core/base/staging.h>
#include <qitu/core/base/units.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/data/gdal/handles.h>
#include <qitu/data/reader/coordinate_text.h>
#include <qitu/data/workspace/features.h>

#include <fmt/format.h>

#include <fstream>
#include <map>

namespace qitu::exchange {

namespace {

using catalogue::Feature;
using catalogue::GeometryType;
using catalogue::Layer;
using geodesy::Point;
using reader::CoordinateText;

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
    parcel.parts = parts_in_plane(geometry, zone);
    return parcel;
}

} // namespace

ExportResult write_coordinate_text(const std::filesystem::path &file, const workspace::Workspace &workspace,
                                   const Layer &layer, bool overwrite) {
    refuse_empty(workspace, layer);
    const Columns columns = columns_of(layer);
    FormatLosses losses(layer, fields_of(layer, columns));
    std::map<int, CoordinateText> zones;
    ExportResult result;
    result.features = for_each_in_zone(
        workspace, layer, losses, [&](int zone, const Feature &feature, const OGRGeometry &geometry) {
            zones[zone].parcels.push_back(parcel_of(feature, geometry, layer, columns, zone));
        });
    for (auto &[zone, text] : zones) {
        result.files.push_back(file_of_zone(file, zone, zones.size()));
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
