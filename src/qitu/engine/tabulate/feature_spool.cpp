#include "feature_spool.h"

#include <span>

namespace qitu::tabulate {

namespace {

// As features lie in a block: the head, then shares, values, points and ends, each 8-byte aligned.
struct Head {
    std::int64_t id, priority;
    Key key;
    double whole, by_method;
    std::uint32_t group;
    std::int32_t zone;
    std::uint32_t shares, points, rings;
    std::uint32_t values;
    std::uint64_t rival;
};
static_assert(sizeof(Head) % 8 == 0 && sizeof(Share) % 8 == 0 && sizeof(Point) % 8 == 0);

Feature feature_at(const std::byte *&at) {
    const Head &head = *overlay::next_values<Head>(at, 1);
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
    feature.rival = head.rival != 0;
    const Share *shares = overlay::next_values<Share>(at, head.shares);
    if (head.shares > 0)
        feature.shares = std::make_unique<std::vector<Share>>(shares, shares + head.shares);
    const double *values = overlay::next_values<double>(at, head.values);
    if (head.values > 0)
        feature.values = std::make_unique<std::vector<double>>(values, values + head.values);
    feature.rings.points = overlay::next_values<Point>(at, head.points);
    feature.rings.ends = overlay::next_values<std::uint32_t>(at, head.rings);
    feature.rings.count = head.rings;
    return feature;
}

} // namespace

void FeatureSpool::put(std::size_t tile, const Feature &feature) {
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
                    static_cast<std::uint32_t>(feature.values ? feature.values->size() : 0),
                    feature.rival ? 1U : 0U};
    std::vector<std::byte> &record = tiles_.waiting(tile);
    overlay::append_values(record, std::span(&head, 1));
    if (feature.shares)
        overlay::append_values(record, std::span<const Share>(*feature.shares));
    if (feature.values)
        overlay::append_values(record, std::span<const double>(*feature.values));
    overlay::append_values(record, feature.rings.all());
    overlay::append_values(record, std::span(feature.rings.ends, feature.rings.count));
    tiles_.added(tile);
}

void FeatureSpool::take_back(std::size_t tile, TileContent &content) const {
    tiles_.take_back(tile, content.blocks,
                     [&](const std::byte *&at) { content.features.push_back(feature_at(at)); });
}

} // namespace qitu::tabulate
