// Features with the works nearest to them, as a layer.
#pragma once

#include <qitu/analysis/nearby/nearby.h>

#include <cstdint>
#include <filesystem>

namespace qitu::exchange {

/// `near_features`: each feature in EPSG:4490, with number, name and distance of the nearest work of each layer; empty where
/// there is none so near. The file's ending says the format (feature_file.h). How many were written.
/// \param features the same as were asked about, from their beginning
std::uint64_t write_nearness(const std::filesystem::path &file, sources::Parcels &features,
                             const nearby::Nearness &nearness, const std::filesystem::path &styles_dir);

} // namespace qitu::exchange
