#include "over_time.h"

#include <qitu/analysis/audit/audit.h>
#include <qitu/data/workspace/features.h>
#include <qitu/data/workspace/history.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace qitu::overview {

namespace {

constexpr std::size_t most_days = 31;
constexpr std::size_t day_length = 10;  // 2026-11-24
constexpr std::size_t month_length = 7; // 2026-11

// Times that are the same in so many characters become one.
std::vector<Grown> merged(const std::vector<workspace::LayerDay> &days, std::size_t length) {
    std::vector<Grown> result;
    for (const workspace::LayerDay &day : days) {
        const std::string when = day.day.substr(0, length);
        if (result.empty() || result.back().when != when)
            result.push_back({day.layer, when});
        result.back().added += day.added;
        result.back().removed += day.removed;
    }
    return result;
}

// Backwards from what there is: a record that begins late is true of what it covers all the same.
void count_back(std::vector<Grown> &times, std::uint64_t features) {
    for (std::size_t i = times.size(); i-- > 0;) {
        times[i].features = features;
        features -= times[i].added - times[i].removed;
    }
}

} // namespace

std::vector<SealedState> sealed_states(const workspace::Workspace &workspace, geodesy::Method method) {
    std::vector<SealedState> result;
    for (const workspace::Seal &seal : workspace::seals(workspace)) {
        indicators::Totals totals = audit::sealed_totals(seal);
        if (totals.method == method)
            result.push_back({seal.at, seal.note, std::move(totals)});
    }
    return result;
}

std::vector<Grown> growth(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue) {
    const std::vector<workspace::LayerDay> all = workspace::layer_days(workspace);
    std::vector<Grown> result;
    for (const catalogue::Layer &layer : catalogue.layers()) {
        std::vector<workspace::LayerDay> days;
        std::copy_if(all.begin(), all.end(), std::back_inserter(days),
                     [&](const workspace::LayerDay &day) { return day.layer == layer.id; });
        std::vector<Grown> times = merged(days, days.size() > most_days ? month_length : day_length);
        count_back(times, workspace::feature_count(workspace, layer));
        result.insert(result.end(), times.begin(), times.end());
    }
    return result;
}

} // namespace qitu::overview
