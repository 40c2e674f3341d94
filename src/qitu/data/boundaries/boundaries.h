// boundaries: the borders of the region's banners as a partition. Reads them from any vector file, checks
// them, closes what little is open between neighbours, and dissolves banners to leagues.
#pragma once

#include <qitu/core/catalogue/catalogue.h>
#include <qitu/core/geometry/shape.h>
#include <qitu/data/reader/reader.h>
#include <qitu/data/workspace/workspace.h>
#include <qitu/engine/coverage/coverage.h>

#include <filesystem>
#include <string>
#include <vector>

namespace qitu::boundaries {

/// How far borders may be from a partition and still be taken. Digitised separately, neighbours differ by
/// slivers of some metres; the borders that come with qitu, drawn on a grid of some 100 m, by up to 93 m.
/// What is wider or larger than this is a fault that a person must look at.
struct Tolerance {
    double width_m = 100; // about twice the area of an overlap or a gap over its perimeter
    double m2 = 1e6;      // of one overlap or gap
    /// A void that is wider is no gap: land of somebody else, or of a banner that is not in the file.
    double void_width_m = 1000;
};

struct Boundaries {
    std::vector<workspace::Boundary> banners; // by code; EPSG:4490, neighbours share their vertices exactly
    std::vector<workspace::Boundary> leagues; // by code; unions of their banners
    std::string source;                       // file, CRS and what was closed, for the record
    coverage::CoverageReport before;          // what was found in the file and closed
    std::vector<coverage::CoverageReport::Fault> voids; // enclosed, and left open: land of somebody else
};

/// The borders that come with qitu: layers `banner` and `league` of boundaries.gpkg in the catalogue's
/// folder, taken as they are. Throws Error (unreadable) when the file is missing or damaged.
Boundaries shipped(const catalogue::Catalogue &catalogue);
/// One level of them, without a catalogue; `layers_dir` is its folder.
std::vector<workspace::Boundary> shipped_banners(const std::filesystem::path &layers_dir);
std::vector<workspace::Boundary> shipped_leagues(const std::filesystem::path &layers_dir);

/// A bureau's own borders: any file that intake reads, one polygon or several to a banner, with a field that
/// holds the code (or name) of the county level; a longer code counts by its first six digits, so townships
/// do as well. `options.map` may name the field as code or name. Throws Error (refused), naming the unit and
/// the place, when a code is unknown to the catalogue or not of the county level, a border is invalid or lies
/// elsewhere than the one that came with qitu, or an overlap or gap between neighbours exceeds the tolerance.
/// An enclosed void that a single banner surrounds is its own hole unless it is small enough to be a sliver.
/// Not every banner need be there: a league may set up a workspace of its own.
Boundaries read(const std::filesystem::path &file, const catalogue::Catalogue &catalogue,
                const reader::OpenOptions &options, const Tolerance &tolerance);

/// Writes layers `banner` (code, name, league_code, league) and `league` (code, name) as a GeoPackage, the
/// same bytes for the same borders. How layers/boundaries.gpkg was made.
void write(const std::filesystem::path &file, const Boundaries &boundaries,
           const catalogue::Catalogue &catalogue);

/// Tells in which banner a point lies.
class Locator {
  public:
    explicit Locator(const std::vector<workspace::Boundary> &banners);
    /// Code of the first banner, by code, that holds the longitude and latitude; "" outside all.
    [[nodiscard]] std::string at(geodesy::Point point) const;

  private:
    struct Banner {
        std::string code;
        geometry::Shape shape;
        geometry::Box box;
    };
    std::vector<Banner> banners_;
};

} // namespace qitu::boundaries
