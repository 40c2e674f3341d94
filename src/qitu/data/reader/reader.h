// intake: a foreign file as a stream of clean features in CGCS2000 with mapped fields, and an account of what
// was understood and why. Reads with GDAL; writes nothing to any store.
//
// Order of decisions. Encoding: --encoding, then .cpg, then detection on the records. CRS: --crs, then what
// the file says, compared by meaning, then inference from the coordinates' magnitudes and the region's
// borders. Fields: --map, then the catalogue's ids, names and aliases. Every answer carries its evidence.
#pragma once

#include <qitu/core/base/units.h>
#include <qitu/core/catalogue/catalogue.h>
#include <qitu/core/geodesy/geodesy.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::reader {

struct OpenOptions {
    std::string layer;                         // of a file with several; "" when there is one
    std::string crs;                           // overrides the file's
    std::string encoding;                      // overrides .cpg and detection
    std::map<std::string, std::string> map;    // catalogue field → source field
    std::map<std::string, std::string> set;    // catalogue field → the same value for every feature
    std::string where;                         // OGR SQL filter
    std::map<std::string, std::string> points; // of a table of points: x, y, parcel, ring → its column
    std::vector<std::string> cad_layers;       // of a drawing: only these; all when empty
    bool cad_blocks = false;                   // of a drawing: what is drawn in inserted blocks too
    double close_m = 0;                        // lines whose ends lie this near are closed to polygons
    /// Brings Xian 1980 and Beijing 1954 to CGCS2000: geodesy::ToGeographic says what may stand here. By
    /// "xian1980" and "beijing1954"; "" for either.
    std::map<std::string, std::string> datum_shifts;
    /// Code of the banner at a longitude and latitude, "" outside all: lets the coordinates of a file without
    /// CRS be held against the banner that it claims.
    std::function<std::string(geodesy::Point)> banner_at;
    /// RawFile: only these columns, in this order; all when absent. Reading fewer is faster.
    std::optional<std::vector<std::string>> fields;
};

/// What was understood of a file, said to the user and kept with the import.
struct Diagnostics {
    std::string format;
    std::string layer;
    std::uint64_t features = 0;
    std::string encoding, encoding_evidence;
    std::string crs, crs_evidence;
    std::string operation;                          // source CRS to CGCS2000
    std::string datum;                              // "xian1980", "beijing1954" where it was shifted from
    std::vector<std::string> notes;                 // what else was understood, decided or left away
    std::map<std::string, std::string> fields;      // catalogue field → source field
    std::map<std::string, std::string> conversions; // catalogue field → "公顷 → 亩", where units differ
    std::vector<std::string> unmapped;              // source fields that nothing wanted
};

/// A source feature as it is in the file: text in UTF-8, geometry WKB in the file's CRS, easting or longitude
/// first.
struct RawFeature {
    std::int64_t id = 0;
    std::vector<catalogue::Value> values; // in the order of RawFile::fields()
    std::vector<std::byte> wkb;           // 2D, curves made straight; an empty collection for none
};

/// A column as the file declares it, for those who write a copy.
struct RawField {
    enum class Type { text, integer, real, date, date_time };
    std::string name;
    Type type = Type::text;
    int width = 0; // of text, 0 where the file sets none
};

/// The unit of area or length that a field's name ends with: 面积_公顷, AREA_HA, 长度(公里).
std::optional<Unit> unit_in_field_name(const std::string &name);

/// Any vector file, without a layer of ours: what tabulate and area read.
class RawFile {
  public:
    /// Throws Error (unreadable) when the file is no file, no driver knows it, it has several layers and none
    /// was named, or its CRS cannot be known; each with what to do.
    RawFile(const std::filesystem::path &file, const OpenOptions &options);
    ~RawFile();
    RawFile(RawFile &&) noexcept;
    RawFile &operator=(RawFile &&) noexcept;

    [[nodiscard]] const std::vector<std::string> &fields() const;
    [[nodiscard]] const std::vector<RawField> &columns() const; // the same with their types
    /// Of every feature, where the file says so.
    [[nodiscard]] std::optional<catalogue::GeometryType> geometry() const;
    [[nodiscard]] const geodesy::Crs &crs() const;
    [[nodiscard]] const Diagnostics &diagnostics() const;
    bool next(RawFeature &feature);
    void rewind();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// A value that was read but could not be used; the feature is refused or the value left empty, as `fatal`
/// says.
struct FieldFault {
    std::int64_t feature = 0;
    std::string field;
    std::string found;
    std::string expected;
    bool fatal = false;
};

/// A file read as features of one layer of the catalogue: EPSG:4490, longitude first, multi-part, fields
/// mapped and typed, codes normalised. Geometry is passed on as it is, invalid or not: quality judges it.
class LayerFile {
  public:
    /// Throws Error (unreadable or refused): unknown CRS, swapped axes, a required field missing, a geometry
    /// type that the layer does not take. The layer must outlive the file.
    LayerFile(const std::filesystem::path &file, const catalogue::Catalogue &catalogue,
              const catalogue::Layer &layer, const OpenOptions &options);
    ~LayerFile();

    [[nodiscard]] const Diagnostics &diagnostics() const;
    /// Throws Error (refused) for a feature outside the region or of another geometry type, and (unreadable)
    /// where the file breaks off.
    bool next(catalogue::Feature &feature);
    [[nodiscard]] const std::vector<FieldFault> &faults() const; // so far

  private:
    struct State;
    std::unique_ptr<State> state_;
};

// ---------------------------------------------------------------- coordinate TXT

/// 界址点坐标文件, as handed in with land applications: a header and parcels of numbered boundary points.
struct CoordinateText {
    struct Parcel {
        std::size_t line = 0; // of its @ line; 0 when it was not read from a file
        std::string number, name, sheet, use, land_class;
        std::vector<std::string> further; // columns behind the land class
        std::optional<double> hectares;   // as declared
        catalogue::GeometryType type = catalogue::GeometryType::polygon;
        /// Easting first. Of a line each polygon is one run and not closed; of points one ring holds them.
        std::vector<geodesy::Polygon> parts;
    };
    std::vector<std::pair<std::string, std::string>> header; // in the order of the file
    std::vector<Parcel> parcels;
    std::vector<std::string> notes; // what was put right or decided, in the user's language

    /// The value of a header key; "" when it is missing.
    [[nodiscard]] std::string head(std::string_view key) const;
};

/// Throws Error (unreadable) that begins with the number of the line. \pre text is UTF-8
CoordinateText read_coordinate_text(std::string_view text);

/// The file's bytes: GBK (GB18030 where GBK lacks a character), CRLF, point names from J1 in each ring, rings
/// closed under the name of their first point, three decimals.
std::string coordinate_text_bytes(const CoordinateText &content);

/// The header that qitu writes for a 3-degree zone of CGCS2000.
std::vector<std::pair<std::string, std::string>> coordinate_text_header(int zone, const std::string &producer,
                                                                        const std::string &date);

} // namespace qitu::reader
