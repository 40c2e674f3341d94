#include "options.h"
#include "perform.h"

#include <qitu/app/commands/league_command.h>
#include <qitu/core/base/language.h>
#include <qitu/output/console/progress_listing.h>

#include <memory>
#include <ostream>

namespace qitu::cli {

namespace {

void add_league_name(const Command &command, std::string &league) {
    command.add_option("LEAGUE", league, translated("League, by code or name")).type_name("ADMIN").required();
}

void add_sums(const Command &command, commands::SumsArguments &sums) {
    sums.version = QITU_VERSION;
    add_year_option(command, sums.year);
    command
        .add_option("--assume", sums.assume,
                    translated("What if: what is in this stage or further counts as if it were accepted"))
        .type_name("STAGE")
        .group(translated("Figures"));
    add_engine_options(command, sums.engine);
}

void add_league_add(const Command &league, Session &session) {
    const auto arguments = std::make_shared<commands::AddLeagueCommand>();
    const Command command = league.add_command(
        "add",
        translated("Names the server of a league: progress asks it from then on. The login there needs the "
                   "role region; its password lies in ~/.pgpass or a service."));
    add_workspace(command, arguments->workspace);
    add_league_name(command, arguments->league);
    command
        .add_option("SERVER", arguments->server,
                    translated("PG:service=… or postgresql://…, without a password"))
        .required();
    command.callback([arguments, &session] { perform(*arguments, session); });
}

void add_league_remove(const Command &league, Session &session) {
    const auto arguments = std::make_shared<commands::RemoveLeagueCommand>();
    const Command command = league.add_command("remove", translated("Forgets the server of a league."));
    add_workspace(command, arguments->workspace);
    add_league_name(command, arguments->league);
    command.callback([arguments, &session] { perform(*arguments, session); });
}

void add_league_list(const Command &league, Session &session) {
    const auto arguments = std::make_shared<Printed<commands::ListLeaguesCommand>>();
    const Command command = league.add_command(
        "list",
        translated("Asks every league: when it counted, what has changed since, or why it is missing."));
    add_workspace(command, arguments->workspace);
    add_sums(command, arguments->sums);
    add_output_options(command, arguments->output);
    command.footer(translated("Status 1: a league is missing."));
    command.callback([arguments, &session] {
        perform(*arguments, session, [](std::ostream &out, const auto &leagues, console::Format format) {
            console::print(out, leagues, format);
        });
    });
}

void add_league_publish(const Command &league, Session &session) {
    const auto arguments = std::make_shared<commands::PublishSumsCommand>();
    const Command command = league.add_command(
        "publish",
        translated("Counts the league's own workspace, and keeps the exact sums in it for the region to "
                   "read. To be run on the league's server as often as the region wants new figures."));
    add_workspace(command, arguments->workspace);
    add_sums(command, arguments->sums);
    command.callback([arguments, &session] { perform(*arguments, session); });
}

} // namespace

void add_league(const Command &app, Session &session) {
    const Command command = app.add_command(
        "league", translated("Leagues with their own servers: each counts where its data lie, and the region "
                             "adds up the exact sums."));
    command.group(translated("Server"));
    command.require_command(1, 1);
    add_league_add(command, session);
    add_league_list(command, session);
    add_league_publish(command, session);
    add_league_remove(command, session);
}

} // namespace qitu::cli
