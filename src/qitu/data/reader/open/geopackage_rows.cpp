#include "open/geopackage_rows.h"

#include "geometry/linearize.h"
#include "geometry/multi_part.h"

#include <qitu/core/geometry/geopackage_blob.h>

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <span>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace qitu::reader {

namespace {

std::string identifier(std::string_view name) {
    std::string result = "\"";
    for (const char c : name)
        result += c == '"' ? std::string("\"\"") : std::string(1, c);
    return result + '"';
}

bool readable(const Source::Column &column) {
    return column.type == OFTInteger || column.type == OFTInteger64 || column.type == OFTReal ||
           column.type == OFTString || column.type == OFTDate;
}

/// Empty when the blob is of an empty geometry, or not one.
std::span<const std::byte> wkb_in(std::span<const std::byte> blob) {
    try {
        const geometry::GeoPackageBlob read = geometry::read_geopackage_blob(blob);
        return read.empty ? std::span<const std::byte>() : read.wkb;
    } catch (const geometry::InvalidGeometry &) {
        return {};
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
    OGRGeometry *made = nullptr;
    if (OGRGeometryFactory::createFromWkb(wkb.data(), nullptr, &made, wkb.size()) != OGRERR_NONE) {
        result.assign(wkb.begin(), wkb.end()); // validation and the engine report it
        return {};
    }
    OGRGeometryUniquePtr geometry(made);
    const Linearized linearized = linearize(geometry);
    result.resize(geometry->WkbSize());
    geometry->exportToWkb(wkbNDR, reinterpret_cast<unsigned char *>(result.data()), wkbVariantIso);
    return linearized;
}

bool is_text(OGRFieldType type) {
    return type == OFTString || type == OFTDate;
}

/// A column declared as numbers may hold texts all the same: SQLite keeps them as they are.
catalogue::Value value_at(sqlite3_stmt *row, int column, OGRFieldType type) {
    const int stored = sqlite3_column_type(row, column);
    if (stored == SQLITE_NULL)
        return {};
    if (!is_text(type) && (stored == SQLITE_FLOAT || (stored == SQLITE_INTEGER && type == OFTReal)))
        return sqlite3_column_double(row, column);
    if (!is_text(type) && stored == SQLITE_INTEGER)
        return static_cast<std::int64_t>(sqlite3_column_int64(row, column));
    const auto *text = reinterpret_cast<const char *>(sqlite3_column_text(row, column));
    return std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(row, column)));
}

} // namespace

void GeoPackageRows::Close::operator()(sqlite3 *database) const {
    sqlite3_close_v2(database);
}

void GeoPackageRows::Close::operator()(sqlite3_stmt *statement) const {
    sqlite3_finalize(statement);
}

std::unique_ptr<GeoPackageRows> GeoPackageRows::open(const std::filesystem::path &file, OGRLayer &layer,
                                                     const std::vector<Source::Column> &columns,
                                                     const std::string &where) {
    if (!std::all_of(columns.begin(), columns.end(), readable))
        return nullptr;
    std::unique_ptr<GeoPackageRows> rows(new GeoPackageRows);
    sqlite3 *database = nullptr;
    const int opened =
        sqlite3_open_v2(file.c_str(), &database, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr);
    rows->database_.reset(database);
    if (opened != SQLITE_OK)
        return nullptr;
    const std::string fid = layer.GetFIDColumn();
    std::string sql =
        "SELECT " + (fid.empty() ? "rowid" : identifier(fid)) + ", " + identifier(layer.GetGeometryColumn());
    for (const Source::Column &column : columns) {
        sql += ", " + identifier(column.raw);
        rows->types_.push_back(column.type);
    }
    sql += " FROM " + identifier(layer.GetName());
    if (!where.empty())
        sql += " WHERE " + where;
    sqlite3_stmt *statement = nullptr;
    const int prepared = sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr);
    rows->rows_.reset(statement);
    return prepared == SQLITE_OK ? std::move(rows) : nullptr;
}

bool GeoPackageRows::next(RawFeature &feature) {
    sqlite3_stmt *row = rows_.get();
    const int result = sqlite3_step(row);
    if (result == SQLITE_DONE)
        return false;
    if (result != SQLITE_ROW)
        throw std::runtime_error(sqlite3_errmsg(database_.get()));
    feature.id = sqlite3_column_int64(row, 0);
    const auto *blob = static_cast<const std::byte *>(sqlite3_column_blob(row, 1));
    const auto wkb = wkb_in({blob, static_cast<std::size_t>(sqlite3_column_bytes(row, 1))});
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
        feature.values[i] = value_at(row, static_cast<int>(i) + 2, types_[i]);
    return true;
}

void GeoPackageRows::rewind() {
    sqlite3_reset(rows_.get());
    curves_ = heights_ = 0;
}

} // namespace qitu::reader
