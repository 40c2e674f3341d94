// handles: GDAL's objects behind RAII, and what turns our values into them.
#pragma once

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace qitu::gdal {

using Dataset = GDALDatasetUniquePtr;
using Feature = OGRFeatureUniquePtr;
using Geometry = OGRGeometryUniquePtr;

/// ISO or extended WKB; null when it is damaged.
Geometry geometry_from(std::span<const std::byte> wkb);
/// Little-endian ISO WKB.
std::vector<std::byte> wkb_of(const OGRGeometry &geometry);
/// The geometry as this type where it can be: single parts as multi-part. Null stays null.
Geometry forced_to(Geometry geometry, OGRwkbGeometryType type);

/// The coordinate reference system of an EPSG code, with longitude or easting first; null where PROJ does not
/// know it.
std::unique_ptr<OGRSpatialReference> reference_from_epsg(int code);
/// The same of WKT or an authority's code such as EPSG:4490.
std::unique_ptr<OGRSpatialReference> reference_from(const std::string &definition);

/// Null-terminated names of GDAL's drivers.
using Drivers = std::span<const char *const>;
/// Drivers that read just the file they are given and what stands beside it under its name. GDAL chooses by
/// content: with all drivers allowed, whoever sends a "parcels.geojson" that is an OGR virtual format reads
/// other files of the machine, writes files through SQL, or calls a server. Ends with nullptr.
inline constexpr std::array<const char *, 23> file_formats{
    "ESRI Shapefile", "MapInfo File", "GPKG", "SQLite", "GeoJSON", "GeoJSONSeq", "ESRIJSON", "TopoJSON",
    "LIBKML",         "KML",          "GPX",  "DXF",    "CAD",     "DGN",        "CSV",      "OpenFileGDB",
    "FlatGeobuf",     "GML",          "XLSX", "XLS",    "ODS",     "PGeo",       nullptr};

/// Opens a file of vectors for reading, by these drivers only; null when none of them takes it, with the
/// reason in gdal::message(). \pre `drivers` ends with nullptr.
Dataset open_vector(const std::string &name, Drivers drivers, const std::vector<std::string> &options = {});

/// The same of rasters. HFA, ENVI and EHdr have their parts in files of the same name. Ends with nullptr.
inline constexpr std::array<const char *, 9> raster_formats{
    "GTiff", "HFA", "AAIGrid", "SRTMHGT", "USGSDEM", "ENVI", "EHdr", "JP2OpenJPEG", nullptr};

/// Opens a raster for reading, by `raster_formats` only; null when none of them takes it, with the reason in
/// gdal::message().
Dataset open_raster(const std::string &name);

} // namespace qitu::gdal
