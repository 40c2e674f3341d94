// Reads vector files as bureaus send them (Shapefile, GeoPackage, File Geodatabase, GeoJSON, KML, DXF,
// coordinate TXT, CSV and workbooks, alone or zipped) with GDAL, and reports what was found and why. Writes
// nothing.
//
//   raw_file.h         a file as it is: its own fields, coordinates in its own CRS
//   layer_file.h       a file as features of one layer of the catalogue: CGCS2000 (EPSG:4490), fields mapped
//   and typed coordinate_text.h  the coordinate TXT of land applications, read and written table_file.h a CSV
//   or workbook as rows of text, without geometry
//
// Precedence. Encoding: OpenOptions::encoding, then the .cpg file, then statistics over the texts. CRS: OpenOptions::crs, then what
// the file declares, compared by its parameters, then inference from the magnitude of the coordinates and the
// boundaries of the region. Fields: OpenOptions::map, then ids, names and aliases of the catalogue. A declaration that
// the data contradict is an error, not a warning. Every answer comes with its evidence.
#pragma once

#include <qitu/core/base/units.h>
#include <qitu/core/catalogue/catalogue.h>
#include <qitu/core/geodesy/geodesy.h>
#include <qitu/core/geometry/box.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::reader {

/// What digits behind the point of a degree are. `ask`: decimals, unless all of them look like minutes and seconds.
enum class Angles { ask, decimal, packed };

struct OpenOptions {
    std::string layer;                      // of a file with several; "" when there is one
    std::string crs;                        // overrides the file's
    std::string encoding;                   // overrides .cpg and detection
    std::map<std::string, std::string> map; // catalogue field → source field
    std::map<std::string, std::string> set; // catalogue field → the same value for every feature
    /// Catalogue field → word of the file → value that is meant by it.
    std::map<std::string, std::map<std::string, std::string>> values;
    std::string where;                         // OGR SQL filter
    std::map<std::string, std::string> points; // of a table of points: x, y, parcel, ring → its column
    std::vector<std::string> cad_layers;       // of a drawing: only these; all when empty
    bool cad_blocks = false;                   // of a drawing: also the contents of inserted blocks
    Angles angles = Angles::ask;               // of coordinate TXT and tables of points in degrees
    std::string layout;                        // of the parcel lines of a coordinate TXT; "" to recognize it
    /// Of coordinate TXT; those that come with the library when it is null.
    std::shared_ptr<const catalogue::TextLayouts> layouts;
    double close_m = 0; // lines whose ends are no farther apart become polygons; metres
    /// Transformations of Xian 1980 and Beijing 1954 to CGCS2000, in the form that geodesy::ToGeographic
    /// takes. By "xian1980" and "beijing1954"; "" for either.
    std::map<std::string, std::string> datum_shifts;
    /// Code of the banner at a longitude and latitude, "" outside all. With it the coordinates of a file that
    /// declares no CRS are checked against the banner in its attributes.
    std::function<std::string(geodesy::Point)> banner_at;
    /// A box around the region that the data are to lie in, in longitude and latitude: what a file declares is held
    /// against it, what it does not declare is inferred from it, and LayerFile refuses what lies outside. China where
    /// it is absent, and nothing is refused.
    std::optional<geometry::Box> region;
    /// RawFile: only these columns, in this order; all when absent. Reading fewer is faster.
    std::optional<std::vector<std::string>> fields;
};

/// What the reader found in a file and decided, with the evidence; shown to the user and stored with the
/// import.
struct Diagnostics {
    std::string format; // GDAL's long name of the driver
    std::string layer;
    std::uint64_t features = 0;
    std::string encoding, encoding_evidence;
    std::string crs, crs_evidence;
    Names operation;                // from the source CRS to CGCS2000
    std::string datum;              // "xian1980" or "beijing1954" where it was transformed from one
    std::vector<std::string> notes; // what else was decided, corrected or dropped
    std::map<std::string, std::string> fields;      // catalogue field → source field
    std::map<std::string, std::string> conversions; // catalogue field → "公顷 → 亩", where units differ
    std::vector<std::string> unmapped;              // source fields that no catalogue field uses
};

} // namespace qitu::reader
