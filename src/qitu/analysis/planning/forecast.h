// Will the quota be met: what is under way finishes after as long as such projects took before, simulated many times.
#pragma once

#include <qitu/core/base/units.h>
#include <qitu/core/catalogue/catalogue.h>
#include <qitu/data/workspace/workspace.h>
#include <qitu/engine/tabulate/tabulate.h>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace qitu::planning {

/// A project that was finished.
struct Finished {
    std::string kind, banner;
    double days = 0; // from its beginning to acceptance
};
/// One that is not.
struct Ongoing {
    std::string kind, banner;
    double days = 0; // since its beginning; below 0 where it has still to begin
    std::vector<std::pair<std::size_t, double>> amounts; // unit, and what it adds there once accepted
};

struct SimulationRules {
    double horizon_days = 0;
    std::size_t units = 0;
    std::uint64_t seed = 1;
    std::size_t runs = 2000;
};

/// What each unit gains until the horizon, in each run: [unit][run]. How long projects take is learnt from those of its kind and
/// banner where eight of them are finished, else of its kind, else of all: from how long the finished ones took, and how long the
/// others are under way already, which says that the slow ones are still to come. Each run draws a distribution of its own from
/// what that leaves open, so that a short history widens the spread; what takes longer than all before goes on at the pace of the
/// last of them. The same seed gives the same numbers.
std::vector<std::vector<double>> simulate(const std::vector<Finished> &history,
                                          const std::vector<Ongoing> &ongoing, const SimulationRules &rules);

struct ForecastRules {
    int year = 0;
    std::string as_of;                  // 2023-06-30
    std::string date;                   // until then
    std::string begin_field, end_field; // dates of the layer
    std::string kind_field;             // "" : all are of one kind
    double level = 0.9;                 // of the interval
    std::uint64_t seed = 1;
    std::size_t runs = 2000;
};

struct ForecastRow {
    std::string admin, name;
    std::optional<double> target;
    double done = 0;
    double under_way = 0;
    double expected = 0, low = 0, high = 0; // done by the date
    std::optional<double> probability;      // of reaching the target
    std::optional<double> pace_needed;      // per 30 days from now on
    bool at_risk = false;                   // the target is missed more often than not
};

struct Forecast {
    std::string indicator;
    Unit unit = Unit::wan_mu;
    std::size_t finished = 0, ongoing = 0; // projects
    std::vector<ForecastRow> rows;         // the region, then banners by code
    std::vector<std::string> notes;
};

/// Throws Error (usage) for an indicator that counts no area, an unknown field and dates that are none, and (refused) where no
/// project has both dates.
Forecast forecast(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                  const catalogue::Indicator &indicator, const ForecastRules &rules,
                  const tabulate::Options &options);

} // namespace qitu::planning
