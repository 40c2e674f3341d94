#include "options.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>

#include <string>
#include <vector>

namespace qitu::cli {

namespace {

struct Arguments {
    std::string workspace;
    std::string as_of;
    std::string account;
    std::string by = "banner";
    int year = 0;
    Engine engine;
    Output output;
};

std::vector<const catalogue::Account *> chosen(const Arguments &arguments,
                                               const catalogue::Catalogue &catalogue) {
    if (!arguments.account.empty())
        return {&catalogue.account(arguments.account)};
    std::vector<const catalogue::Account *> all;
    for (const catalogue::Account &account : catalogue.accounts())
        all.push_back(&account);
    return all;
}

// One clear line for each account that is short, and for land that cannot be weighed.
void judge(const land_balance::Table &table, const catalogue::Catalogue &catalogue, Context &context) {
    const std::string &account = catalogue.account(table.account).names.in(language_in_use());
    for (const land_balance::Line &line : table.lines) {
        if (line.overdrawn()) {
            tell(say(
                "{} {}: the account {} of {} is overdrawn: short of {:.2f} mu, {:.2f} grades and {:.0f} kg.",
                line.admin, line.name, account, table.year, line.short_mu(), line.short_grade(),
                line.short_kg()));
            context.needs_attention();
        }
        if (line.unknown_mu() > 0) {
            tell(say("{} {}: of {:.2f} mu in the account {} the grade or the capacity is not known.",
                     line.admin, line.name, line.unknown_mu(), account));
            context.needs_attention();
        }
    }
}

void run(const Arguments &arguments, Context &context) {
    if (arguments.workspace.empty())
        throw Error(ErrorKind::usage, say("{}: {} is missing.", "qitu balance", "WORKSPACE"));
    const report::Format format = arguments.output.chosen();
    const indicators::Level by = indicators::level_from(arguments.by);
    const catalogue::Catalogue &catalogue = context.catalogue();
    const workspace::Workspace workspace = open_as_of(arguments.workspace, arguments.as_of);
    std::vector<land_balance::Table> tables;
    {
        ProgressBar bar;
        for (const catalogue::Account *account : chosen(arguments, catalogue))
            tables.push_back(land_balance::table(workspace, catalogue, *account, by,
                                                 year_of(arguments.year, catalogue),
                                                 arguments.engine.options(bar)));
    }
    put_out(arguments.output.file, [&](std::ostream &out) { report::print(out, tables, catalogue, format); });
    for (const land_balance::Table &table : tables) {
        judge(table, catalogue, context);
        tell_findings(table.findings, context);
    }
}

// ---------------------------------------------------------------- add

struct Add {
    std::string workspace;
    std::string account = "occupation";
    std::string from, to;
    int year = 0;
    int to_year = 0;
    double area = 0;
    std::string unit = "亩";
    double grade = 0;
    double capacity = 0;
    std::string reference, note;
};

workspace::BalanceEntry entry_of(const Add &add, const catalogue::Catalogue &catalogue) {
    const Unit unit = unit_from(add.unit);
    if (unit != Unit::mu && unit != Unit::wan_mu && unit != Unit::hectare && unit != Unit::square_metre)
        throw Error(ErrorKind::usage, say("\"{}\" is no unit of area.", add.unit));
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

void run(const Add &add, Context &context) {
    const catalogue::Catalogue &catalogue = context.catalogue();
    const workspace::BalanceEntry entry = entry_of(add, catalogue);
    workspace::Workspace workspace = workspace::Workspace::open(add.workspace);
    workspace.transaction([&] {
        land_balance::check_entry(workspace, catalogue, entry, {});
        workspace.add_balance_entry(entry);
    });
    tell(say("{}: {:.2f} mu entered for {} in {}.", add.workspace, entry.mu, entry.to, entry.to_year));
}

void add_balance_add(CLI::App &parent, Context &context) {
    const auto add = std::make_shared<Add>();
    CLI::App *command = parent.add_subcommand(
        "add",
        translated("Enters what no feature stands for: a transfer between two banners of one league (--from "
                   "and --to), a carry-over to a later year (--from and --to-year), or what was there before "
                   "the workspace (--to alone). An entry that would overdraw the giver is refused."));
    add_workspace(*command, add->workspace);
    command->add_option("--account", add->account, translated("Account, by id or name"))
        ->type_name("ACCOUNT")
        ->capture_default_str();
    command->add_option("--from", add->from, translated("Banner that gives"))->type_name("ADMIN");
    command->add_option("--to", add->to, translated("Banner that receives"))->type_name("ADMIN");
    add_year_option(*command, add->year);
    command->add_option("--to-year", add->to_year, translated("Year that it is carried over to"))
        ->type_name("YEAR");
    command->add_option("--area", add->area, translated("Area"))->type_name("NUMBER")->required();
    command->add_option("--unit", add->unit, translated("Unit of the area"))
        ->type_name("NAME")
        ->capture_default_str();
    command->add_option("--grade", add->grade, translated("Its mean grade, 1 the best, 15 the poorest"))
        ->type_name("NUMBER")
        ->required();
    command->add_option("--capacity", add->capacity, translated("Its grain capacity in kg per mu"))
        ->type_name("NUMBER")
        ->required();
    command->add_option("--reference", add->reference, translated("Letter or decision that it rests on"))
        ->type_name("TEXT")
        ->required();
    command->add_option("--note", add->note, translated("What else there is to say"))->type_name("TEXT");
    command->callback([add, &context] { run(*add, context); });
}

} // namespace

void add_balance(CLI::App &app, Context &context) {
    const auto arguments = std::make_shared<Arguments>();
    CLI::App *command = app.add_subcommand(
        "balance",
        translated(
            "The accounts of farmland: what is occupied against what is supplied, in area, mean grade and "
            "grain capacity, for each banner, league or the region. Equal in quantity, equivalent in "
            "quality, no loss of capacity. Supplementary land counts from acceptance and the third review "
            "on; carry-overs and transfers are entries (\"qitu balance add\")."));
    command->group(translated("Figures"));
    command->require_subcommand(0, 1);
    command->add_option("WORKSPACE", arguments->workspace, translated("Workspace made by \"qitu init\""));
    command->add_option("--account", arguments->account, translated("Only this account, by id or name"))
        ->type_name("ACCOUNT");
    add_by_option(*command, arguments->by);
    add_year_option(*command, arguments->year);
    add_as_of_option(*command, arguments->as_of);
    add_engine_options(*command, arguments->engine);
    add_output_options(*command, arguments->output);
    command->footer(translated("Status 1: an account is overdrawn, or land in it cannot be weighed."));
    add_balance_add(*command, context);
    command->callback([arguments, command, &context] {
        if (command->get_subcommands().empty())
            run(*arguments, context);
    });
}

} // namespace qitu::cli
