#include "sql_geometry.h"

#include <qitu/core/geometry/geopackage_blob.h>

#include <cstdint>
#include <cstring>

namespace qitu::query {

namespace {

std::optional<Geometry> from_geopackage(std::span<const std::byte> bytes) {
    try {
        const geometry::GeoPackageBlob blob = geometry::read_geopackage_blob(bytes);
        if (!blob.wkb.empty())
            return Geometry{{blob.wkb.begin(), blob.wkb.end()}, blob.srs_id};
    } catch (const geometry::InvalidGeometry &) { // it only begins like one
    }
    return std::nullopt;
}

// SpatiaLite's blob: 00, byte order, SRID, box, 7C … FE.
bool is_spatialite(std::span<const std::byte> blob) {
    constexpr std::size_t mark = 38;
    return blob.size() > mark + 6 && blob[0] == std::byte{0} && blob[1] == std::byte{1} &&
           blob[mark] == std::byte{0x7C} && blob.back() == std::byte{0xFE};
}

std::optional<Geometry> from_spatialite(const sqlite::Database &database, std::span<const std::byte> blob) {
    try {
        sqlite::Statement row(database, "SELECT AsBinary(?)");
        if (!row.bind(1, blob).step() || row.type(0) != sqlite::Type::blob)
            return std::nullopt;
        const auto wkb = row.blob(0);
        std::int32_t srid = 0;
        std::memcpy(&srid, blob.data() + 2, sizeof srid);
        return Geometry{{wkb.begin(), wkb.end()}, srid};
    } catch (const sqlite::Failure &) { // SpatiaLite is not installed
        return std::nullopt;
    }
}

// Polygons and lines with their rings closed; points have no size.
class FigureBuilder {
  public:
    explicit FigureBuilder(Figures &figures) : figures_(figures) {}

    void begin_part(geometry::Kind kind, std::uint32_t) {
        kind_ = kind;
        rings_.clear();
    }
    void path(const geometry::WkbPath &path) {
        geodesy::Ring points;
        path.append_to(points);
        if (kind_ == geometry::Kind::line) {
            figures_.lines.push_back(std::move(points));
            return;
        }
        if (kind_ != geometry::Kind::polygon || points.empty())
            return;
        if (points.front() != points.back())
            points.push_back(points.front());
        rings_.push_back(std::move(points));
    }
    void end_part() {
        if (!rings_.empty())
            figures_.polygons.push_back(std::move(rings_));
    }

  private:
    Figures &figures_;
    geometry::Kind kind_ = geometry::Kind::none;
    geodesy::Polygon rings_;
};

} // namespace

std::optional<Geometry> geometry_of(const sqlite::Database &database, std::span<const std::byte> blob) {
    if (geometry::is_geopackage_blob(blob))
        return from_geopackage(blob);
    return is_spatialite(blob) ? from_spatialite(database, blob) : std::nullopt;
}

Figures figures_of(std::span<const std::byte> wkb) {
    Figures figures;
    FigureBuilder builder(figures);
    geometry::visit_wkb(wkb, builder);
    return figures;
}

} // namespace qitu::query
