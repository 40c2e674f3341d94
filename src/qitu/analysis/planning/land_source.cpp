#include "land_source.h"

#include <algorithm>

namespace qitu::planning {

bool meets(const Where &where, const catalogue::Layer &layer, const catalogue::Feature &feature) {
    return std::all_of(where.begin(), where.end(), [&](const auto &condition) {
        const int place = layer.index_of(condition.first);
        if (place < 0)
            return false;
        const std::string value = catalogue::text_of(feature.values[static_cast<std::size_t>(place)]);
        return std::find(condition.second.begin(), condition.second.end(), value) != condition.second.end();
    });
}

LandSource::LandSource(const workspace::Workspace &workspace, const LandRules &rules, std::size_t above,
                       Base base, const Ids *only)
    : workspace_(workspace), rules_(rules), above_(above), base_(base), only_(only) {}

bool LandSource::next(tabulate::Item &item) {
    return layer_ < above_ ? next_taking(item) || next(item) : next_base(item);
}

// Features that take no part are counted too, so that ids are the same in every run.
bool LandSource::next_taking(tabulate::Item &item) {
    const catalogue::Layer &layer = layer_ == 0 ? *rules_.built : *rules_.exclusions[layer_ - 1].layer;
    static const Where everything;
    const Where &where = layer_ == 0 ? everything : rules_.exclusions[layer_ - 1].where;
    if (!cursor_)
        cursor_.emplace(workspace::features(workspace_, layer));
    while (cursor_->next(feature_)) {
        if (!meets(where, layer, feature_))
            continue;
        const std::int64_t id = -(++counted_);
        if (only_ != nullptr && !only_->contains(id))
            continue;
        constexpr std::int64_t highest = 1000;
        fill(item, id, layer_, highest - static_cast<std::int64_t>(layer_));
        return true;
    }
    cursor_.reset();
    ++layer_;
    return false;
}

bool LandSource::next_base(tabulate::Item &item) {
    if (base_ == Base::none)
        return false;
    if (!cursor_)
        cursor_.emplace(workspace::features(workspace_, *rules_.base));
    while (cursor_->next(feature_)) {
        if (only_ != nullptr && !only_->contains(feature_.id))
            continue;
        constexpr std::int64_t above_all = 2000;
        fill(item, feature_.id, layers(rules_), base_ == Base::above ? above_all : 0);
        return true;
    }
    return false;
}

void LandSource::fill(tabulate::Item &item, std::int64_t id, std::size_t group, std::int64_t priority) const {
    item.id = id;
    item.group = static_cast<std::uint32_t>(group);
    item.priority = priority;
    item.key = {0, id};
    item.wkb = feature_.wkb;
    item.no_place = feature_.no_place;
    item.central_meridian = feature_.central_meridian;
}

} // namespace qitu::planning
