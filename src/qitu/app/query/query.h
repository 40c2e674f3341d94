// query: SQL over a workspace, for reading only. SpatiaLite's functions are available where mod_spatialite is
// installed, and areas named for what they are, in m²; geometry is EPSG:4490 as it is stored.
//
//  area_td1055(geom [, meridian])  the land survey's rule; with the column qitu_cm as meridian, what qitu counts
//  area_geodesic(geom)             edges are geodesics
//  area_straight(geom)             edges straight in longitude and latitude
//  length_geodesic(geom)           length of lines, m
//
// Geometry in any CRS known to PROJ is first transformed to longitude and latitude. SpatiaLite's own
// ST_Area returns the units of the geometry's CRS: square degrees for EPSG:4490.
//
// Each layer can also be asked by its Chinese name, and then its columns have their Chinese names.
#pragma once

#include <qitu/core/base/progress.h>
#include <qitu/core/catalogue/catalogue.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace qitu::query {

struct Geometry {
    std::vector<std::byte> wkb; // ISO, 2D or more
    int srid = 0;               // EPSG code, 0 when unknown
};

/// A value of a result. A blob that is not a geometry stays a blob.
using Cell =
    std::variant<std::monostate, std::int64_t, double, std::string, Geometry, std::vector<std::byte>>;

class Query {
  public:
    /// Throws Error: unreadable for a file that is not a workspace, refused for a query that would change
    /// anything, usage for one that SQLite cannot parse, with the nearest name where one is misspelt.
    Query(const std::filesystem::path &workspace, const catalogue::Catalogue &catalogue,
          const std::string &sql, Progress progress = {});
    ~Query();
    Query(Query &&) noexcept;
    Query &operator=(Query &&) noexcept;

    [[nodiscard]] const std::vector<std::string> &columns() const;
    /// False at the end. Throws as the constructor does, and Cancelled.
    bool next(std::vector<Cell> &row);
    /// Notes on how to read the values; complete once the query was made.
    [[nodiscard]] const std::vector<std::string> &notes() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Version of SpatiaLite; "" where mod_spatialite is not installed.
std::string spatialite_version();

std::string wkt_of(const Geometry &geometry);
std::string geojson_of(const Geometry &geometry);
/// For a table on the console: a geometry by its type and number of points.
std::string text_of(const Cell &cell);

/// The rest of the rows as the one layer of a new GeoPackage, named like the file. The first column with
/// geometry is the layer's; further ones are WKT. Returns the number of rows. Throws Error (refused) when the
/// file exists and is not to be replaced, or its geometries have several coordinate reference systems.
std::uint64_t write_geopackage(const std::filesystem::path &file, Query &query, bool overwrite);

} // namespace qitu::query
