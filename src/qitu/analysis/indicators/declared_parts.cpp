// Features of which a declared part counts: what they have of their banners is cut down to it, in proportion.
#include "evaluation.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <vector>

namespace qitu::indicators {

namespace {

// Of the features with a declared part that overlap no other: those that do have pieces already.
std::vector<std::int64_t> uncontested_ids(const Breakdown &layer) {
    std::vector<std::int64_t> ids;
    for (const auto &[feature, m2] : layer.declared_m2)
        if (!std::binary_search(layer.contested.begin(), layer.contested.end(), feature))
            ids.push_back(feature);
    return ids;
}

double factor(double declared_m2, double net_m2) {
    return net_m2 > declared_m2 ? declared_m2 / net_m2 : 1;
}

} // namespace

void Evaluation::add_uncontested_pieces(Settled &settled, const LayerRun &run) {
    const std::vector<std::int64_t> ids = uncontested_ids(run.breakdown);
    if (ids.empty())
        return;
    Plan plan = run.plan;
    plan.known = run.breakdown.groups;
    plan.only = &ids;
    plan.pieces = true;
    tabulate::Options options = options_;
    options.progress = {};
    const Breakdown some = break_down(workspace_, catalogue_, tree_, plan, options);
    settled.pieces.insert(settled.pieces.end(), some.pieces.begin(), some.pieces.end());
}

void Evaluation::leave_declared_parts(Settled &settled, const LayerRun &run) {
    const std::map<std::int64_t, double> &declared = run.breakdown.declared_m2;
    if (!run.plan.pieces)
        add_uncontested_pieces(settled, run);
    std::map<std::int64_t, ExactSum> net;
    for (const FeaturePiece &piece : settled.pieces)
        if (declared.contains(piece.feature))
            net[piece.feature] += piece.net_m2;
    for (FeaturePiece &piece : settled.pieces) {
        const auto found = declared.find(piece.feature);
        if (found == declared.end())
            continue;
        ExactSum &area = settled.ground[piece.banner][piece.group].area;
        area -= piece.net_m2;
        piece.net_m2 *= factor(found->second, net[piece.feature].value());
        area += piece.net_m2;
    }
}

} // namespace qitu::indicators
