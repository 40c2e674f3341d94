// qitu progress
#pragma once

#include <qitu/analysis/indicators/league_sums.h>
#include <qitu/analysis/indicators/progress.h>
#include <qitu/analysis/project_figures/project_figures.h>
#include <qitu/app/commands/arguments.h>
#include <qitu/app/commands/outcome.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace qitu::commands {

/// With the money, scale and capacity of the projects, where they were asked for, and the leagues that have servers of
/// their own.
struct Progress : indicators::ProgressTable {
    std::optional<project_figures::Table> money;
    std::vector<indicators::League> leagues{};
};

/// What is built, against the quotas; with what leagues have counted on their own servers, where the workspace names any.
struct ProgressCommand {
    std::string workspace;
    std::string as_of; // the workspace as it was: a day, a time or a seal's hash; "" as it is
    std::string by;    // township, banner, league or region; "": leagues, or what `admin` is or has
    int year = 0;      // 0: the programme's
    std::string date;  // also what should be done by this day; "" for none
    std::string
        admin; // only this league, banner or township, with what it is in and what is in it; "" for all
    std::string unit;                    // in which people read areas; "" as the catalogue says
    std::vector<std::string> indicators; // by id or name; all if none given
    std::string assume;                  // a stage: what is in it or further counts as done; "" for what is
    int until = 0;                       // the last year of a plan without a year; 0 for none
    bool money = false;     // also what the projects cost, their declared scale and their new capacity
    bool recompute = false; // also where the sums of this state of the workspace are kept
    EngineArguments engine;
    std::string version; // of the program: leagues count with the same

    Result<Progress> run(Context &context) const;

    /// The table from tables of whole levels, which who asks again and again keeps; without a word about it, and without
    /// money.
    using TableOfLevel = std::function<indicators::ProgressTable(indicators::Level)>;
    [[nodiscard]] Progress assembled(const workspace::Workspace &opened,
                                     const catalogue::Catalogue &catalogue,
                                     const TableOfLevel &table_of) const;
    /// Such a table; leagues with servers of their own are not asked, and missing in it. Throws Error (usage) for indicators
    /// that there are not.
    [[nodiscard]] indicators::ProgressTable counted(const workspace::Workspace &opened, Context &context,
                                                    indicators::Level level) const;

  private:
    [[nodiscard]] std::vector<indicators::League> asked(const workspace::Workspace &opened,
                                                        Context &context) const;
    [[nodiscard]] indicators::JoinedProgress joined(const workspace::Workspace &opened, Context &context,
                                                    indicators::Level level,
                                                    const std::vector<indicators::League> &leagues) const;
};

/// The same for several years, one table for each.
struct ProgressOfYearsCommand {
    ProgressCommand progress;
    std::string years; // 2023-2025

    Result<std::vector<indicators::ProgressTable>> run(Context &context) const;
};

} // namespace qitu::commands
