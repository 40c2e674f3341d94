// Values of indicators: which groups of a breakdown count, and how each measure adds them up.
#pragma once

#include "breakdown.h"

#include <map>
#include <utility>

namespace qitu::indicators {

/// In the indicator's unit. `known` is false for a share of nothing.
struct IndicatorValue {
    double done = 0;
    double under_construction = 0;
    double approved = 0;
    bool known = true;
};
using Evaluator = std::function<IndicatorValue(const Place &)>;

/// How a group counts for an indicator.
enum class CountingStatus { none, approved, under_construction, done };

/// A breakdown with groups in finer fields as totals by banner and one of the fields.
Totals totals_by_banner(const Breakdown &breakdown, const Plan &plan, const Tree &tree,
                        const std::string &field);

/// Runs the engine once for each layer that the indicators count, and once more for each base of a share.
class Evaluation {
  public:
    struct LayerRun {
        Plan plan;
        Breakdown breakdown;
        std::vector<std::vector<std::pair<std::uint32_t, std::string>>> works; // by banner: group, project
    };

    /// With `options.subtractions` every run keeps pieces too, so that a figure can be explained.
    Evaluation(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue, const Tree &tree,
               int year, const std::vector<const catalogue::Indicator *> &indicators,
               const tabulate::Options &options);

    /// Every run from here on keeps the piece of each feature in each banner.
    void keep_pieces();
    /// Of a layer, with year and stage. \pre keep_pieces() before its first run
    FeatureShares feature_shares(const catalogue::Layer &layer);
    /// The evaluator refers to this object.
    Evaluator evaluator(const catalogue::Indicator &indicator);
    /// Of a layer by banner and stage.
    Totals totals(const catalogue::Layer &layer);
    const LayerRun &run_of(const std::string &layer);
    /// The indicator's layer under the base of its share, or under the layers that it excludes.
    const Breakdown &under_bases(const catalogue::Indicator &indicator);
    /// Of each group.
    [[nodiscard]] std::vector<CountingStatus>
    statuses(const catalogue::Indicator &indicator, const Plan &plan, const std::vector<Group> &groups) const;
    [[nodiscard]] double worst_relative() const { return worst_relative_; }
    [[nodiscard]] const std::vector<tabulate::Finding> &findings() const { return findings_; }

  private:
    [[nodiscard]] Plan plan_of(const std::string &layer) const;
    [[nodiscard]] Plan base_plan(const catalogue::Indicator &indicator) const;
    [[nodiscard]] std::vector<Base> bases_of(const catalogue::Indicator &indicator) const;
    [[nodiscard]] bool reviewed(const catalogue::Indicator &indicator, const Plan &plan,
                                const Group &group) const;
    [[nodiscard]] CountingStatus status_of(const catalogue::Indicator &indicator, const Plan &plan,
                                           const Group &group) const;
    [[nodiscard]] bool year_counts(const catalogue::Indicator &indicator, const catalogue::Layer &layer,
                                   const std::string &sent) const;
    Evaluator measured(const catalogue::Indicator &indicator, const LayerRun &run);
    [[nodiscard]] Evaluator works(const catalogue::Indicator &indicator, const LayerRun &run) const;
    [[nodiscard]] Evaluator banners(const catalogue::Indicator &indicator, const LayerRun &run) const;
    Evaluator share(const catalogue::Indicator &indicator, const LayerRun &run);
    void take_findings(const Breakdown &breakdown, const std::string &layer);
    [[nodiscard]] tabulate::Options options_for(const catalogue::Layer &layer);

    const workspace::Workspace &workspace_;
    const catalogue::Catalogue &catalogue_;
    const Tree &tree_;
    int year_;
    tabulate::Options options_;
    bool pieces_ = false;
    std::uint64_t features_before_ = 0;
    std::map<std::string, Plan> plans_;
    std::map<std::string, LayerRun> runs_;
    std::map<std::string, Breakdown> under_bases_;
    std::vector<std::string> told_; // layers whose findings are in
    bool zones_told_ = false;
    double worst_relative_ = 0;
    std::vector<tabulate::Finding> findings_;
};

} // namespace qitu::indicators
