// qitu league add, list, remove, publish
#pragma once

#include <qitu/analysis/indicators/league_sums.h>
#include <qitu/app/commands/arguments.h>
#include <qitu/app/commands/outcome.h>

#include <string>
#include <vector>

namespace qitu::commands {

/// The region's workspace knows the server of a league from then on: progress() asks it.
struct AddLeagueCommand {
    std::string workspace, league, server;

    Outcome run(Context &context) const;
};

struct RemoveLeagueCommand {
    std::string workspace, league;

    Outcome run(Context &context) const;
};

/// What decides figures: the same for the region and its leagues.
struct SumsArguments {
    int year = 0;       // 0: the programme's
    std::string assume; // a stage; "" for what is
    EngineArguments engine;
    std::string version; // of the program

    [[nodiscard]] std::string conditions(Context &context) const;
};

/// The leagues that the workspace knows, each asked now.
struct ListLeaguesCommand {
    std::string workspace;
    SumsArguments sums;

    Result<std::vector<indicators::League>> run(Context &context) const;
};

/// Counts a league's own workspace and keeps the exact sums in it, where the region reads them.
struct PublishSumsCommand {
    std::string workspace;
    SumsArguments sums;

    Outcome run(Context &context) const;
};

} // namespace qitu::commands
