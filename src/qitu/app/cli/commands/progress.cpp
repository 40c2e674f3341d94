#include "options.h"
#include "perform.h"

#include <qitu/app/commands/progress_command.h>
#include <qitu/core/base/language.h>
#include <qitu/output/console/progress_listing.h>

#include <string>
#include <vector>

namespace qitu::cli {

void add_progress(const Command &app, Session &session) {
    const auto arguments = std::make_shared<Printed<commands::ProgressCommand>>();
    const auto years = std::make_shared<std::string>();
    arguments->version = QITU_VERSION;
    const Command command = app.add_command(
        "progress",
        translated("Compares what is built with the quotas: for every indicator what is done, the target, "
                   "the percentage and the remainder, for the region and the levels below. What is under "
                   "construction or approved is listed separately and never counted as done."));
    command.group(translated("Figures"));
    add_workspace(command, arguments->workspace);
    add_by_option_to_township(command, arguments->by);
    add_year_option(command, arguments->year);
    command
        .add_option("--indicator", arguments->indicators,
                    translated("Only this indicator, by id or name; repeatable"))
        .type_name("INDICATOR")
        .one_value_each()
        .group(translated("Figures"));
    add_admin_option(
        command, arguments->admin,
        translated("Only this league, banner or township, with what it is in and what is in it"));
    add_unit_option(command, arguments->unit);
    add_as_of_option(command, arguments->as_of);
    command
        .add_option("--date", arguments->date,
                    translated("Also show what should be done by this day, at an even pace over the year"))
        .type_name("2023-06-30")
        .group(translated("Figures"));
    command
        .add_option("--years", *years,
                    translated("Several years beside each other: what each has as its task, what is done in "
                               "it, and what is done up to it"))
        .type_name("2023-2025")
        .group(translated("Figures"));
    command
        .add_option("--assume", arguments->assume,
                    translated("What if: what is in this stage or further counts as if it were accepted"))
        .type_name("STAGE")
        .group(translated("Figures"));
    command
        .add_option("--until", arguments->until,
                    translated("For shares with a target: what each year must add to reach it by this year"))
        .type_name("YEAR")
        .group(translated("Figures"));
    command
        .add_flag(
            "--money", arguments->money,
            translated("Also show investment, declared scale and new grain capacity, summed once a project, "
                       "and the cost per mu"))
        .group(translated("Figures"));
    add_engine_options(command, arguments->engine);
    add_output_options(command, arguments->output);
    command.callback([arguments, years, &session] {
        if (years->empty())
            perform(*arguments, session, [&](std::ostream &out, const auto &value, console::Format format) {
                console::print(out, value, value.money, value.leagues, session.context.catalogue(), format);
            });
        else
            perform(Printed<commands::ProgressOfYearsCommand>{{*arguments, *years}, arguments->output},
                    session);
    });
}

} // namespace qitu::cli
