// The faults of a coverage as a layer, and a cleaned coverage.
#pragma once

#include <qitu/analysis/coverage_check/coverage_check.h>

#include <cstdint>
#include <filesystem>

namespace qitu::exchange {

/// `coverage_faults`: overlaps and gaps as polygons, with the zones concerned, area and width. The file's ending says the
/// format (feature_file.h). How many were written.
std::uint64_t write_coverage_faults(const std::filesystem::path &file, const coverage_check::Check &check,
                                    const std::filesystem::path &styles_dir);

/// `coverage`: the cleaned zones with the fields of the file, in EPSG:4490. \pre Settings::clean
std::uint64_t write_clean_coverage(const std::filesystem::path &file, const coverage_check::Check &check,
                                   const std::filesystem::path &styles_dir, bool overwrite);

} // namespace qitu::exchange
