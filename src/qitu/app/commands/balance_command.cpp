#include "found_by_rule.h"

#include <qitu/app/commands/balance_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>
#include <qitu/data/workspace/accounts.h>

#include <fmt/format.h>

#include <string>
#include <vector>

namespace qitu::commands {

namespace {

std::vector<const catalogue::Account *> accounts_of(const std::string &name,
                                                    const catalogue::Catalogue &catalogue) {
    if (!name.empty())
        return {&catalogue.account(name)};
    std::vector<const catalogue::Account *> all;
    for (const catalogue::Account &account : catalogue.accounts())
        all.push_back(&account);
    return all;
}

std::string shortfall(const land_balance::Line &line) {
    std::vector<std::string> words;
    if (line.short_mu() > 0)
        words.push_back(say("{:.2f} mu", line.short_mu()));
    if (line.short_grade().value_or(0) > 0)
        words.push_back(say("{:.2f} grades", *line.short_grade()));
    if (line.short_kg().value_or(0) > 0)
        words.push_back(say("{:.0f} kg", *line.short_kg()));
    return fmt::format("{}", fmt::join(words, ", "));
}

// One clear line for each account that is short, and for land that cannot be weighed.
void judge(const land_balance::Balance &table, const catalogue::Catalogue &catalogue, Outcome &outcome) {
    const std::string &account = catalogue.account(table.account).names.in(language_in_use());
    for (const land_balance::Line &line : table.lines) {
        if (line.overdrawn())
            outcome.tell(say("{} {}: the account {} of {} is overdrawn by {}.", line.admin, line.name,
                             account, table.year, shortfall(line)));
        if (line.unknown_mu() > 0)
            outcome.tell(say("{} {}: the grade or capacity of {:.2f} mu in the account {} is unknown.",
                             line.admin, line.name, line.unknown_mu(), account));
        outcome.attention = outcome.attention || line.overdrawn() || line.unknown_mu() > 0;
    }
}

workspace::BalanceEntry entry_of(const BalanceAddCommand &add, const catalogue::Catalogue &catalogue) {
    const Unit unit = unit_from(add.unit);
    if (unit != Unit::mu && unit != Unit::wan_mu && unit != Unit::hectare && unit != Unit::square_metre)
        throw Error(ErrorKind::usage, say("\"{}\" is not a unit of area.", add.unit));
    workspace::BalanceEntry entry;
    entry.account = catalogue.account(add.account).id;
    entry.from = add.from.empty() ? "" : catalogue.admin(add.from).code;
    entry.to = add.to.empty() ? entry.from : catalogue.admin(add.to).code;
    entry.year = year_of(add.year, catalogue);
    entry.to_year = add.to_year == 0 ? entry.year : add.to_year;
    entry.mu = unit == Unit::mu ? add.area : add.area * (unit_size(unit) / square_metres_per_mu);
    entry.grade = add.grade;
    entry.kg_per_mu = add.capacity;
    entry.reference = add.reference;
    entry.note = add.note;
    return entry;
}

} // namespace

Result<std::vector<land_balance::Balance>> BalanceCommand::run(Context &context) const {
    const indicators::Level level = indicators::level_from(by);
    const catalogue::Catalogue &catalogue = context.catalogue();
    const workspace::Workspace opened = open_as_of(workspace, as_of);
    Result<std::vector<land_balance::Balance>> result;
    for (const catalogue::Account *one : accounts_of(account, catalogue))
        result.value.push_back(land_balance::compute(opened, catalogue, *one, level, year_of(year, catalogue),
                                                     engine.options(context)));
    for (const land_balance::Balance &table : result.value) {
        judge(table, catalogue, result);
        tell_findings(table.findings, result);
    }
    return result;
}

Outcome BalanceAddCommand::run(Context &context) const {
    const catalogue::Catalogue &catalogue = context.catalogue();
    const workspace::BalanceEntry entry = entry_of(*this, catalogue);
    workspace::Workspace opened = workspace::Workspace::open(workspace);
    opened.transaction({"qitu balance add", reference}, [&](workspace::Edit &edit) {
        land_balance::check_entry(opened, catalogue, entry, {});
        workspace::add_balance_entry(edit, entry);
    });
    Outcome outcome;
    outcome.tell(say("{}: {:.2f} mu entered for {} in {}.", workspace, entry.mu, entry.to, entry.to_year));
    return outcome;
}

} // namespace qitu::commands
