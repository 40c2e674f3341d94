// Parcels put together to blocks: connected along borders, compact, within a range of sizes.
#pragma once

#include "adjacency.h"

#include <cstdint>
#include <vector>

namespace qitu::planning {

struct BlockSizes {
    double least_m2 = 0;
    double most_m2 = 0;
};

enum class BlockFault {
    none,
    too_small, // and nothing beside it to go with
    too_large, // one parcel
};

struct BlockShape {
    std::vector<std::uint32_t> parcels; // ascending
    double m2 = 0;
    double perimeter_m = 0;
    BlockFault fault = BlockFault::none;
    /// 1 for a circle, 0.785 for a square.
    [[nodiscard]] double compactness() const;
};

/// Every parcel is in one block. Parcels of one block reach each other along borders within it.
std::vector<BlockShape> blocks_of(const Neighbours &parcels, const BlockSizes &sizes);

} // namespace qitu::planning
