#include "options.h"
#include "perform.h"
#include "quota_allocate.h"

#include <qitu/app/commands/quota_command.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/units.h>
#include <qitu/data/workspace/quotas.h>

#include <fmt/format.h>

namespace qitu::cli {

namespace {

void add_quota_import(const Command &quota, Session &session) {
    const auto import = std::make_shared<commands::QuotaImportCommand>();
    const Command command = quota.add_command(
        "import",
        translated(
            "Imports a table of quotas, all of it or nothing: one row per quota, or one row per "
            "administrative unit (code, name or short name) with one column per indicator. Title rows, unit "
            "rows and two-row headers are recognised; a total (合计) is checked against its parts. An "
            "existing quota of the same indicator, unit and year is replaced, and its history kept."));
    add_workspace(command, import->workspace);
    command.add_option("FILE", import->file, translated("CSV in UTF-8 or GB18030, XLSX, XLS or ODS"))
        .required();
    const std::string group = translated("Values missing from the table");
    command.add_option("--indicator", import->defaults.indicator, translated("Indicator, by id or name"))
        .type_name("INDICATOR")
        .group(group);
    command.add_option("--year", import->defaults.year, translated("Year")).type_name("YEAR").group(group);
    command.add_option("--unit", import->defaults.unit, translated("Unit: 万亩, 亩, 公顷 …"))
        .type_name("NAME")
        .group(group);
    command.add_option("--source", import->defaults.source, translated("Document that sets the quotas"))
        .type_name("TEXT")
        .group(group);
    command
        .add_option("--letter", import->defaults.letter,
                    translated("Document number by which they were assigned"))
        .type_name("TEXT")
        .group(group);
    command.add_flag("--dry-run", import->dry_run, translated("Show how the table is read, write nothing"));
    command.callback([import, &session] { perform(*import, session); });
}

void add_quota_set(const Command &quota, Session &session) {
    const auto set = std::make_shared<commands::QuotaSetCommand>();
    const Command command = quota.add_command(
        "set", translated("Sets or withdraws one quota. Earlier values stay in its history."));
    add_workspace(command, set->workspace);
    command.add_option("INDICATOR", set->indicator, translated("Indicator, by id or name")).required();
    command.add_option("ADMIN", set->admin, translated("League or banner, by code or name")).required();
    const Option value = command.add_option("VALUE", set->value, translated("The quota"));
    command.add_option("--unit", set->unit, translated("Unit; by default that of the indicator"))
        .type_name("NAME");
    add_year_option(command, set->year);
    command.add_flag("--no-year", set->no_year, translated("Not bound to a year: a long-term target"));
    command.add_option("--source", set->source, translated("Document that sets it")).type_name("TEXT");
    command.add_option("--clause", set->clause, translated("Clause of the document")).type_name("TEXT");
    command.add_option("--letter", set->letter, translated("Document number by which it was assigned"))
        .type_name("TEXT");
    command.add_flag("--illustrative", set->illustrative, translated("Not an official quota"));
    command.add_flag("--withdraw", set->withdraw, translated("Withdraw the quota")).excludes(value);
    command.callback([set, &session] { perform(*set, session); });
}

void add_quota_show(const Command &quota, Session &session) {
    const auto show = std::make_shared<Printed<commands::QuotaShowCommand>>();
    const Command command = quota.add_command("show", translated("Lists the quotas of the workspace."));
    add_workspace(command, show->workspace);
    command.add_option("--indicator", show->indicator, translated("Only this indicator"))
        .type_name("INDICATOR");
    command.add_option("--admin", show->admin, translated("Only this league or banner")).type_name("ADMIN");
    command.add_flag("--history", show->history, translated("Every version, with the time it was set"));
    add_output_options(command, show->output);
    command.callback([show, &session] {
        perform(*show, session, [&](std::ostream &out, const auto &value, console::Format format) {
            console::print(out, value, show->history, session.context.catalogue(), format);
        });
    });
}

void add_quota_check(const Command &quota, Session &session) {
    const auto check = std::make_shared<Printed<commands::QuotaCheckCommand>>();
    const Command command = quota.add_command(
        "check",
        translated("Checks the quotas against each other along the administrative tree: parts that add up to "
                   "less or more than the whole, units without a quota, duplicates, unknown units and "
                   "indicators, quotas of banners where the layer has no features."));
    add_workspace(command, check->workspace);
    command.add_option("--year", check->year, translated("Only quotas of this year and those of no year"))
        .type_name("YEAR");
    add_output_options(command, check->output);
    command.footer(translated("Status 1: problems were found."));
    command.callback([check, &session] { perform(*check, session); });
}

} // namespace

void add_quota(const Command &app, Session &session) {
    const Command command = app.add_command(
        "quota",
        translated("Quotas of the region, leagues and banners: import, set, show, check and allocate them."));
    command.group(translated("Work"));
    command.require_command(1, 1);
    add_quota_import(command, session);
    add_quota_set(command, session);
    add_quota_show(command, session);
    add_quota_check(command, session);
    add_quota_allocate(command, session);
}

} // namespace qitu::cli
