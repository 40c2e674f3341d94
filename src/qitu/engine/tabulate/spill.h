// Features that wait on disk, tile by tile, until overlaps are settled. A run over many features then needs
// memory for the tiles at hand, not for all.
#pragma once

#include "feature.h"

#include <qitu/core/base/spool.h>

#include <cmath>
#include <cstdint>
#include <deque>
#include <vector>

namespace qitu::tabulate {

/// Tiles of a quarter degree in a pattern that repeats after 16°: few, wherever the features lie. What lies
/// in one tile can overlap only what meets that tile.
struct Tiles {
    static constexpr double size = 0.25;
    static constexpr std::int64_t side = 64;
    static constexpr std::size_t count = side * side;
    static constexpr std::size_t several = count;

    /// The tile that holds the whole box, or `several`.
    static std::size_t of(const Box &box) {
        const std::int64_t column = step(box.min_x);
        const std::int64_t row = step(box.min_y);
        return column == step(box.max_x) && row == step(box.max_y) ? tile(column, row) : several;
    }
    /// Every tile that meets the box, once.
    template <typename Take>
    static void for_each(const Box &box, const Take &take) {
        const std::int64_t column = step(box.min_x);
        const std::int64_t row = step(box.min_y);
        const std::int64_t columns = std::min(side, step(box.max_x) - column + 1);
        const std::int64_t rows = std::min(side, step(box.max_y) - row + 1);
        for (std::int64_t y = row; y < row + rows; ++y)
            for (std::int64_t x = column; x < column + columns; ++x)
                take(tile(x, y));
    }

  private:
    static std::int64_t step(double degrees) {
        return static_cast<std::int64_t>(std::floor(std::clamp(degrees, -1e9, 1e9) / size));
    }
    static std::size_t tile(std::int64_t column, std::int64_t row) {
        return static_cast<std::size_t>((row & (side - 1)) * side + (column & (side - 1)));
    }
};

/// Features read back; their rings lie in the blocks.
struct TileContent {
    std::vector<std::unique_ptr<std::byte[]>> blocks;
    std::deque<Feature> features;
};

/// One per thread while features come in; then any thread may take tiles back.
class Spill {
  public:
    Spill() : tiles_(Tiles::count) {}
    void put(std::size_t tile, const Feature &feature);
    /// Writes what still waits in memory; call it before the first `take_back`.
    void finish();
    void take_back(std::size_t tile, TileContent &content) const;

  private:
    struct Block {
        std::uint64_t at, size;
    };
    struct Tile {
        std::vector<std::byte> waiting;
        std::vector<Block> written;
    };
    void write(Tile &tile);

    Spool spool_{0};
    std::vector<Tile> tiles_;
};

} // namespace qitu::tabulate
