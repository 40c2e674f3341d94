// boundaries: the borders of the region's banners as a partition. Reads them from any vector file, checks them,
// closes what little is open between neighbours, and dissolves banners to leagues.
#pragma once

#include <qitu/catalogue/catalogue.h>
#include <qitu/intake/intake.h>
#include <qitu/store/store.h>
#include <qitu/tabulate/tabulate.h>

namespace qitu::boundaries {

/// How far borders may be from a partition and still be taken. Digitised separately, neighbours differ by slivers
/// of some metres; what is wider or larger than this is a fault that a person must look at.
struct Tolerance {
    double width_m = 50; // about twice the area of an overlap or a gap over its perimeter
    double m2 = 1e6;     // of one overlap or gap
};

struct Boundaries {
    std::vector<store::Boundary> banners; // by code; EPSG:4490, neighbours share their vertices exactly
    std::vector<store::Boundary> leagues; // by code; unions of their banners
    std::string source;                   // file, CRS and what was closed, for the record
    tabulate::PartitionReport before;     // what was found in the file
};

/// The borders that come with qitu: layers `banner` and `league` of boundaries.gpkg in the catalogue's folder,
/// taken as they are. Throws Error (unreadable) when the file is missing or damaged.
Boundaries shipped(const catalogue::Catalogue &catalogue);

/// A bureau's own borders: any file that intake reads, one polygon or several to a banner, with a field that holds
/// the code (or name) of the county level. Throws Error (refused), naming the unit and the place, when a code is
/// unknown to the catalogue, a border is invalid, or an overlap or gap between neighbours exceeds the tolerance.
/// Not every banner need be there: a league may set up a workspace of its own.
Boundaries read(const std::filesystem::path &file, const catalogue::Catalogue &catalogue,
                const intake::OpenOptions &options, const Tolerance &tolerance);

/// Writes layers `banner` (code, name, league_code, league) and `league` (code, name) as a GeoPackage, the same
/// bytes for the same borders. How layers/boundaries.gpkg was made.
void write(const std::filesystem::path &file, const Boundaries &boundaries, const catalogue::Catalogue &catalogue);

} // namespace qitu::boundaries
