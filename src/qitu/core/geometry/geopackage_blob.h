// A geometry as GeoPackage stores it: a header with an envelope, then WKB (OGC 12-128r18, 2.1.3).
#pragma once

#include <qitu/core/geometry/wkb.h>

#include <cstdint>
#include <span>
#include <vector>

namespace qitu::geometry {

struct GeoPackageBlob {
    std::int32_t srs_id = 0;
    bool empty = false;          // by its flag
    std::optional<Box> envelope; // where the header has one of finite numbers
    std::span<const std::byte> wkb;
};

/// True when the bytes begin as such a blob does.
bool is_geopackage_blob(std::span<const std::byte> bytes);

/// Throws InvalidGeometry when they do not, or end too early. The WKB is not looked at.
GeoPackageBlob read_geopackage_blob(std::span<const std::byte> bytes);

/// Appends the header of a blob, little-endian: with an envelope, or marked as empty where the box is.
void put_geopackage_header(std::int32_t srs_id, const Box &envelope, std::vector<std::byte> &blob);

} // namespace qitu::geometry
