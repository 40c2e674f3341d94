#include "asked_leagues.h"
#include "found_by_rule.h"
#include "known_admin.h"
#include "known_stage.h"

#include <qitu/app/commands/league_command.h>
#include <qitu/core/base/clock.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/data/workspace/leagues.h>

namespace qitu::commands {

namespace {

KnownAdmin league_named(const workspace::Workspace &opened, Context &context, const std::string &name) {
    KnownAdmin league = known_admin(opened, context.catalogue(), name);
    if (league.level != indicators::Level::league)
        throw Error(ErrorKind::usage, say("{} is not a league.", league.name));
    return league;
}

std::string stage_of(const SumsArguments &arguments, Context &context) {
    return arguments.assume.empty() ? arguments.assume
                                    : known_stage(context.catalogue(), arguments.assume).id;
}

} // namespace

Outcome AddLeagueCommand::run(Context &context) const {
    workspace::Workspace opened = workspace::Workspace::open(workspace);
    const KnownAdmin unit = league_named(opened, context, league);
    opened.transaction({"qitu league add"}, [&](workspace::Edit &edit) {
        workspace::set_league_server(edit, {unit.code, server});
    });
    Outcome outcome;
    outcome.tell(say("{}: {} is counted on its own server from now on.", workspace, unit.name));
    return outcome;
}

Outcome RemoveLeagueCommand::run(Context &context) const {
    workspace::Workspace opened = workspace::Workspace::open(workspace);
    const KnownAdmin unit = league_named(opened, context, league);
    bool removed = false;
    opened.transaction({"qitu league remove"}, [&](workspace::Edit &edit) {
        removed = workspace::remove_league_server(edit, unit.code);
    });
    if (!removed)
        throw Error(ErrorKind::refused, say("{}: {} has no server of its own.", workspace, unit.name));
    Outcome outcome;
    outcome.tell(say("{}: {} is counted in this workspace alone from now on.", workspace, unit.name));
    return outcome;
}

std::string SumsArguments::conditions(Context &context) const {
    return indicators::conditions_of_sums(year_of(year, context.catalogue()), engine.options(context),
                                          stage_of(*this, context));
}

Result<std::vector<indicators::League>> ListLeaguesCommand::run(Context &context) const {
    Result<std::vector<indicators::League>> result;
    result.value = asked_leagues(workspace::Workspace::open(workspace, true), context.catalogue(),
                                 sums.conditions(context), sums.version);
    tell_leagues(result.value, result);
    return result;
}

// Another program may bring the working copy up to date meanwhile: then some layers were read before, some after it.
Outcome PublishSumsCommand::run(Context &context) const {
    constexpr int tries = 5;
    workspace::Workspace opened = workspace::Workspace::open(workspace);
    const catalogue::Catalogue &catalogue = context.catalogue();
    workspace::CountedSums counted;
    counted.conditions = sums.conditions(context);
    for (int i = 0; i == 0 || counted.record != workspace::last_record(opened); ++i) {
        if (i == tries)
            throw Error(
                ErrorKind::refused,
                say("{}: it was changed while it was counted, {} times. Try again.", workspace, tries));
        counted.record = workspace::last_record(opened);
        counted.at = time_now();
        counted.sums =
            indicators::league_sums(opened, catalogue, year_of(sums.year, catalogue),
                                    sums.engine.options(context), stage_of(sums, context), sums.version);
    }
    opened.transaction({"qitu league publish"},
                       [&](workspace::Edit &edit) { workspace::keep_sums(edit, counted); });
    Outcome outcome;
    outcome.tell(say("{}: the sums for {} are ready for the region, up to record {}.", workspace,
                     counted.conditions, counted.record));
    return outcome;
}

} // namespace qitu::commands
