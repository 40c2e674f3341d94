// One layer of a file with its encoding and CRS decided, read feature by feature. What RawFile shows and
// LayerFile builds on.
#pragma once

#include "coordinates.h"
#include "encoding.h"
#include "gdal.h"

#include <qitu/intake/intake.h>

namespace qitu::intake {

class GeoPackageRows;

class Source {
  public:
    /// A column of the file that is read.
    struct Column {
        int index = 0;    // in the file
        std::string name; // UTF-8
        std::string raw;  // as stored
        OGRFieldType type = OFTString;
        int width = 0;
    };

    Source(const std::filesystem::path &file, const OpenOptions &options);
    ~Source();
    Source(Source &&) noexcept;
    Source &operator=(Source &&) noexcept;

    [[nodiscard]] const std::filesystem::path &file() const { return file_; }
    [[nodiscard]] const std::string &layer() const { return understanding_.layer; }
    [[nodiscard]] const std::vector<Column> &columns() const { return columns_; }
    [[nodiscard]] const Decoder &decoder() const { return *decoder_; }
    [[nodiscard]] const geodesy::Crs &crs() const { return *crs_; }
    [[nodiscard]] const geodesy::ToGeographic &to_geographic() const { return *to_geographic_; }
    [[nodiscard]] const Understanding &understanding() const { return understanding_; }
    [[nodiscard]] OGRwkbGeometryType geometry_type() const;
    [[nodiscard]] std::size_t name_limit() const; // bytes that a field name may have, 0 for no limit
    [[nodiscard]] const CoordinateCensus &coordinates() const { return coordinates_; }

    /// From now on only the columns of these names. Throws Error (usage) when one is not there.
    void select(const std::vector<std::string> &names);
    /// From now on only these columns, in this order.
    void read_only(const std::vector<Column> &columns);
    bool next(RawFeature &feature);
    void rewind();

  private:
    void decide_encoding(const OpenOptions &options, const TextCensus &texts);
    void decide_crs(const OpenOptions &options, const CoordinateCensus &coordinates);
    void filter(const std::string &where);
    void list_columns();
    [[nodiscard]] std::string declared_crs() const;
    [[nodiscard]] catalogue::Value value_of(const OGRFeature &feature, const Column &column) const;
    void take_geometry(OGRFeature &feature, std::vector<std::byte> &wkb) const;
    void start();
    bool next_by_gdal(RawFeature &feature);
    [[noreturn]] void broken(std::int64_t after, const std::string &why) const;

    std::filesystem::path file_;
    Opened opened_;
    CoordinateCensus coordinates_;
    std::optional<Decoder> decoder_;
    std::optional<geodesy::Crs> crs_;
    std::optional<geodesy::ToGeographic> to_geographic_;
    std::vector<Column> columns_;
    Understanding understanding_;
    std::unique_ptr<GeoPackageRows> rows_; // where the file is read through SQLite
    bool started_ = false;
    bool filtered_ = false;
    std::int64_t last_ = -1; // id of the feature read last, for messages
};

} // namespace qitu::intake
