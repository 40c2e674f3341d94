// Values of indicators: which groups of a breakdown count, and how each measure adds them up.
#pragma once

#include "leaf_sums.h"
#include "part_runs.h"

#include <qitu/analysis/indicators/progress.h>

#include <map>
#include <utility>

namespace qitu::indicators {

/// A work or a place that the document names.
struct NamedUnit {
    std::string key;
    Names names;
};

/// In the indicator's unit. `known` is false for a share of nothing.
struct IndicatorValue {
    double done = 0;
    std::optional<double> under_construction{}; // of a share there is none: its base is what is done
    std::optional<double> approved{};
    std::optional<double> cumulative{};         // done up to the year, of what counts by years
    std::optional<double> part_m2{}, base_m2{}; // of a share
    bool known = true;
    std::optional<NamedStatus> named{};
};
using Evaluator = std::function<IndicatorValue(const Place &)>;

/// The part of each feature of a group that counts where ridges are deducted; 1 where they are not, or where
/// the factor is missing or not from 0 to 1.
double counted_fraction(const catalogue::Indicator &indicator, const Plan &plan, const Group &group);
/// The number that each feature of a group adds to a sum of a field; 0 where it has none.
double summed_value(const catalogue::Indicator &indicator, const Plan &plan, const Group &group);

/// A breakdown with groups in finer fields as totals by banner and one of the fields.
Totals totals_by_banner(const Breakdown &breakdown, const Plan &plan, const Tree &tree,
                        const std::string &field);

/// What groups have of a layer's ground when its contests are settled by an indicator's rules.
struct Settled {
    struct Ground {
        ExactSum area, length;
    };
    std::vector<std::vector<Ground>> ground; // [banner][group]
    std::vector<FeaturePiece> pieces;      // of all that takes part, where features are looked at one by one
    std::vector<Subtraction> subtractions; // where options ask for subtractions
};

/// Runs the engine once for each layer that the indicators count, once more for each base of a share, and for
/// each way to settle contests over the few features that overlap others.
class Evaluation {
  public:
    struct Work {
        std::uint32_t group;
        const Project *project;
    };
    struct LayerRun {
        Plan plan;
        Breakdown breakdown;
        std::vector<std::vector<Work>> works; // by banner
    };

    /// With `options.subtractions` every run keeps pieces too, so that a figure can be explained. From `parts`, where they are given,
    /// come all runs.
    Evaluation(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue, const Tree &tree,
               int year, const std::vector<const catalogue::Indicator *> &indicators,
               const tabulate::Options &options, const PartRuns *parts = nullptr);

    /// Every run from here on keeps the piece of each feature in each banner.
    void keep_pieces();
    /// Of a layer, with year and stage. \pre keep_pieces() before its first run
    FeatureShares feature_shares(const catalogue::Layer &layer);
    /// How many features of the indicator's layer are renovations, by its first condition that says so.
    std::uint64_t renewals(const catalogue::Indicator &indicator);
    /// What each leaf of the tree adds to the indicator.
    Leaves leaf_sums(const catalogue::Indicator &indicator);
    /// Adds up what leaves have. The evaluator refers to this object.
    [[nodiscard]] Evaluator evaluator(const catalogue::Indicator &indicator, Leaves leaves) const;
    Evaluator evaluator(const catalogue::Indicator &indicator) {
        return evaluator(indicator, leaf_sums(indicator));
    }
    /// Of a layer by banner and stage.
    Totals totals(const catalogue::Layer &layer);
    const LayerRun &run_of(const std::string &layer);
    /// The indicator's layer by its own rules.
    const Settled &settled(const catalogue::Indicator &indicator);
    /// Likewise under the base of its share, or under the layers that it excludes: what lies outside them.
    const Settled &outside_bases(const catalogue::Indicator &indicator);
    /// Of a share of the layer itself: the rules of what is counted, for all kinds.
    [[nodiscard]] static catalogue::Indicator of_all_kinds(const catalogue::Indicator &indicator);
    /// Net area of that base, by banner. \pre a share of another layer
    const std::vector<ExactSum> &base_area(const catalogue::Indicator &indicator);
    [[nodiscard]] CountingRules rules(const catalogue::Indicator &indicator, const Plan &plan) const;
    /// Of each group.
    [[nodiscard]] std::vector<CountingStatus>
    statuses(const catalogue::Indicator &indicator, const Plan &plan, const std::vector<Group> &groups) const;
    /// What makes features one work: the project, the work that the document names, or the place; "" where a
    /// feature counts for none of them.
    [[nodiscard]] std::string work_key(const catalogue::Indicator &indicator, const Project &project,
                                       std::size_t banner) const;
    [[nodiscard]] double worst_relative() const { return worst_relative_; }
    [[nodiscard]] const std::vector<tabulate::Finding> &findings() const { return findings_; }

