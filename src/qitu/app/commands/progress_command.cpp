#include "asked_leagues.h"
#include "found_by_rule.h"
#include "kept_progress.h"
#include "known_admin.h"
#include "known_stage.h"
#include "progress_shared.h"

#include <qitu/app/commands/progress_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/data/workspace/features.h>
#include <qitu/data/workspace/leagues.h>
#include <qitu/data/workspace/rules.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace qitu::commands {

namespace {

// They once competed for ground like everything else, and figures differ by that.
void tell_renewals(const catalogue::Catalogue &catalogue, const indicators::ProgressTable &table,
                   Outcome &outcome) {
    for (const auto &[layer, count] : table.renewals)
        if (count > 0)
            outcome.tell(
                say("{}: {} features are renovations. Each counts in its year's task, also on ground "
                    "that was built before, and is not part of the stock.",
                    catalogue.layer(layer).names.in(language_in_use()), count));
}

// Overlaps are settled within a workspace.
void tell_shared(const std::vector<std::string> &banners, Outcome &outcome) {
    if (banners.empty())
        return;
    outcome.tell(say("{}: features of several workspaces lie there. Where they overlap, ground counts twice.",
                     fmt::join(banners, say(", "))));
    outcome.attention = true;
}

void tell_other_rules(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                      const indicators::ProgressTable &table, Outcome &outcome) {
    std::set<std::string> shown;
    for (const indicators::ProgressRow &row : table.rows)
        shown.insert(catalogue.indicator(row.indicator).layer);
    for (const std::string &layer : workspace::layers_counted_otherwise(workspace, catalogue))
        if (shown.contains(layer))
            outcome.tell(
                say("{}: the catalogue counts this layer by other rules than when it was written into "
                    "the workspace; figures that were printed then may differ.",
                    catalogue.layer(layer).names.in(language_in_use())));
}

} // namespace

std::pair<int, int> years_from(const std::string &years) {
    constexpr int most = 50;
    double first = 0;
    double last = 0;
    const std::size_t dash = years.find('-');
    if (dash == std::string::npos || !parse_number(years.substr(0, dash), first) ||
        !parse_number(years.substr(dash + 1), last) || first > last || last - first > most)
        throw Error(ErrorKind::usage, say("\"{}\" is not a range of years such as 2023-2025.", years));
    return {static_cast<int>(first), static_cast<int>(last)};
}

namespace {

// As asked for; else leagues, or of one unit the banners of a league, a banner or a township alone.
indicators::Level level_of(const std::string &by, const KnownAdmin &unit) {
    if (!by.empty())
        return indicators::level_to_township_from(by);
    switch (unit.level) {
    case indicators::Level::region:
        return indicators::Level::league;
    case indicators::Level::league:
        return indicators::Level::banner;
    default:
        return unit.level;
    }
}

// Of a league by banner, its own rows stand there too.
bool has_own_rows(indicators::Level level, const KnownAdmin &unit) {
    return unit.level == indicators::Level::league && level > unit.level;
}

// A league's own rows before those of its banners, in their unit.
void add_own_rows(indicators::ProgressTable &table, const indicators::ProgressTable &upper,
                  const std::string &unit) {
    std::vector<indicators::ProgressRow> rows;
    for (const indicators::ProgressRow &row : table.rows) {
        const bool first = rows.empty() || rows.back().indicator != row.indicator;
        rows.push_back(row);
        for (const indicators::ProgressRow &own : upper.rows)
            if (first && own.indicator == row.indicator && own.admin == unit)
                rows.push_back(own);
    }
    table.rows = std::move(rows);
}

} // namespace

AskedOfProgress asked_of(const ProgressCommand &command, const catalogue::Catalogue &catalogue) {
    AskedOfProgress asked;
    asked.year = year_of(command.year, catalogue);
    if (!command.date.empty())
        asked.year_gone = indicators::share_of_year(command.date, asked.year);
    if (!command.assume.empty())
        asked.stage = known_stage(catalogue, command.assume).id;
    return asked;
}

indicators::ProgressTable ProgressCommand::counted(const workspace::Workspace &opened, Context &context,
                                                   indicators::Level level) const {
    const catalogue::Catalogue &catalogue = context.catalogue();
    if (const auto leagues = unasked_leagues(opened, catalogue); !leagues.empty())
        return joined(opened, context, level, leagues).table;
    const AskedOfProgress asked = asked_of(*this, catalogue);
    return kept_progress(*this, asked, level, opened, context);
}

