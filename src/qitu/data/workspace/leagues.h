// Leagues that have servers of their own. The region's workspace names the servers; a league's keeps what it has counted,
// beside the data, for the region to read.
#pragma once

#include <qitu/data/workspace/workspace.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace qitu::workspace {

/// `target`: PG:… or postgresql://…, without a password.
struct LeagueServer {
    std::string league; // code
    std::string target;
};
std::vector<LeagueServer> league_servers(const Workspace &workspace); // by code
/// In place of the one that the league had. Throws Error (usage) for what names no database, or holds a password.
void set_league_server(Edit &edit, const LeagueServer &server);
/// False where there was none.
bool remove_league_server(Edit &edit, const std::string &league);

/// What a workspace has counted.
struct CountedSums {
    std::string conditions;  // under which: there is one of each
    std::int64_t record = 0; // of the history: what comes after it is not counted
    std::int64_t at = 0;     // milliseconds since 1970
    std::string sums;        // see indicators/league_sums.h
};
/// In place of those under the same conditions.
void keep_sums(Edit &edit, const CountedSums &sums);

/// The last record of the history; 0 where there is none.
std::int64_t last_record(const Workspace &workspace);

/// What a server keeps, without a copy of it.
struct ServerSums : CountedSums {
    std::int64_t later = 0; // changes of features and borders after `record`
};
/// Throws Error: unreadable where it cannot be reached or has no workspace, refused where its user may not read it.
std::optional<ServerSums> sums_on(const std::string &target, const std::string &conditions);

} // namespace qitu::workspace
