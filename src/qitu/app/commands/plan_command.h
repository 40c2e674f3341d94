// qitu plan candidates, compare, accept
#pragma once

#include <qitu/analysis/planning/candidates.h>
#include <qitu/analysis/planning/plan_layer.h>
#include <qitu/app/commands/arguments.h>
#include <qitu/app/commands/outcome.h>

#include <optional>

namespace qitu::commands {

/// Where to build next for an indicator.
struct PlanCandidatesCommand {
    std::string workspace, indicator;
    std::string admin;                   // only in this league or banner; "" for the region
    std::string scenario;                // TOML; "": the indicator's own of the catalogue, if there is one
    std::string base;                    // layer, instead of the scenario's
    std::vector<std::string> exclusions; // LAYER or LAYER:FIELD=CODE,CODE, beside the scenario's
    double least_width = -1;             // m; below 0: the scenario's
    double least_block = -1, most_block = -1; // mu; likewise
    int year = 0;
    double seconds = 60;
    bool count_started = false;
    std::string save;    // under this name in the workspace; "" to save nothing
    bool shapes = false; // draw the blocks though they are not saved
    EngineArguments engine;

    Result<planning::Candidates> run(Context &context) const;
};

/// Two saved plans side by side.
struct PlanCompareCommand {
    std::string workspace, a, b; // names of plans

    Result<std::vector<planning::ComparedBanner>> run(Context &context) const;
};

/// Chosen blocks of a saved plan become approved projects.
struct PlanAcceptCommand {
    std::string workspace, plan;
    std::vector<std::int64_t> blocks; // their numbers; none: all that are chosen
    std::string note;                 // for the record

    Outcome run(Context &context) const;
};

/// Codes of the banners in a league or the region, or of the banner itself; "" for the region.
std::vector<std::string> banners_in(const workspace::Workspace &workspace,
                                    const catalogue::Catalogue &catalogue, const std::string &admin);

} // namespace qitu::commands
