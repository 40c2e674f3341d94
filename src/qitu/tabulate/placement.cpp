#include "crew.h"
#include "worker.h"

namespace qitu::tabulate {

struct Placement::State {
    State(const geodesy::Crs &crs, const Zones &zones, geodesy::Method method, int threads)
        : ground(ground_from(zones, geos, threads_for(threads))) {
        for (std::size_t i = 0; i < threads_for(threads); ++i)
            surveyors.push_back(std::make_unique<Surveyor>(crs, Measuring{method}, ground));
    }

    Geos geos;
    Ground ground;
    std::vector<std::unique_ptr<Surveyor>> surveyors; // one per thread
    std::vector<Surveyor::Outcome> outcomes;          // of the features at hand
};

Placement::Placement(const geodesy::Crs &crs, const Zones &zones, geodesy::Method method, int threads)
    : state_(std::make_unique<State>(crs, zones, method, threads)) {}
Placement::~Placement() = default;
Placement::Placement(Placement &&) noexcept = default;
Placement &Placement::operator=(Placement &&) noexcept = default;

void Placement::place(std::span<const Item> features, const std::function<void(const Piece &)> &piece) {
    State &state = *state_;
    state.outcomes.resize(features.size());
    share_out(state.surveyors.size(), features.size(), 64, [&](std::size_t worker, std::size_t i) {
        state.outcomes[i] = state.surveyors[worker]->survey(features[i]);
    });
    for (const Surveyor::Outcome &outcome : state.outcomes) {
        if (!outcome.feature)
            continue;
        refuse_unless_conserved(outcome.relative_error);
        const Feature &feature = *outcome.feature;
        for_each_piece(feature, [&](std::int32_t zone, double gross, double net) {
            const bool area = feature.kind == Kind::polygon;
            piece({feature.id, zone < 0 ? std::string() : state.ground.codes[static_cast<std::size_t>(zone)],
                   area ? gross : 0, area ? net : 0, feature.kind == Kind::line ? gross : 0});
        });
    }
}

} // namespace qitu::tabulate
