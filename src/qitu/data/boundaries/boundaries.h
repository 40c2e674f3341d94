// boundaries: the boundaries of the region's banners as a coverage without overlaps or gaps. Reads them from
// any vector file, validates them, closes slivers between neighbours, and dissolves banners to leagues.
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

/// The largest overlaps and gaps that are closed. Neighbours that were digitised separately differ by slivers
/// of a few metres; the boundaries that come with qitu, drawn on a grid of about 100 m, by up to 93 m.
/// Anything wider or larger is a fault that a person must look at.
struct Tolerance {
    double width_m = 100; // about twice the area of an overlap or a gap over its perimeter
    double m2 = 1e6;      // of one overlap or gap
    /// A wider void is not a gap but land of somebody else, or of a banner that is not in the file.
    double void_width_m = 1000;
};

struct Boundaries {
    std::vector<workspace::Boundary> banners; // by code; EPSG:4490, neighbours share their vertices exactly
    std::vector<workspace::Boundary> leagues; // by code; unions of their banners
    Names source;                             // file, CRS and what was closed, to be kept with the workspace
    coverage::CoverageReport before;          // found in the file and closed
    std::vector<coverage::CoverageReport::Fault> voids; // enclosed and left open
};

/// boundaries.gpkg in the catalogue's folder, whether it is there or not.
std::filesystem::path shipped_file(const catalogue::Catalogue &catalogue);

/// The boundaries that come with qitu: the layers `banner` and `league` of boundaries.gpkg in the catalogue's
/// folder, as they are. Throws Error (unreadable) when the file is missing or damaged.
Boundaries shipped(const catalogue::Catalogue &catalogue);
/// One level of them, without a catalogue; `layers_dir` is the catalogue's folder.
std::vector<workspace::Boundary> shipped_banners(const std::filesystem::path &layers_dir);
std::vector<workspace::Boundary> shipped_leagues(const std::filesystem::path &layers_dir);

/// A bureau's own boundaries: any file that the reader reads, with one or several polygons for each banner
/// and a field with the code or name at county level. Longer codes count by their first six digits, so
/// townships can be used as well. `options.map` may name the field as code or name. Throws Error (refused),
/// naming the unit and the place, when a code is not in the catalogue or not of the county level, a boundary
/// is invalid or lies elsewhere than the one that comes with qitu, or an overlap or gap between neighbours
/// exceeds the tolerance. A void that a single banner encloses is a hole of that banner unless it is small
/// enough to be a sliver. Banners may be missing: a league may have a workspace of its own.
Boundaries read(const std::filesystem::path &file, const catalogue::Catalogue &catalogue,
                const reader::OpenOptions &options, const Tolerance &tolerance);

/// Writes the layers `banner` (code, name, league_code, league) and `league` (code, name) as a GeoPackage;
/// the same boundaries give the same bytes. layers/boundaries.gpkg was written by it.
void write(const std::filesystem::path &file, const Boundaries &boundaries,
           const catalogue::Catalogue &catalogue);

/// Finds the banner in which a point lies.
class Locator {
  public:
    explicit Locator(const std::vector<workspace::Boundary> &banners);
    /// The code of the first banner, in the order of codes, that contains the point (longitude, latitude in
    /// degrees); empty outside all banners.
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
