#include "options.h"
#include "perform.h"

#include <qitu/app/commands/progress_parts_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/output/console/progress_listing.h>

#include <string>
#include <vector>

namespace qitu::cli {

namespace {

/// --part --merge
struct ProgressParts {
    std::string part;
    std::vector<std::string> merged; // files
};

void add_progress_parts(const Command &command, ProgressParts &parts) {
    add_part_option(command, parts.part);
    command
        .add_option(
            "--merge", parts.merged,
            translated("All parts of a run over this workspace, in any order, or a quoted pattern: print "
                       "what the whole run gives"))
        .type_name("FILE")
        .rare()
        .group(translated("Output"));
}

void print_progress(std::ostream &out, const commands::Progress &progress, Session &session,
                    console::Format format) {
    console::print(out, progress, progress.money, progress.leagues, session.context.catalogue(), format);
}

void count_progress_part(const Printed<commands::ProgressCommand> &arguments, const std::string &years,
                         const std::string &part, Session &session) {
    const std::string &file = file_of_part(arguments.output);
    if (!arguments.unit.empty() || !arguments.output.format.empty())
        throw Error(ErrorKind::usage, say("How figures are shown is asked with --merge, not with --part: "
                                          "leave out --unit and --format."));
    const commands::ProgressCommand &progress = arguments;
    const commands::ProgressPartCommand command{progress, years, part, file, QITU_VERSION};
    tell_recording(arguments.workspace, session);
    perform(command, session);
}

void refuse_beside_parts(const commands::ProgressCommand &progress, const std::string &years,
                         const ProgressParts &parts) {
    const Given without[]{{"--part", !parts.part.empty()},
                          {"--by", !progress.by.empty()},
                          {"--year", progress.year != 0},
                          {"--years", !years.empty()},
                          {"--admin", !progress.admin.empty()},
                          {"--indicator", !progress.indicators.empty()},
                          {"--as-of", !progress.as_of.empty()},
                          {"--date", !progress.date.empty()},
                          {"--assume", !progress.assume.empty()},
                          {"--until", progress.until != 0},
                          {"--money", progress.money},
                          {"--method", !progress.engine.method.empty()}};
    refuse_beside_merge(without);
}

void merge_progress(const Printed<commands::ProgressCommand> &arguments, const ProgressParts &parts,
                    Session &session) {
    static_cast<void>(arguments.output.chosen()); // refuses what cannot be written
    commands::MergedProgress merged =
        commands::merged_progress(parts.merged, arguments.workspace, QITU_VERSION, session.context);
    merged.unit = arguments.unit;
    if (merged.years.empty())
        perform(Printed<commands::MergedProgress>{merged, arguments.output}, session,
                [&](std::ostream &out, const auto &value, console::Format format) {
                    print_progress(out, value, session, format);
                });
    else
        perform(Printed<commands::MergedProgressOfYears>{{merged}, arguments.output}, session);
}

} // namespace

void add_progress(const Command &app, Session &session) {
    const auto arguments = std::make_shared<Printed<commands::ProgressCommand>>();
    const auto years = std::make_shared<std::string>();
    arguments->version = QITU_VERSION;
    const auto parts = std::make_shared<ProgressParts>();
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
    command
        .add_flag("--recompute", arguments->recompute,
                  translated("Count anew, also where nothing was written since the last time"))
        .rare()
        .group(translated("Figures"));
    add_output_options(command, arguments->output);
    add_progress_parts(command, *parts);
    command.callback([arguments, years, parts, &session] {
        if (!parts->merged.empty()) {
            refuse_beside_parts(*arguments, *years, *parts);
            merge_progress(*arguments, *parts, session);
        } else if (!parts->part.empty())
            count_progress_part(*arguments, *years, parts->part, session);
        else if (years->empty())
            perform(*arguments, session, [&](std::ostream &out, const auto &value, console::Format format) {
                print_progress(out, value, session, format);
            });
        else
            perform(Printed<commands::ProgressOfYearsCommand>{{*arguments, *years}, arguments->output},
                    session);
    });
}

} // namespace qitu::cli
