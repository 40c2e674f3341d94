// sample: realistic, messy input files over the real banners. The same seed gives the same bytes.
#pragma once

#include <qitu/core/catalogue/catalogue.h>
#include <qitu/core/geodesy/geodesy.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace qitu::sample {

struct Options {
    std::size_t parcels = 2000; // of high-standard farmland, over all files
    std::uint64_t seed = 1;
};

/// A file that was written, and the catalogue layer that it is for ("quota" for the quota table).
struct File {
    std::filesystem::path path;
    std::string layer;
    std::string what; // one line for the user
};

/// Writes into `directory` (made if missing):
///  a GBK Shapefile without .prj and .cpg in a 3-degree Gauss-Krueger zone, with zone prefix;
///  a GeoPackage in EPSG:4490; a GeoJSON; water works as lines and points; a quota table as CSV, marked
///  illustrative.
/// Field blocks whose parcels share edges, strips along canals, projects that cross boundaries, an older
/// project partly rebuilt by a newer one, bow-ties, duplicates, wrong declared banners.
std::vector<File> write(const std::filesystem::path &directory, const std::filesystem::path &boundaries,
                        const catalogue::Catalogue &catalogue, const Options &options);

} // namespace qitu::sample
