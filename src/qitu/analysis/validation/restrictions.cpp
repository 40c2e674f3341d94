#include "restrictions.h"

#include <algorithm>
#include <iterator>

namespace qitu::validation {

namespace {

using catalogue::Counting;
using catalogue::Feature;
using catalogue::Indicator;

} // namespace

Restrictions::Restrictions(const catalogue::Catalogue &catalogue, const catalogue::Layer &layer)
    : layer_(layer) {
    bool any = false;
    bool competes = false;
    for (const Indicator &indicator : catalogue.indicators()) {
        if (indicator.layer != layer.id)
            continue;
        any = true;
        competes = competes || indicator.counting == Counting::built || indicator.counting == Counting::dated;
        if (!indicator.admin.empty())
            placed_.push_back(&indicator);
        if (!indicator.named.empty())
            named_.push_back(&indicator);
        if (!indicator.renewed.empty())
            renewed_.push_back(indicator.renewed);
    }
    years_compete_ = !any || competes;
    // An indicator of the same features that is not restricted counts all of them.
    if (std::any_of(catalogue.indicators().begin(), catalogue.indicators().end(), [&](const Indicator &each) {
            return each.layer == layer.id && each.admin.empty() && each.where.empty() && !each.near &&
                   each.measure != catalogue::Measure::share;
        }))
        placed_.clear();
}

std::vector<const Indicator *> Restrictions::matching(const std::vector<const Indicator *> &indicators,
                                                      const Feature &feature) const {
    std::vector<const Indicator *> result;
    std::copy_if(indicators.begin(), indicators.end(), std::back_inserter(result),
                 [&](const Indicator *indicator) { return meets(indicator->where, layer_, feature); });
    return result;
}

std::vector<const Indicator *> Restrictions::by_place(const Feature &feature) const {
    return matching(placed_, feature);
}

std::vector<const Indicator *> Restrictions::by_name(const Feature &feature) const {
    return matching(named_, feature);
}

bool Restrictions::renewal(const Feature &feature) const {
    return std::any_of(renewed_.begin(), renewed_.end(),
                       [&](const Conditions &conditions) { return meets(conditions, layer_, feature); });
}

} // namespace qitu::validation
