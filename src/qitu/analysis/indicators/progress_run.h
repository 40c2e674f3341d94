// One run over the layers of some indicators: their figures in every unit, held against the quotas.
#pragma once

#include "evaluation.h"
#include "others.h"

#include <qitu/analysis/indicators/progress.h>
#include <qitu/data/workspace/quotas.h>

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace qitu::indicators {

class Targets {
  public:
    explicit Targets(const workspace::Workspace &workspace) : quotas_(workspace::quotas(workspace)) {}

    /// For the year; else one of no year; else null.
    [[nodiscard]] const workspace::Quota *find(const std::string &indicator, const std::string &admin,
                                               int year) const;

  private:
    std::vector<workspace::Quota> quotas_;
};

/// In the indicator's unit; throws Error (refused) when the quota's unit does not fit it.
double target_in(const workspace::Quota &quota, const catalogue::Indicator &indicator);

/// The region, and the units of a level, that an indicator has rows for, with the banners that count there.
std::vector<Place> places_of(const catalogue::Indicator &indicator, const Tree &tree, Level by);

/// The unit itself, with all its banners; throws Error (usage) when the workspace does not have it.
Place place_of(const Tree &tree, const catalogue::AdminUnit &unit);
/// Only those of its banners in which the indicator counts.
Place counted_part(Place place, const catalogue::Indicator &indicator, const Tree &tree);

/// The indicators named, in the catalogue's order; all where none is. Where `assume` is a stage they count from it on.
class ChosenIndicators {
  public:
    ChosenIndicators(const catalogue::Catalogue &catalogue, const std::vector<std::string> &names,
                     const std::string &assume = "");
    ChosenIndicators(const ChosenIndicators &) = delete;
    ChosenIndicators &operator=(const ChosenIndicators &) = delete;
    [[nodiscard]] const std::vector<const catalogue::Indicator *> &list() const { return list_; }

  private:
    std::deque<catalogue::Indicator> assumed_;
    std::vector<const catalogue::Indicator *> list_; // the catalogue's, or these
};

/// Overlaps are resolved.
tabulate::Options with_net(const tabulate::Options &options);

/// What a table is made up from: exact sums, and what was found on the way.
struct ProgressSums {
    std::map<std::string, Leaves> leaves{}; // by indicator
    double worst_relative = 0;
    std::vector<tabulate::Finding> findings{};
    std::map<std::string, std::uint64_t> renewals{}; // as in ProgressTable
};

class ProgressRun {
  public:
    ProgressRun(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue, int year,
                std::vector<const catalogue::Indicator *> indicators, const tabulate::Options &options,
                std::optional<double> year_gone = {}, Level finest = Level::banner,
                const PartRuns *parts = nullptr);

    /// Runs the engine over all that has rows at the level.
    ProgressSums sums(Level by);
    /// `others`: what other workspaces have counted is added.
    ProgressTable table(Level by, Others *others = nullptr) { return table_of(sums(by), by, others); }
    [[nodiscard]] ProgressTable table_of(ProgressSums sums, Level by, Others *others = nullptr) const;
    Totals totals(const catalogue::Layer &layer) { return evaluation_.totals(layer); }
    [[nodiscard]] ProgressRow row(const catalogue::Indicator &indicator, const Place &place,
                                  const Evaluator &evaluator) const;
    [[nodiscard]] const Tree &tree() const { return tree_; }
    [[nodiscard]] Evaluation &evaluation() { return evaluation_; }

  private:
    [[nodiscard]] static bool has_rows(const catalogue::Indicator &indicator, Level by);

    Tree tree_;
    Targets targets_;
    Evaluation evaluation_;
    std::vector<const catalogue::Indicator *> indicators_;
    int year_;
    geodesy::Method method_;
    std::optional<double> year_gone_;
};

} // namespace qitu::indicators
