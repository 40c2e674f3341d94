// Geometry as GeoPackage stores it: a header with the envelope, then ISO WKB (OGC 12-128r18, 2.1.3).
#pragma once

#include <qitu/core/catalogue/catalogue.h>
#include <qitu/core/geometry/wkb.h>
#include <qitu/data/sqlite/sqlite.h>

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace qitu::workspace {

/// Replaces `blob` by that of a 2D geometry of this type, single parts made multi-part, and returns its
/// envelope: the box where it is known, so that the WKB need not be decoded. Throws InvalidGeometry with the
/// reason when the WKB is damaged, of another type, or has Z or M.
geometry::Box blob_from_wkb(std::span<const std::byte> wkb, catalogue::GeometryType type,
                            const std::optional<geometry::Box> &box, std::vector<std::byte> &blob);

/// The WKB within a blob; empty for an empty blob. Throws InvalidGeometry.
std::span<const std::byte> wkb_of_blob(std::span<const std::byte> blob);

/// Why the WKB cannot be decoded or is not a place on Earth; nothing where it is one, or empty.
std::optional<Names> unusable(std::span<const std::byte> wkb);

/// From the header where it has one, else from the coordinates. Throws InvalidGeometry.
geometry::Box envelope_of_blob(std::span<const std::byte> blob);

/// Whether the geometry and the box have a point in common; false where it cannot be decoded.
bool blob_meets(std::span<const std::byte> blob, const geometry::Box &box);

/// A blob on its way into PostGIS. `wkb` is empty where PostGIS cannot hold it in a column of the multi type: damaged, of
/// another type, open rings, numbers that are none. `same`: what qitu_file.blob() makes of it there is this blob again.
struct ServerGeometry {
    std::span<const std::byte> wkb;
    bool same = false;
};
ServerGeometry geometry_for_server(std::span<const std::byte> blob, catalogue::GeometryType type);

/// ST_IsEmpty, ST_MinX, ST_MaxX, ST_MinY and ST_MaxY, which the RTree triggers of a GeoPackage call.
void register_functions(const sqlite::Database &database);

} // namespace qitu::workspace
