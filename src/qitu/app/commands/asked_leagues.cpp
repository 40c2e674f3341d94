#include "asked_leagues.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/parallel.h>
#include <qitu/data/workspace/history.h>
#include <qitu/data/workspace/leagues.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <optional>

namespace qitu::commands {

namespace {

constexpr std::size_t at_once = 16; // servers

/// What a server said: sums, or why there are none.
struct Said {
    std::optional<workspace::ServerSums> sums;
    std::string why;
};

Said said_by(const std::string &server, const std::string &conditions) {
    try {
        Said said{workspace::sums_on(server, conditions), {}};
        if (!said.sums)
            said.why = say("it has published no sums for {}", conditions);
        return said;
    } catch (const Error &error) {
        return {std::nullopt, error.what()};
    }
}

} // namespace

std::vector<indicators::League> unasked_leagues(const workspace::Workspace &workspace,
                                                const catalogue::Catalogue &catalogue) {
    std::vector<indicators::League> leagues;
    for (const workspace::LeagueServer &server : workspace::league_servers(workspace)) {
        const catalogue::AdminUnit *unit = catalogue.find_admin(server.league);
        leagues.push_back({server.league, unit == nullptr ? server.league : unit->names.zh, server.target});
    }
    return leagues;
}

std::vector<indicators::League> asked_leagues(const workspace::Workspace &workspace,
                                              const catalogue::Catalogue &catalogue,
                                              const std::string &conditions, const std::string &version) {
    std::vector<indicators::League> leagues = unasked_leagues(workspace, catalogue);
    std::vector<Said> said(leagues.size());
    parallel_for(std::min(at_once, leagues.size()), leagues.size(), 1,
                 [&](std::size_t, std::size_t i) { said[i] = said_by(leagues[i].server, conditions); });
    for (std::size_t i = 0; i < leagues.size(); ++i) {
        leagues[i].why = said[i].why;
        if (!said[i].sums)
            continue;
        leagues[i].at = said[i].sums->at;
        leagues[i].later = said[i].sums->later;
        try {
            leagues[i].sums = indicators::read_league_sums(said[i].sums->sums, workspace, catalogue, version);
        } catch (const Error &error) {
            leagues[i].why = error.what();
        }
    }
    return leagues;
}

void tell_leagues(const std::vector<indicators::League> &leagues, Outcome &outcome) {
    for (const indicators::League &league : leagues) {
        if (!league.sums) {
            outcome.tell(say("{}: missing, and not counted as 0: {}.", league.name, league.why));
            outcome.attention = true;
            continue;
        }
        if (league.later > 0)
            outcome.tell(say("{}: counted at {}; {} changes of features since then are not in the figures.",
                             league.name, workspace::time_text(league.at), league.later));
        if (const std::uint64_t findings = indicators::findings_of(*league.sums); findings > 0)
            outcome.tell(say("{}: {} findings about its features, which its own progress lists.", league.name,
                             findings));
    }
}

void tell_leagues_left_out(const workspace::Workspace &workspace, Outcome &outcome) {
    if (const std::size_t leagues = workspace::league_servers(workspace).size(); leagues > 0)
        outcome.tell(
            say("{} leagues have their own servers, which only progress asks: their features are not "
                "in these figures.",
                leagues));
}

} // namespace qitu::commands
