#include "options.h"
#include "perform.h"

#include <qitu/app/commands/progress_command.h>
#include <qitu/core/base/language.h>

#include <string>
#include <vector>

namespace qitu::cli {

void add_progress(const Command &app, Session &session) {
    const auto arguments = std::make_shared<Printed<commands::ProgressCommand>>();
    const Command command = app.add_command(
        "progress",
        translated("Compares what is built with the quotas: for every indicator what is done, the target, "
                   "the percentage and the remainder, for the region and the levels below. What is under "
                   "construction or approved is listed separately and never counted as done."));
    command.group(translated("Figures"));
    add_workspace(command, arguments->workspace);
    add_by_option(command, arguments->by);
    add_year_option(command, arguments->year);
    command
        .add_option("--indicator", arguments->indicators,
                    translated("Only this indicator, by id or name; repeatable"))
        .type_name("INDICATOR")
        .one_value_each()
        .group(translated("Figures"));
    add_as_of_option(command, arguments->as_of);
    command
        .add_option("--date", arguments->date,
                    translated("Also show what should be done by this day, at an even pace over the year"))
        .type_name("2023-06-30")
        .group(translated("Figures"));
    add_engine_options(command, arguments->engine);
    add_output_options(command, arguments->output);
    command.callback([arguments, &session] { perform(*arguments, session); });
}

} // namespace qitu::cli
