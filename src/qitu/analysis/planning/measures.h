// What blocks are judged by, measured.
#pragma once

#include <qitu/analysis/planning/scenario.h>
#include <qitu/core/geometry/point.h>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace qitu::planning {

/// A block as criteria see it.
struct Measured {
    geometry::Point middle;
    double m2 = 0;
    double compactness = 0;
    std::size_t parcels = 0;
};

/// Values of a criterion for each block; nothing where it is not known. \param block_of of each parcel, its block
std::vector<std::optional<double>>
values_of(const Criterion &criterion, const workspace::Workspace &workspace, std::span<const Measured> blocks,
          std::span<const Parcel> parcels, std::span<const std::size_t> block_of,
          const tabulate::Options &options);

} // namespace qitu::planning