// Their sums are of what is there now, and of areas, lengths and numbers.
std::vector<indicators::League> ProgressCommand::asked(const workspace::Workspace &opened,
                                                       Context &context) const {
    if (workspace::league_servers(opened).empty())
        return {};
    if (!as_of.empty())
        throw Error(ErrorKind::usage,
                    say("Leagues with their own servers hand over current figures only. Ask "
                        "for an earlier state on the league's own server."));
    if (money)
        throw Error(ErrorKind::usage,
                    say("Leagues with their own servers hand over no investments. Ask for them on the "
                        "league's own server."));
    const catalogue::Catalogue &catalogue = context.catalogue();
    const AskedOfProgress of = asked_of(*this, catalogue);
    const std::string conditions = indicators::conditions_of_sums(of.year, engine.options(context), of.stage);
    return asked_leagues(opened, catalogue, conditions, version);
}

indicators::JoinedProgress ProgressCommand::joined(const workspace::Workspace &opened, Context &context,
                                                   indicators::Level level,
                                                   const std::vector<indicators::League> &leagues) const {
    const catalogue::Catalogue &catalogue = context.catalogue();
    const AskedOfProgress of = asked_of(*this, catalogue);
    return indicators::joined_progress(opened, catalogue, level, of.year, indicators, engine.options(context),
                                       of.year_gone, of.stage, leagues);
}

Progress ProgressCommand::assembled(const workspace::Workspace &opened, const catalogue::Catalogue &catalogue,
                                    const TableOfLevel &table_of) const {
    const KnownAdmin of = admin.empty() ? KnownAdmin() : known_admin(opened, catalogue, admin);
    const indicators::Level level = level_of(by, of);
    Progress result;
    static_cast<indicators::ProgressTable &>(result) = table_of(level);
    if (has_own_rows(level, of))
        add_own_rows(result, table_of(of.level), of.code);
    result.in_unit = unit_of_area(unit);
    if (until != 0)
        indicators::spread_until(result, until);
    result.only = of.code;
    return result;
}

Result<Progress> progress_from(const ProgressCommand &command, const workspace::Workspace &opened,
                               const catalogue::Catalogue &catalogue,
                               const ProgressCommand::TableOfLevel &table_of) {
    Result<Progress> result;
    result.value = command.assembled(opened, catalogue, table_of);
    if (result.value.from_kept_sums)
        result.tell(
            say("Nothing was written since these figures were counted: --recompute counts them anew."));
    tell_findings(result.value.findings, result);
    tell_renewals(catalogue, result.value, result);
    tell_other_rules(opened, catalogue, result.value, result);
    return result;
}

Result<Progress> ProgressCommand::run(Context &context) const {
    const catalogue::Catalogue &catalogue = context.catalogue();
    const workspace::Workspace opened = open_as_of(workspace, as_of);
    std::vector<indicators::Level> levels; // that are shown, the lowest first
    std::vector<indicators::League> leagues = asked(opened, context);
    std::vector<std::string> shared;
    Result<Progress> result = progress_from(*this, opened, catalogue, [&](indicators::Level level) {
        levels.push_back(level);
        if (leagues.empty())
            return counted(opened, context, level);
        indicators::JoinedProgress all = joined(opened, context, level, leagues);
        shared = std::move(all.shared);
        return std::move(all.table);
    });
    tell_leagues(leagues, result);
    tell_shared(shared, result);
    result.value.leagues = std::move(leagues);
    if (money) {
        std::reverse(levels.begin(), levels.end());
        result.value.money = project_figures::compute(opened, catalogue, levels, year_of(year, catalogue),
                                                      indicators, engine.options(context));
        std::erase_if(result.value.money->rows, [&](const project_figures::Row &row) {
            return !result.value.shows(row.admin, catalogue);
        });
        tell_contradictions(result.value.money->contradictions, result);
    }
    return result;
}

Result<std::vector<indicators::ProgressTable>> ProgressOfYearsCommand::run(Context &context) const {
    if (!workspace::league_servers(workspace::Workspace::open(progress.workspace, true)).empty())
        throw Error(ErrorKind::usage,
                    say("Leagues with their own servers are asked for one year at a time: give one year."));
    return progress_of_years(progress, years, context);
}

} // namespace qitu::commands
