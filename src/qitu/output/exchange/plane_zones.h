// Formats in plane coordinates hold one 3-degree zone a file.
#pragma once

#include <qitu/core/catalogue/catalogue.h>
#include <qitu/core/geodesy/geodesy.h>
#include <qitu/data/gdal/handles.h>

#include <cstddef>
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

} // namespace qitu::exchange
