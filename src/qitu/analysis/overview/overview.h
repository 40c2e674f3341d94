// Everything that a report of one year says of a workspace, gathered once. Formats nothing.
#pragma once

#include <qitu/analysis/area_comparison/area_comparison.h>
#include <qitu/analysis/indicators/progress.h>
#include <qitu/analysis/indicators/totals.h>
#include <qitu/analysis/land_balance/land_balance.h>
#include <qitu/analysis/overview/plans.h>
#include <qitu/analysis/project_figures/ledger.h>
#include <qitu/analysis/project_figures/project_figures.h>
#include <qitu/analysis/validation/validation.h>
#include <qitu/data/workspace/imports.h>
#include <qitu/data/workspace/seal.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace qitu::overview {

/// How often each rule finds something in a layer.
struct Checked {
    std::string when; // date and time of the check
    struct Count {
        std::string layer;
        std::string rule;
        validation::Severity severity = validation::Severity::warning;
        std::uint64_t findings = 0;
        Names first; // the sentence of the first of them
        /// Of features with a part in a league or banner, by its code; where reports of single units were asked for.
        std::map<std::string, std::pair<std::uint64_t, Names>> in_unit{};
    };
    std::vector<Count> counts; // by layer, in the order of rules
};

/// A moment at which the workspace was sealed, and the totals that the seal holds.
struct SealedState {
    std::int64_t at = 0; // milliseconds since 1970, UTC
    std::string note;
    indicators::Totals totals; // by banner
};

/// How many features a layer had at the end of a day, or of a month.
struct Grown {
    std::string layer;
    std::string when; // 2026-11-24 or 2026-11
    std::uint64_t added = 0, removed = 0, features = 0;
};

struct Overview {
    std::string boundaries_source;
    indicators::ProgressTable region_and_leagues;
    indicators::ProgressTable banners;
    std::optional<indicators::ProgressTable> townships; // where they were asked for; `by` is banner then
    std::vector<indicators::Totals> layers;             // by banner and stage, those with features
    std::vector<workspace::ImportRecord> imports;
    std::optional<workspace::Seal> seal;         // the last one before these figures
    std::string as_of;                           // the state that was asked for; "" for the latest
    std::vector<SealedState> sealed;             // by the method of these figures, the oldest first
    std::vector<indicators::MonthlyDone> months; // of the year, by indicator and banner
    std::vector<Grown> grown; // by layer and time: the days of its record, or where these are many the months
    indicators::Level by = indicators::Level::banner;
    std::vector<indicators::FeatureShares> shares; // of each of `layers`: what lies in which banner
    indicators::OverlapTable overlaps;             // between layers
    std::vector<land_balance::Balance> accounts;
    project_figures::Table money;                             // of the projects behind the indicators
    std::vector<area_comparison::LayerComparison> reconciled; // layers of polygons
    std::optional<Checked> checked;                           // none: not asked for
    project_figures::Ledger ledger;                           // empty: not asked for
    std::vector<Plan> plans;                                  // of the year
};

struct Options {
    int year = 0;
    indicators::Level by = indicators::Level::banner;
    std::string as_of;
    bool check = true;
    bool townships = false; // money by township too; asked for by `by`
    bool ledger = false;    // of projects and parcels, and findings by unit: for reports of single units
    tabulate::Options engine;
};
/// Progress and totals only, for those who print no more: one run of the engine over each layer.
Overview gather(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue, int year,
                const tabulate::Options &options);
/// Everything. Runs the engine once over each layer, and once more over each that another one may overlap;
/// checks each layer by its rules.
Overview gather(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                const Options &options);

} // namespace qitu::overview
