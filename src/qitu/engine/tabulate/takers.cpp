#include "takers.h"

#include <map>

namespace qitu::tabulate {

namespace {

using ByZone = std::map<std::int32_t, double>;

// The loser as if nothing had been taken from it yet.
Feature untouched(const Feature &loser) {
    Feature feature;
    feature.id = loser.id;
    feature.rings = loser.rings;
    feature.whole = loser.whole;
    feature.zone = loser.zone;
    feature.kind = loser.kind;
    if (loser.shares) {
        feature.shares = std::make_unique<std::vector<Share>>(*loser.shares);
        for (Share &share : *feature.shares)
            share.taken = 0;
    }
    return feature;
}

ByZone taken_from(const Feature &feature) {
    if (!feature.shares)
        return {{feature.zone, std::min(feature.taken, feature.whole)}};
    ByZone taken;
    for (const Share &share : *feature.shares)
        taken[share.zone] = std::min(share.taken, share.measure);
    return taken;
}

} // namespace

void note_takers(const Feature &loser, std::span<const Feature *const> first, Surveyor &surveyor,
                 std::vector<TakenInZone> &taken) {
    const double scale = loser.by_method / loser.whole;
    std::vector<Rings> takers;
    ByZone before;
    for (const Feature *taker : first) {
        takers.push_back(taker->rings);
        Feature feature = untouched(loser);
        surveyor.take(feature, takers);
        ByZone now = taken_from(feature);
        for (const auto &[zone, measure] : now)
            if (const double more = measure - before[zone]; more > 0)
                taken.push_back({loser.id, taker->id, zone, more * scale});
        before = std::move(now);
    }
}

} // namespace qitu::tabulate
