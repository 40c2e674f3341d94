// What the servers of leagues have counted.
#pragma once

#include <qitu/analysis/indicators/league_sums.h>
#include <qitu/app/commands/outcome.h>

#include <string>
#include <vector>

namespace qitu::commands {

/// Asks each league that the workspace names, all at once. One that does not answer, or with other figures than are asked
/// for, is missing, with the reason.
std::vector<indicators::League> asked_leagues(const workspace::Workspace &workspace,
                                              const catalogue::Catalogue &catalogue,
                                              const std::string &conditions, const std::string &version);

/// All of them as missing, since nobody asks them.
std::vector<indicators::League> unasked_leagues(const workspace::Workspace &workspace,
                                                const catalogue::Catalogue &catalogue);

/// Which are missing, which have changed since they counted, and what they found.
void tell_leagues(const std::vector<indicators::League> &leagues, Outcome &outcome);

/// That figures are of the workspace alone, where it names leagues.
void tell_leagues_left_out(const workspace::Workspace &workspace, Outcome &outcome);

} // namespace qitu::commands
