#include "zone_assignment.h"

#include "reusable_state.h"
#include "worker.h"

#include <qitu/core/base/parallel.h>

#include <cstdint>
#include <functional>
#include <mutex>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace qitu::tabulate {

struct ZoneAssignment::State {
    State(geodesy::Crs its_crs, ReusableZones its_zones, geodesy::Method its_method, int wanted)
        : crs(std::move(its_crs)), method(its_method), threads(threads_for(wanted)),
          zones(std::move(its_zones)), prepared(zones.state().zones) {}

    using Crew = std::vector<std::unique_ptr<FeatureMeasurer>>; // one per thread

    Crew borrow() {
        {
            const std::scoped_lock lock(mutex);
            if (!idle.empty()) {
                Crew crew = std::move(idle.back());
                idle.pop_back();
                return crew;
            }
        }
        Crew crew;
        for (std::size_t i = 0; i < threads; ++i)
            crew.push_back(std::make_unique<FeatureMeasurer>(crs, Measuring{method}, prepared));
        return crew;
    }
    void give_back(Crew crew) {
        const std::scoped_lock lock(mutex);
        idle.push_back(std::move(crew));
    }

    geodesy::Crs crs;
    geodesy::Method method;
    std::size_t threads;
    ReusableZones zones;
    const PreparedZones &prepared;
    std::mutex mutex;
    std::vector<Crew> idle;
};

ZoneAssignment::ZoneAssignment(const geodesy::Crs &crs, const Zones &zones, geodesy::Method method,
                               int threads)
    : ZoneAssignment(crs, ReusableZones(zones, crs, threads), method, threads) {}
ZoneAssignment::ZoneAssignment(const geodesy::Crs &crs, ReusableZones zones, geodesy::Method method,
                               int threads)
    : state_(std::make_unique<State>(crs, std::move(zones), method, threads)) {}
ZoneAssignment::~ZoneAssignment() = default;
ZoneAssignment::ZoneAssignment(ZoneAssignment &&) noexcept = default;
ZoneAssignment &ZoneAssignment::operator=(ZoneAssignment &&) noexcept = default;

void ZoneAssignment::assign(std::span<const Item> features, const std::function<void(const Piece &)> &piece) {
    State &state = *state_;
    State::Crew crew = state.borrow();
    std::vector<FeatureMeasurer::Outcome> outcomes(features.size());
    parallel_for(crew.size(), features.size(), 64, [&](std::size_t worker, std::size_t i) {
        outcomes[i] = crew[worker]->measure(features[i]);
    });
    state.give_back(std::move(crew));
    for (const FeatureMeasurer::Outcome &outcome : outcomes) {
        if (!outcome.feature)
            continue;
        refuse_unless_conserved(outcome.relative_error);
        const Feature &feature = *outcome.feature;
        for_each_piece(feature, [&](std::int32_t zone, double gross, double net) {
            const bool area = feature.kind == Kind::polygon;
            piece({feature.id,
                   zone < 0 ? std::string() : state.prepared.codes[static_cast<std::size_t>(zone)],
                   area ? gross : 0, area ? net : 0, feature.kind == Kind::line ? gross : 0});
        });
    }
}

} // namespace qitu::tabulate
