// Rows of a GeoPackage read through SQLite: the same features as GDAL gives, several times as fast, since no
// OGR feature is built for each.
#pragma once

#include "open/source.h"

#include <qitu/data/sqlite/sqlite.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qitu::reader {

class GeoPackageRows {
  public:
    /// Of the rows that fit `where`, "" for all. Nothing when the columns hold more than numbers, texts and
    /// dates, or SQLite cannot open the file as it stands: then GDAL reads it.
    static std::unique_ptr<GeoPackageRows> open(const std::filesystem::path &file, OGRLayer &layer,
                                                const std::vector<Source::Column> &columns,
                                                const std::string &where);

    /// Throws sqlite::Failure, and Error (unreadable) for a geometry in another system than those before it.
    bool next(RawFeature &feature);
    void rewind();
    [[nodiscard]] std::uint64_t curves() const { return curves_; }   // features linearized so far
    [[nodiscard]] std::uint64_t heights() const { return heights_; } // that lost Z or M

  private:
    GeoPackageRows(const std::filesystem::path &file, const std::string &sql, std::vector<OGRFieldType> types)
        : database_(file, sqlite::Access::read, sqlite::Threads::one), rows_(database_, sql),
          types_(std::move(types)) {}
    [[nodiscard]] catalogue::Value value(int column, OGRFieldType type) const;
    void hold_system(std::int32_t srs_id, std::int64_t feature);

    sqlite::Database database_;
    sqlite::Statement rows_;
    std::vector<OGRFieldType> types_;
    std::uint64_t curves_ = 0;
    std::uint64_t heights_ = 0;
    std::optional<std::int32_t> srs_id_; // of the geometries so far
};

} // namespace qitu::reader
