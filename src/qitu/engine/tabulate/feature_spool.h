// Features that wait on disk, tile by tile, until overlaps are resolved.
#pragma once

#include "feature.h"

#include <qitu/engine/overlay/tile_spool.h>

#include <cstddef>
#include <deque>

namespace qitu::tabulate {

using overlay::Tiles;

/// Features read back; their rings lie in the blocks.
struct TileContent {
    overlay::TileSpool::Blocks blocks;
    std::deque<Feature> features;
};

/// One per thread while features come in; then any thread may take tiles back.
class FeatureSpool {
  public:
    void put(std::size_t tile, const Feature &feature);
    /// Writes what still waits in memory; call it before the first `take_back`.
    void finish() { tiles_.finish(); }
    void take_back(std::size_t tile, TileContent &content) const;

  private:
    overlay::TileSpool tiles_;
};

} // namespace qitu::tabulate
