// The .dbf of a Shapefile as bytes: its records, also those marked as deleted, and the text in numeric fields, which GDAL
// reads up to the first letter only, and without decimals where the field declares none.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qitu::reader {

class Dbase {
  public:
    /// The table beside a .shp; nothing where there is none or it is empty.
    static std::unique_ptr<Dbase> beside(const std::filesystem::path &shp);
    /// A table by its own name, likewise.
    static std::unique_ptr<Dbase> read(const std::filesystem::path &file);

    [[nodiscard]] std::uint64_t records() const { return records_; } // deleted ones too
    [[nodiscard]] std::uint64_t deleted() const { return deleted_; } // those that are marked so
    /// A numeric field declared without decimals that holds some all the same: GDAL cuts them off.
    [[nodiscard]] bool holds_decimals(int field) const;
    /// The text of a numeric field that is not a number; "" for a number and for other fields.
    std::string no_number(std::int64_t record, int field);
    /// The number of a field as it is written; nothing where there is none.
    std::optional<double> number(std::int64_t record, int field);

  private:
    struct Field {
        char type = 0;
        std::size_t at = 0, width = 0; // in the record
        bool whole = false;            // declared without decimals
        bool decimals = false;         // and holds some
    };
    explicit Dbase(const std::filesystem::path &file) : stream_(file, std::ios::binary) {}
    bool read_header();
    void survey();
    [[nodiscard]] std::string text(std::int64_t record, int field); // of a numeric one, trimmed
    void read_record(std::int64_t record);

    std::ifstream stream_;
    std::uint64_t records_ = 0, deleted_ = 0;
    std::size_t header_ = 0;
    std::vector<Field> fields_;
    std::string record_;
    std::int64_t at_ = -1; // the record that was read last
};

/// The part of a Shapefile with this ending, in small letters or capitals; "" when there is none.
std::filesystem::path part_of(const std::filesystem::path &shp, const std::string &ending);

/// Shapes by the .shx; nothing when it is missing.
std::uint64_t shapes_by_index(const std::filesystem::path &shp);

} // namespace qitu::reader
