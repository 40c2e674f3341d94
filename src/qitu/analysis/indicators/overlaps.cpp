#include "breakdown.h"

#include <qitu/core/base/exact_sum.h>
#include <qitu/data/workspace/features.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace qitu::indicators {

namespace {

using catalogue::Layer;

struct Alone {
    const Layer *layer;
    std::vector<ExactSum> net; // by banner
};

bool meet(const Alone &a, const Alone &b) {
    for (std::size_t banner = 0; banner < a.net.size(); ++banner)
        if (a.net[banner].value() > 0 && b.net[banner].value() > 0)
            return true;
    return false;
}

class Pairs {
  public:
    Pairs(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue, Level by,
          const tabulate::Options &options)
        : workspace_(workspace), catalogue_(catalogue), tree_(workspace, catalogue), options_(options) {
        options_.net = true;
        places_ = tree_.places(by);
        table_.method = options.method;
    }

    OverlapTable between(const std::vector<const Layer *> &layers) {
        std::vector<Alone> all;
        for (const Layer *layer : layers)
            if (workspace::feature_count(workspace_, *layer) > 0)
                all.push_back(alone(*layer));
        for (std::size_t i = 0; i < all.size(); ++i)
            for (std::size_t j = i + 1; j < all.size(); ++j)
                if (meet(all[i], all[j]))
                    compare(all[i], all[j]);
        return std::move(table_);
    }

  private:
    Alone alone(const Layer &layer) {
        const Breakdown breakdown = break_down(workspace_, catalogue_, tree_, {&layer, {}, false}, options_);
        note(breakdown);
        Alone result{&layer, std::vector<ExactSum>(tree_.banners.size())};
        for (std::size_t banner = 0; banner < result.net.size(); ++banner)
            for (const Amounts &amounts : breakdown.amounts[banner])
                result.net[banner] += amounts.net;
        return result;
    }

    // What b has alone, less what it has left under a.
    void compare(const Alone &a, const Alone &b) {
        const std::vector<Base> above{{{a.layer, {}, false}, [](const Group &) { return true; }}};
        const Breakdown breakdown =
            break_down_under(above, workspace_, catalogue_, tree_, {b.layer, {}, false}, options_);
        worst(breakdown);
        for (const Place &place : places_) {
            ExactSum common, whole_a, whole_b;
            for (const std::size_t banner : place.banners) {
                whole_a += a.net[banner];
                whole_b += b.net[banner];
                common += b.net[banner];
                for (std::size_t group = 1; group < breakdown.amounts[banner].size(); ++group)
                    common.subtract(breakdown.amounts[banner][group].net);
            }
            constexpr double least_m2 = 0.01; // below it, it is a border that two layers share
            if (common.value() >= least_m2)
                table_.rows.push_back({a.layer->id, b.layer->id, place.code, place.name, common.value(),
                                       whole_a.value(), whole_b.value()});
        }
    }

    void worst(const Breakdown &breakdown) {
        table_.worst_relative = std::max(table_.worst_relative, breakdown.worst_relative);
    }

    void note(const Breakdown &breakdown) {
        worst(breakdown);
        for (const tabulate::Finding &finding : breakdown.findings)
            if (finding.kind == tabulate::Finding::Kind::repaired ||
                finding.kind == tabulate::Finding::Kind::rejected)
                table_.findings.push_back(finding);
    }

    const workspace::Workspace &workspace_;
    const catalogue::Catalogue &catalogue_;
    Tree tree_;
    tabulate::Options options_;
    std::vector<Place> places_;
    OverlapTable table_;
};

} // namespace

OverlapTable overlaps(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                      const std::vector<const Layer *> &layers, Level by, const tabulate::Options &options) {
    return Pairs(workspace, catalogue, by, options).between(layers);
}

FeatureShares feature_shares(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                             const Layer &layer, const std::vector<std::string> &fields,
                             const tabulate::Options &options, Level finest) {
    const Tree tree(workspace, catalogue, finest);
    Plan plan{&layer, fields, true, false};
    FeatureShares result;
    if (workspace::feature_count(workspace, layer) == 0)
        return result;
    Breakdown breakdown = break_down(workspace, catalogue, tree, plan, options);
    for (const FeaturePiece &piece : breakdown.pieces)
        result.rows.push_back({piece.feature, tree.banners[piece.banner].code, piece.net_m2,
                               breakdown.groups[piece.group], piece.gross_m2, piece.length_m});
    result.worst_relative = breakdown.worst_relative;
    result.findings = std::move(breakdown.findings);
    return result;
}

} // namespace qitu::indicators
