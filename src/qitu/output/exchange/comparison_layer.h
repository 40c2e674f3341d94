// What two editions of a layer differ in, as a layer.
#pragma once

#include <qitu/analysis/layer_comparison/layer_comparison.h>

#include <cstdint>
#include <filesystem>

namespace qitu::exchange {

/// `compared`: each feature of B with what became of it, those that were removed from A, and the old place of those that
/// moved (kind moved_from). The file's ending says the format (feature_file.h). How many were written.
std::uint64_t write_comparison(const std::filesystem::path &file, const layer_comparison::Edition &a,
                               const layer_comparison::Edition &b,
                               const layer_comparison::Comparison &comparison,
                               const std::filesystem::path &styles_dir);

} // namespace qitu::exchange
