// One layer of a file with its encoding and CRS determined, read feature by feature. RawFile and LayerFile are built on
// it.
#pragma once

#include "crs/coordinates.h"
#include "crs/crs.h"
#include "crs/text_crs.h"
#include "encoding/encoding.h"
#include "open/dbase.h"
#include "open/opened.h"

#include <qitu/data/reader/raw_file.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace qitu::reader {

class GeoPackageRows;

/// What is known of the file from the layer of the catalogue.
struct Expected {
    std::optional<catalogue::GeometryType> geometry;
    std::vector<std::string> admin_columns;                   // names under which the banner may come
    std::function<std::string(const std::string &)> admin_of; // code of a banner as it was sent, or ""
    std::function<std::string(const std::string &)> name_of;  // its name, by code
};

inline constexpr const char *shapefile = "ESRI Shapefile"; // the driver
inline constexpr std::int64_t some = 2'000; // features to sample where only coordinates are checked

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

    Source(const std::filesystem::path &file, const OpenOptions &options, const Expected &expected = {});
    ~Source();
    Source(Source &&) noexcept;
    Source &operator=(Source &&) noexcept;

    [[nodiscard]] const std::filesystem::path &file() const { return file_; }
    [[nodiscard]] const std::string &layer() const { return diagnostics_.layer; }
    [[nodiscard]] const std::vector<Column> &columns() const { return columns_; }
    [[nodiscard]] const Decoder &decoder() const { return *decoder_; }
    [[nodiscard]] const geodesy::Crs &crs() const { return *crs_; }
    [[nodiscard]] const geodesy::ToGeographic &to_geographic() const { return *to_geographic_; }
    [[nodiscard]] const Diagnostics &diagnostics() const { return diagnostics_; }
    [[nodiscard]] OGRwkbGeometryType geometry_type() const;
    [[nodiscard]] std::size_t name_limit() const; // bytes that a field name may have, 0 for no limit
    [[nodiscard]] const CoordinateStatistics &coordinates() const { return coordinates_; }
    /// KML or GPX, which phones and map apps write.
    [[nodiscard]] bool from_a_phone() const { return opened_.driver == "KML" || opened_.driver == "GPX"; }
    /// What was simplified in the geometry read so far.
    [[nodiscard]] std::vector<std::string> geometry_notes() const;

    /// From now on only these columns, in this order.
    void read_only(const std::vector<Column> &columns);
    bool next(RawFeature &feature);
    void rewind();

  private:
    void take_text(const std::string &bytes, const OpenOptions &options);
    static std::string parts_note(std::uint64_t count);
    void take_vct(const OpenOptions &options, const std::string &layer);
    void take_markup(const OpenOptions &options, const std::string &layer);
    void take_layer(const OpenOptions &options, const Expected &expected, const std::string &layer);
    void take_sheet(const OpenOptions &options, const Expected &expected, const std::string &layer);
    void sniff_memory();
    void decide_encoding(const OpenOptions &options, const TextStatistics &texts);
    void decide_crs(const OpenOptions &options, const Expected &expected);
    [[nodiscard]] bool says_nothing() const;
    [[noreturn]] void stop_at_moved_coordinates() const;
    void filter(const std::string &where);
    void list_columns();
    [[nodiscard]] std::string declared_crs(bool any) const;
    [[nodiscard]] std::vector<BannerClaim> banner_claims(const OpenOptions &options,
                                                         const Expected &expected);
    void take_dbase();
    [[nodiscard]] std::string encoding_of_drawing(const OpenOptions &options);
    [[nodiscard]] catalogue::Value value_of(const OGRFeature &feature, const Column &column) const;
    void take_geometry(OGRFeature &feature, std::vector<std::byte> &wkb);
    void start();
    bool next_row(RawFeature &feature);
    bool next_by_gdal(RawFeature &feature);
    void count_promised();
    void refuse_other_zone(const RawFeature &feature) const;
    [[noreturn]] void broken(std::int64_t after, const std::string &why) const;

    std::filesystem::path file_;
    Opened opened_;
    CoordinateStatistics coordinates_;
    HeaderCrs header_crs_;
    std::string geojson_crs_; // what its crs member says
    std::string named_crs_;   // what its features say, as for geodesy::Crs
    double close_m_ = 0;      // lines become polygons
    std::uint64_t curves_ = 0, heights_ = 0, closed_ = 0;
    std::uint64_t parts_left_out_ = 0; // in features with others of more dimensions
    std::optional<Decoder> decoder_;
    std::optional<geodesy::Crs> crs_;
    std::optional<geodesy::ToGeographic> to_geographic_;
    std::vector<Column> columns_;
    Diagnostics diagnostics_;
    std::unique_ptr<GeoPackageRows> rows_; // where the file is read through SQLite
    std::unique_ptr<Dbase> dbase_;         // of a Shapefile
    bool started_ = false;
    bool crs_given_ = false;        // by the user, whose word goes before what eastings look like
    std::string where_;             // the filter
    std::int64_t promised_ = -1;    // features that the file says it has, -1 where it says nothing
    std::int64_t read_ = 0;         // of them
    std::int64_t first_number_ = 0; // of a format whose features have none: added to what GDAL counts
    std::int64_t last_ = -1;        // id of the feature read last, for messages
};

} // namespace qitu::reader
