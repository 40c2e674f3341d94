// handles: GDAL's objects behind RAII, and what turns our values into them.
#pragma once

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

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
/// Every driver that GDAL has.
inline constexpr Drivers any_driver{};

/// Opens a file of vectors for reading, by these drivers only; null when none of them takes it, with the
/// reason in gdal::message(). \pre `drivers` ends with nullptr, or is any_driver.
Dataset open_vector(const std::string &name, Drivers drivers, const std::vector<std::string> &options = {});

} // namespace qitu::gdal
