#include "subtractions.h"

#include <map>

namespace qitu::tabulate {

namespace {

using ByZone = std::map<std::int32_t, double>;

// The feature as if nothing had been subtracted from it yet.
Feature untouched(const Feature &subordinate) {
    Feature feature;
    feature.id = subordinate.id;
    feature.rings = subordinate.rings;
    feature.whole = subordinate.whole;
    feature.zone = subordinate.zone;
    feature.kind = subordinate.kind;
    if (subordinate.shares) {
        feature.shares = std::make_unique<std::vector<Share>>(*subordinate.shares);
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

void note_subtractions(const Feature &subordinate, std::span<const Feature *const> first,
                       FeatureMeasurer &measurer, std::vector<ZoneSubtraction> &taken) {
    const double scale = subordinate.by_method / subordinate.whole;
    std::vector<Rings> priors;
    ByZone before;
    for (const Feature *prior : first) {
        priors.push_back(prior->rings);
        Feature feature = untouched(subordinate);
        measurer.subtract(feature, priors);
        ByZone now = taken_from(feature);
        for (const auto &[zone, measure] : now)
            if (const double more = measure - before[zone]; more > 0)
                taken.push_back({subordinate.id, prior->id, zone, more * scale});
        before = std::move(now);
    }
}

} // namespace qitu::tabulate
