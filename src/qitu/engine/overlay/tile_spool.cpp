#include "tile_spool.h"

namespace qitu::overlay {

void TileSpool::added(std::size_t tile) {
    constexpr std::size_t block_size = 4096;
    if (tiles_[tile].waiting.size() >= block_size)
        write(tiles_[tile]);
}

void TileSpool::write(Tile &tile) {
    tile.written.push_back({spool_.append(tile.waiting), tile.waiting.size()});
    tile.waiting.clear();
}

void TileSpool::finish() {
    for (Tile &tile : tiles_)
        if (!tile.waiting.empty()) {
            write(tile);
            tile.waiting = {};
        }
}

} // namespace qitu::overlay
