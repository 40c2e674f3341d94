// Formats in plane coordinates hold one 3-degree zone a file.
#pragma once

#include "single_layer.h"

#include <qitu/core/catalogue/catalogue.h>
#include <qitu/core/geodesy/geodesy.h>
#include <qitu/data/gdal/handles.h>
#include <qitu/data/workspace/features.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <vector>

namespace qitu::exchange {

/// The 3-degree zone that a feature was drawn in, else the one it lies in.
int zone_of(const catalogue::Feature &feature, const OGRGeometry &geometry);
/// Its polygons as rings, its lines and points as one ring each, in Gauss-Krueger on CGCS2000 with the zone's number before
/// the eastings.
std::vector<geodesy::Polygon> parts_in_plane(const OGRGeometry &geometry, int zone);
/// The file itself where there is one zone, else with the zone behind its name.
std::filesystem::path file_of_zone(const std::filesystem::path &file, int zone, std::size_t zones);

/// Reads a layer's features that have a geometry: take(zone, feature, geometry), each counted in `losses`. Returns how many.
template <typename Take>
std::uint64_t for_each_in_zone(const workspace::Workspace &workspace, const catalogue::Layer &layer,
                               FormatLosses &losses, const Take &take) {
    std::uint64_t count = 0;
    auto features = workspace::features(workspace, layer);
    for (catalogue::Feature feature; next_to_write(features, layer, feature);) {
        losses.count(feature);
        const gdal::Geometry geometry = gdal::geometry_from(feature.wkb);
        if (!geometry || geometry->IsEmpty() != 0)
            continue;
        take(zone_of(feature, *geometry), feature, *geometry);
        ++count;
    }
    return count;
}

} // namespace qitu::exchange
