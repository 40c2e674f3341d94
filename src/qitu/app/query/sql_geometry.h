// Blobs of GeoPackage and SpatiaLite as WKB, and WKB as the figures that geodesy measures.
#pragma once

#include <qitu/app/query/query.h>
#include <qitu/core/geodesy/geodesy.h>
#include <qitu/data/sqlite/sqlite.h>

#include <span>
#include <vector>

namespace qitu::query {

/// The blob as geometry; nothing when it is not one. SpatiaLite's blobs are read by SpatiaLite's own
/// AsBinary.
std::optional<Geometry> geometry_of(const sqlite::Database &database, std::span<const std::byte> blob);

/// What a geometry is made of; points are dropped.
struct Figures {
    std::vector<geodesy::Polygon> polygons;
    std::vector<geodesy::Ring> lines;
    geodesy::Ellipsoid ellipsoid = geodesy::cgcs2000; // that they lie on
};
/// Throws InvalidGeometry.
Figures figures_of(std::span<const std::byte> wkb);

} // namespace qitu::query
