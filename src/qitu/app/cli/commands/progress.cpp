#include "options.h"

#include <qitu/core/base/language.h>

#include <string>
#include <vector>

namespace qitu::cli {

namespace {

struct Arguments {
    std::string workspace;
    std::string as_of;
    std::string by = "league";
    int year = 0;
    std::string date;
    std::vector<std::string> indicators;
    Engine engine;
    Output output;
};

void run(const Arguments &arguments, Context &context) {
    const report::Format format = arguments.output.chosen();
    const indicators::Level by = indicators::level_from(arguments.by);
    const catalogue::Catalogue &catalogue = context.catalogue();
    const workspace::Workspace workspace = open_as_of(arguments.workspace, arguments.as_of);
    const int year = year_of(arguments.year, catalogue);
    std::optional<double> year_gone;
    if (!arguments.date.empty())
        year_gone = indicators::share_of_year(arguments.date, year);
    const indicators::ProgressTable table = [&] {
        ProgressBar bar;
        return indicators::progress(workspace, catalogue, by, year, arguments.indicators,
                                    arguments.engine.options(bar), year_gone);
    }();
    put_out(arguments.output.file, [&](std::ostream &out) { report::print(out, table, catalogue, format); });
    tell_findings(table.findings, context);
}

} // namespace

void add_progress(CLI::App &app, Context &context) {
    const auto arguments = std::make_shared<Arguments>();
    CLI::App *command = app.add_subcommand(
        "progress",
        translated(
            "Holds what is built against the quotas: for every indicator what is done, the target, the "
            "share and what remains, for the region and below it. What is under construction or "
            "approved stands beside it, never inside it."));
    command->group(translated("Figures"));
    add_workspace(*command, arguments->workspace);
    add_by_option(*command, arguments->by);
    add_year_option(*command, arguments->year);
    command
        ->add_option("--indicator", arguments->indicators,
                     translated("Only this indicator, by id or name; may be given several times"))
        ->type_name("INDICATOR")
        ->allow_extra_args(false)
        ->group(translated("Figures"));
    add_as_of_option(*command, arguments->as_of);
    command
        ->add_option("--date", arguments->date,
                     translated("Also what should be done by this day, at an even pace over the year"))
        ->type_name("2023-06-30")
        ->group(translated("Figures"));
    add_engine_options(*command, arguments->engine);
    add_output_options(*command, arguments->output);
    command->callback([arguments, &context] { run(*arguments, context); });
}

} // namespace qitu::cli
