#include "open/geopackage_rows.h"

#include "geometry/linearize.h"
#include "geometry/multi_part.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/geometry/geopackage_blob.h>

#include <algorithm>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace qitu::reader {

namespace {

bool read_directly(const Source::Column &column) {
    return column.type == OFTInteger || column.type == OFTInteger64 || column.type == OFTReal ||
           column.type == OFTString || column.type == OFTDate;
}

/// Nothing when the blob is not one.
std::optional<geometry::GeoPackageBlob> read_blob(std::span<const std::byte> blob) {
    try {
        return geometry::read_geopackage_blob(blob);
    } catch (const geometry::InvalidGeometry &) {
        return std::nullopt;
    }
}

/// Little-endian, two-dimensional, without curves: passed on as it is.
bool usable(std::span<const std::byte> wkb) {
    try {
        const geometry::WkbHead head = geometry::WkbCursor(wkb).head(0);
        return head.plain() && head.type <= 6;
    } catch (const geometry::InvalidGeometry &) {
        return false; // a curve, or damaged
    }
}

Linearized converted(std::span<const std::byte> wkb, std::vector<std::byte> &result) {
    gdal::Geometry geometry = gdal::geometry_from(wkb);
    if (!geometry) {
        result.assign(wkb.begin(), wkb.end()); // validation and the engine report it
        return {};
    }
    keep_most_dimensions(geometry);
    const Linearized linearized = linearize(geometry);
    result = gdal::wkb_of(*geometry);
    return linearized;
}

bool is_text(OGRFieldType type) {
    return type == OFTString || type == OFTDate;
}

std::string query(OGRLayer &layer, const std::vector<Source::Column> &columns, const std::string &where) {
    const std::string fid = layer.GetFIDColumn();
    std::string sql = "SELECT " + (fid.empty() ? "rowid" : sqlite::identifier(fid)) + ", " +
                      sqlite::identifier(layer.GetGeometryColumn());
    for (const Source::Column &column : columns)
        sql += ", " + sqlite::identifier(column.raw);
    sql += " FROM " + sqlite::identifier(layer.GetName());
    return where.empty() ? sql : sql + " WHERE " + where;
}

} // namespace

std::unique_ptr<GeoPackageRows> GeoPackageRows::open(const std::filesystem::path &file, OGRLayer &layer,
                                                     const std::vector<Source::Column> &columns,
                                                     const std::string &where) {
    if (!std::all_of(columns.begin(), columns.end(), read_directly))
        return nullptr;
    std::vector<OGRFieldType> types;
    for (const Source::Column &column : columns)
        types.push_back(column.type);
    try {
        return std::unique_ptr<GeoPackageRows>(
            new GeoPackageRows(file, query(layer, columns, where), std::move(types)));
    } catch (const sqlite::Failure &) {
        return nullptr;
    }
}

bool GeoPackageRows::next(RawFeature &feature) {
    if (!rows_.step())
        return false;
    feature.id = rows_.integer(0);
    const std::optional<geometry::GeoPackageBlob> blob = read_blob(rows_.blob(1));
    if (blob)
        hold_system(blob->srs_id, feature.id);
    const std::span<const std::byte> wkb = !blob || blob->empty ? std::span<const std::byte>() : blob->wkb;
    if (wkb.empty())
        feature.wkb = empty_geometry();
    else if (usable(wkb))
        feature.wkb.assign(wkb.begin(), wkb.end());
    else {
        const Linearized made = converted(wkb, feature.wkb);
        curves_ += made.curves ? 1 : 0;
        heights_ += made.heights ? 1 : 0;
    }
    feature.values.resize(types_.size());
    for (std::size_t i = 0; i < types_.size(); ++i)
        feature.values[i] = value(static_cast<int>(i) + 2, types_[i]);
    return true;
}

void GeoPackageRows::hold_system(std::int32_t srs_id, std::int64_t feature) {
    if (srs_id_ && *srs_id_ != srs_id)
        throw Error(ErrorKind::unreadable, say("feature {} is in the coordinate system {}, and those before "
                                               "it are in {}. Bring all features "
                                               "of the layer to one system.",
                                               feature, srs_id, *srs_id_));
    srs_id_ = srs_id;
}

/// A column declared as numeric may hold text all the same: SQLite stores it as it is.
catalogue::Value GeoPackageRows::value(int column, OGRFieldType type) const {
    const sqlite::Type stored = rows_.type(column);
    if (stored == sqlite::Type::null)
        return {};
    const bool integer = stored == sqlite::Type::integer;
    if (!is_text(type) && (stored == sqlite::Type::real || (integer && type == OFTReal)))
        return rows_.real(column);
    if (!is_text(type) && integer)
        return rows_.integer(column);
    return rows_.text(column);
}

void GeoPackageRows::rewind() {
    rows_.reset();
    srs_id_.reset();
    curves_ = heights_ = 0;
}

} // namespace qitu::reader