  private:
    using Contest = CountingRules::Contest;
    [[nodiscard]] Plan plan_of(const std::string &layer) const;
    /// A run, by a name that no other one has. `own`: the features that a part counts in it, where it is not over all of a layer.
    [[nodiscard]] Breakdown broken_down(const std::string &name, const Plan &plan,
                                        const tabulate::Options &options, const std::vector<Base> &bases = {},
                                        const std::vector<std::int64_t> *own = nullptr) const;
    [[nodiscard]] std::vector<Base> bases_of(const catalogue::Indicator &indicator) const;
    [[nodiscard]] bool bases_are_empty(const catalogue::Indicator &indicator) const;
    [[nodiscard]] bool keeps_pieces(const catalogue::Indicator &indicator, const CountingRules &rules) const;
    Settled contests_settled(const catalogue::Indicator &indicator, const LayerRun &run,
                             const CountingRules &rules);
    /// The run of the contested features, and how they are settled; null when there are none.
    const Breakdown *contested(const LayerRun &run, const CountingRules &rules, Contest contest);
    const Breakdown &under_bases(const catalogue::Indicator &indicator, const LayerRun &run, Contest contest);
    const Breakdown &under_bases(const catalogue::Indicator &indicator, const LayerRun &run, Contest contest,
                                 bool ranked);
    /// Leaves a part's run what figures need: which features are contested in the layer itself, and pieces of works, of what ridges
    /// are deducted from, of declared parts.
    void keep_needed(parts::Run &run, const Plan &plan, bool of_layer, bool under_bases) const;
    [[nodiscard]] std::vector<bool> groups_with_works(const Plan &plan,
                                                      const std::vector<Group> &groups) const;
    void leave_declared_parts(Settled &settled, const LayerRun &run);
    void add_uncontested_pieces(Settled &settled, const LayerRun &run);
    [[nodiscard]] std::string base_name(const catalogue::Indicator &indicator,
                                        const std::vector<Base> &bases) const;
    Leaves measured(const catalogue::Indicator &indicator);
    [[nodiscard]] Leaves works_of(const catalogue::Indicator &indicator, const LayerRun &run) const;
    Leaves banner_areas(const catalogue::Indicator &indicator, const LayerRun &run);
    Leaves share(const catalogue::Indicator &indicator, const LayerRun &run);
    Leaves share_of_itself(const catalogue::Indicator &indicator, const LayerRun &run);
    Leaves less_ridges(const catalogue::Indicator &indicator, const LayerRun &run);
    [[nodiscard]] Leaves summed(const catalogue::Indicator &indicator, const LayerRun &run) const;
    [[nodiscard]] Evaluator added_up(const catalogue::Indicator &indicator, Leaves leaves) const;
    [[nodiscard]] Evaluator works(const catalogue::Indicator &indicator, Leaves leaves) const;
    [[nodiscard]] Evaluator banners(const catalogue::Indicator &indicator, Leaves leaves) const;
    [[nodiscard]] CountingStatus banner_status(const catalogue::Indicator &indicator,
                                               const StatusSums &sums) const;
    [[nodiscard]] std::vector<NamedUnit> named_units(const catalogue::Indicator &indicator) const;
    [[nodiscard]] bool expected_in(const NamedUnit &unit, const catalogue::Indicator &indicator,
                                   const Place &place) const;
    void tell_named(IndicatorValue &value, const catalogue::Indicator &indicator, const Place &place,
                    const std::vector<std::string> &done, std::vector<Names> others) const;
    void for_each_banner(const Place &place,
                         const std::function<void(std::size_t, bool inside)> &look_at) const;
    void take_findings(const Breakdown &breakdown, const std::string &layer);
    [[nodiscard]] tabulate::Options options_for(const catalogue::Layer &layer);

    const workspace::Workspace &workspace_;
    const catalogue::Catalogue &catalogue_;
    const Tree &tree_;
    int year_;
    std::vector<const catalogue::Indicator *> indicators_;
    tabulate::Options options_;
    const PartRuns *parts_; // null: the engine runs over all features
    bool pieces_ = false;
    std::uint64_t features_before_ = 0;
    std::map<std::string, Plan> plans_;
    std::map<std::string, LayerRun> runs_;
    std::map<std::string, Breakdown> contested_;
    std::map<std::string, Breakdown> under_bases_;
    std::map<std::string, Settled> settled_;
    std::map<std::string, Settled> outside_bases_;
    std::map<std::string, std::vector<ExactSum>> base_areas_;
    std::vector<std::string> told_; // layers whose findings are in
    bool zones_told_ = false;
    double worst_relative_ = 0;
    std::vector<tabulate::Finding> findings_;
};

} // namespace qitu::indicators
