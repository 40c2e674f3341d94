// Records that wait on disk, tile by tile, until those around them are known. A run over many features then
// needs memory for the tiles at hand, not for all.
#pragma once

#include <qitu/core/base/spool.h>
#include <qitu/core/geometry/box.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <vector>

namespace qitu::overlay {

/// Tiles of a quarter degree in a pattern that repeats after 16°: few, wherever the features lie. What lies
/// in one tile can overlap only what meets that tile.
struct Tiles {
    static constexpr double size = 0.25;
    static constexpr std::int64_t side = 64;
    static constexpr std::size_t count = side * side;
    static constexpr std::size_t several = count;

    /// The tile that holds the whole box, or `several`.
    static std::size_t of(const geometry::Box &box) {
        const std::int64_t column = step(box.min_x);
        const std::int64_t row = step(box.min_y);
        return column == step(box.max_x) && row == step(box.max_y) ? tile(column, row) : several;
    }
    /// Every tile that meets the box, once.
    template <typename Take>
    static void for_each(const geometry::Box &box, const Take &take) {
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

/// Appends values to a record, 8-byte aligned.
template <typename T>
void append_values(std::vector<std::byte> &record, std::span<const T> values) {
    static_assert(sizeof(T) % 4 == 0);
    const std::size_t size = record.size();
    record.resize(size + (values.size_bytes() + 7) / 8 * 8);
    if (!values.empty())
        std::memcpy(record.data() + size, values.data(), values.size_bytes());
}

/// The next values of a record, where they lie; moves on behind them.
template <typename T>
const T *next_values(const std::byte *&at, std::size_t count) {
    const auto *values = reinterpret_cast<const T *>(at);
    at += (count * sizeof(T) + 7) / 8 * 8;
    return values;
}

/// One per thread while records come in; then any thread may take tiles back.
class TileSpool {
  public:
    using Blocks = std::vector<std::unique_ptr<std::byte[]>>;

    TileSpool() : tiles_(Tiles::count) {}
    /// Where the next record of this tile is to be appended; then call added().
    [[nodiscard]] std::vector<std::byte> &waiting(std::size_t tile) { return tiles_[tile].waiting; }
    void added(std::size_t tile);
    /// Writes what still waits in memory; call it before the first `take_back`.
    void finish();
    /// Reads the tile's records into the blocks and calls read(at) for each; it must move on behind the
    /// record.
    template <typename Read>
    void take_back(std::size_t tile, Blocks &blocks, const Read &read) const {
        for (const Block &block : tiles_[tile].written) {
            blocks.push_back(std::make_unique_for_overwrite<std::byte[]>(block.size));
            const std::byte *at = blocks.back().get();
            const std::byte *end = at + block.size;
            spool_.read(block.at, {blocks.back().get(), block.size});
            while (at < end)
                read(at);
        }
    }

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

} // namespace qitu::overlay
