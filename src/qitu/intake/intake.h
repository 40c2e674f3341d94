// intake: a foreign file as a stream of clean features in CGCS2000 with mapped fields, and an account of what
// was understood and why. Reads with GDAL; writes nothing to any store.
//
// Order of decisions. Encoding: --encoding, then .cpg, then detection on the records. CRS: --crs, then what
// the file says, compared by meaning, then inference from the coordinates' magnitudes and the region's
// borders. Fields: --map, then the catalogue's ids, names and aliases. Every answer carries its evidence.
#pragma once

#include <qitu/catalogue/catalogue.h>
#include <qitu/geodesy/geodesy.h>

#include <map>
#include <memory>

namespace qitu::intake {

struct OpenOptions {
    std::string layer;                      // of a file with several; "" when there is one
    std::string crs;                        // overrides the file's
    std::string encoding;                   // overrides .cpg and detection
    std::map<std::string, std::string> map; // catalogue field → source field
    std::string where;                      // OGR SQL filter
    /// RawFile: only these columns, in this order; all when absent. Reading fewer is faster.
    std::optional<std::vector<std::string>> fields;
};

/// What was understood of a file, said to the user and kept with the import.
struct Understanding {
    std::string format;
    std::string layer;
    std::uint64_t features = 0;
    std::string encoding, encoding_evidence;
    std::string crs, crs_evidence;
    std::string operation;                          // source CRS to CGCS2000
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
    [[nodiscard]] const Understanding &understanding() const;
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

    [[nodiscard]] const Understanding &understanding() const;
    /// Throws Error (refused) for a feature outside the region or of another geometry type, and (unreadable)
    /// where the file breaks off.
    bool next(catalogue::Feature &feature);
    [[nodiscard]] const std::vector<FieldFault> &faults() const; // so far

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace qitu::intake
