#include "spill.h"

#include <cstring>
#include <span>
#include <string>

namespace qitu::tabulate {

namespace {

constexpr std::size_t block_size = 4096;

// As features lie in a block: the head, then shares, points and ends, each 8-byte aligned.
struct Head {
    std::int64_t id, priority;
    Key key;
    double whole, by_method;
    std::uint32_t group;
    std::int32_t zone;
    std::uint32_t shares, points, rings;
    std::uint32_t spare;
};
static_assert(sizeof(Head) % 8 == 0 && sizeof(Share) % 8 == 0 && sizeof(Point) % 8 == 0);

std::size_t aligned(std::size_t size) {
    return (size + 7) / 8 * 8;
}

template <typename T>
void append(std::vector<std::byte> &bytes, const T *values, std::size_t count) {
    const std::size_t size = bytes.size();
    bytes.resize(size + aligned(count * sizeof(T)));
    if (count > 0)
        std::memcpy(bytes.data() + size, values, count * sizeof(T));
}

// The next values of a block.
template <typename T>
const T *taken(const std::byte *&at, std::size_t count) {
    const auto *values = reinterpret_cast<const T *>(at);
    at += aligned(count * sizeof(T));
    return values;
}

Feature feature_at(const std::byte *&at) {
    const Head &head = *taken<Head>(at, 1);
    Feature feature;
    feature.id = head.id;
    feature.priority = head.priority;
    feature.key = head.key;
    feature.whole = head.whole;
    feature.by_method = head.by_method;
    feature.group = head.group;
    feature.zone = head.zone;
    feature.kind = Kind::polygon;
    feature.from_disk = true;
    const Share *shares = taken<Share>(at, head.shares);
    if (head.shares > 0)
        feature.shares = std::make_unique<std::vector<Share>>(shares, shares + head.shares);
    feature.rings.points = taken<Point>(at, head.points);
    feature.rings.ends = taken<std::uint32_t>(at, head.rings);
    feature.rings.count = head.rings;
    return feature;
}

} // namespace

void Spill::put(std::size_t tile, const Feature &feature) {
    const Head head{feature.id,
                    feature.priority,
                    feature.key,
                    feature.whole,
                    feature.by_method,
                    feature.group,
                    feature.zone,
                    static_cast<std::uint32_t>(feature.shares ? feature.shares->size() : 0),
                    static_cast<std::uint32_t>(feature.rings.all().size()),
                    feature.rings.count,
                    0};
    std::vector<std::byte> &bytes = tiles_[tile].waiting;
    append(bytes, &head, 1);
    append(bytes, feature.shares ? feature.shares->data() : nullptr, head.shares);
    append(bytes, feature.rings.points, head.points);
    append(bytes, feature.rings.ends, head.rings);
    if (bytes.size() >= block_size)
        write(tiles_[tile]);
}

void Spill::write(Tile &tile) {
    tile.written.push_back({spool_.append(tile.waiting), tile.waiting.size()});
    tile.waiting.clear();
}

void Spill::finish() {
    for (Tile &tile : tiles_)
        if (!tile.waiting.empty()) {
            write(tile);
            tile.waiting = {};
        }
}

void Spill::take_back(std::size_t tile, TileContent &content) const {
    for (const Block &block : tiles_[tile].written) {
        content.blocks.push_back(std::make_unique_for_overwrite<std::byte[]>(block.size));
        const std::byte *at = content.blocks.back().get();
        const std::byte *end = at + block.size;
        spool_.read(block.at, {content.blocks.back().get(), block.size});
        while (at < end)
            content.features.push_back(feature_at(at));
    }
}

} // namespace qitu::tabulate
