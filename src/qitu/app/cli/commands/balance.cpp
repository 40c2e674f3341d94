#include "options.h"
#include "perform.h"

#include <qitu/app/commands/balance_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

namespace qitu::cli {

namespace {

void add_balance_add(const Command &parent, Session &session) {
    const auto add = std::make_shared<commands::BalanceAddCommand>();
    const Command command = parent.add_command(
        "add",
        translated("Adds an entry that no feature represents: a transfer between two banners "
                   "(--from and --to), a carry-over to a later year (--from and --to-year), or an opening "
                   "balance (--to alone). An entry is refused that would overdraw the account, or that "
                   "carries better "
                   "land than it has."));
    add_workspace(command, add->workspace);
    command.add_option("--account", add->account, translated("Account, by id or name"))
        .type_name("ACCOUNT")
        .capture_default_str();
    command.add_option("--from", add->from, translated("Banner that transfers the land out"))
        .type_name("ADMIN");
    command.add_option("--to", add->to, translated("Banner that receives the land")).type_name("ADMIN");
    add_year_option(command, add->year);
    command.add_option("--to-year", add->to_year, translated("Year to carry it over to")).type_name("YEAR");
    command.add_option("--area", add->area, translated("Area")).type_name("NUMBER").required();
    command.add_option("--unit", add->unit, translated("Unit of the area"))
        .type_name("NAME")
        .capture_default_str();
    command.add_option("--grade", add->grade, translated("Mean grade, 1 the best, 15 the poorest"))
        .type_name("NUMBER")
        .required();
    command
        .add_option("--capacity", add->capacity,
                    translated("Grain capacity in kg per mu; 0 in an opening balance: unknown"))
        .type_name("NUMBER")
        .required();
    command.add_option("--reference", add->reference, translated("Document or decision that it is based on"))
        .type_name("TEXT")
        .required();
    command.add_option("--note", add->note, translated("Note")).type_name("TEXT");
    command.callback([add, &session] { perform(*add, session); });
}

} // namespace

void add_balance(const Command &app, Session &session) {
    const auto arguments = std::make_shared<Printed<commands::BalanceCommand>>();
    const Command command = app.add_command(
        "balance",
        translated(
            "The farmland accounts: land occupied against land supplemented, by area, mean grade and grain "
            "capacity, for each banner, league or the region. The rule: equal quantity, equivalent quality, "
            "no loss of capacity. Supplementary land counts once it is accepted and has passed the third "
            "review; carry-overs and transfers are entries (\"qitu balance add\")."));
    command.group(translated("Figures"));
    command.require_command(0, 1);
    command.add_option("WORKSPACE", arguments->workspace,
                       translated("Workspace created by \"qitu init\"; PG:dbname=… for one in a database"));
    command.add_option("--account", arguments->account, translated("Only this account, by id or name"))
        .type_name("ACCOUNT");
    add_by_option(command, arguments->by);
    add_year_option(command, arguments->year);
    add_figure_options(command, *arguments);
    command.footer(
        translated("Status 1: an account is overdrawn, or the grade or capacity of land in it is unknown."));
    add_balance_add(command, session);
    command.callback([arguments, command, &session] {
        if (command.has_command())
            return;
        if (arguments->workspace.empty())
            throw Error(ErrorKind::usage, say("{}: {} is missing.", "qitu balance", "WORKSPACE"));
        perform(*arguments, session);
    });
}

} // namespace qitu::cli
