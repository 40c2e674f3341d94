#include "subtractions.h"

#include <algorithm>
#include <map>

namespace qitu::tabulate {

namespace {

using ByZone = std::map<std::int32_t, double>;

ByZone taken_from(const Feature &feature) {
    if (!feature.shares)
        return {{feature.zone, std::min(feature.taken, feature.whole)}};
    ByZone taken;
    for (const Share &share : *feature.shares)
        taken[share.zone] = std::min(share.taken, share.measure);
    return taken;
}

// Halves the list until it is clear who took what, since in a crowd few of many take anything.
class Takers {
  public:
    Takers(const Feature &subordinate, std::span<const Feature *const> first,
           const std::function<std::vector<Rings>(std::size_t)> &ground_of, FeatureMeasurer &measurer,
           std::vector<ZoneSubtraction> &taken)
        : subordinate_(subordinate), first_(first), ground_of_(ground_of), measurer_(measurer),
          taken_(taken) {}

    void note() { note(0, first_.size(), {}, taken_by(first_.size())); }

  private:
    [[nodiscard]] ByZone taken_by(std::size_t n) {
        Feature feature = untouched(subordinate_);
        measurer_.subtract(feature, ground_of_(n));
        return taken_from(feature);
    }

    void note(std::size_t begin, std::size_t end, const ByZone &before, const ByZone &after) {
        if (nothing_between(before, after))
            return;
        if (end - begin > 1) {
            const std::size_t middle = begin + (end - begin) / 2;
            const ByZone between = taken_by(middle);
            note(begin, middle, before, between);
            return note(middle, end, between, after);
        }
        for (const auto &[zone, measure] : after) {
            const auto known = before.find(zone);
            if (const double more = measure - (known == before.end() ? 0 : known->second); more > 0)
                taken_.push_back({subordinate_.id, first_[begin]->id, zone,
                                  more * subordinate_.by_method / subordinate_.whole});
        }
    }

    // Else than by rounding.
    [[nodiscard]] bool nothing_between(const ByZone &before, const ByZone &after) const {
        const double rounding = 1e-14 * subordinate_.whole;
        return std::ranges::all_of(after, [&](const auto &at) {
            const auto known = before.find(at.first);
            return at.second - (known == before.end() ? 0 : known->second) <= rounding;
        });
    }

    const Feature &subordinate_;
    std::span<const Feature *const> first_;
    const std::function<std::vector<Rings>(std::size_t)> &ground_of_;
    FeatureMeasurer &measurer_;
    std::vector<ZoneSubtraction> &taken_;
};

} // namespace

void note_subtractions(const Feature &subordinate, std::span<const Feature *const> first,
                       const std::function<std::vector<Rings>(std::size_t n)> &ground_of,
                       FeatureMeasurer &measurer, std::vector<ZoneSubtraction> &taken) {
    Takers(subordinate, first, ground_of, measurer, taken).note();
}

} // namespace qitu::tabulate
