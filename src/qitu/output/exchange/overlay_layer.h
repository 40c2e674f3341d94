// Parcels with what they lie upon, as a layer.
#pragma once

#include <qitu/analysis/layer_overlay/layer_overlay.h>

#include <cstdint>
#include <filesystem>

namespace qitu::exchange {

/// `overlay_parcels`: each parcel that was measured, in EPSG:4490, with its area, and of each layer m² and percent upon it; of a
/// layer with several classes also m² upon each. The file's ending says the format (feature_file.h). How many were written.
/// \param parcels the same as were analysed, from their beginning \pre Analysis::by is By::feature
std::uint64_t write_overlay(const std::filesystem::path &file, sources::Parcels &parcels,
                            const layer_overlay::Analysis &analysis, const std::filesystem::path &styles_dir);

} // namespace qitu::exchange
