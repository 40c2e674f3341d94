#include "options.h"

#include <qitu/core/base/language.h>

#include <string>

namespace qitu::cli {

namespace {

struct Arguments {
    std::string workspace, indicator, admin, as_of;
    int year = 0;
    Engine engine;
    Output output;
};

void run(const Arguments &arguments, Context &context) {
    const report::Format format = arguments.output.chosen();
    const catalogue::Catalogue &catalogue = context.catalogue();
    const catalogue::Indicator &indicator = catalogue.indicator(arguments.indicator);
    const catalogue::AdminUnit &admin = catalogue.admin(arguments.admin);
    const workspace::Workspace workspace = open_as_of(arguments.workspace, arguments.as_of);
    const indicators::Explanation explanation = [&] {
        ProgressBar bar;
        return indicators::explain(workspace, catalogue, indicator, admin, year_of(arguments.year, catalogue),
                                   arguments.engine.options(bar));
    }();
    put_out(arguments.output.file,
            [&](std::ostream &out) { report::print(out, explanation, catalogue, format); });
    tell_findings(explanation.findings, context);
}

} // namespace

void add_explain(CLI::App &app, Context &context) {
    const auto arguments = std::make_shared<Arguments>();
    CLI::App *command = app.add_subcommand(
        "explain",
        translated(
            "Shows what is behind one figure of \"qitu progress\": every feature with its share, its stage, "
            "the ground that it leaves to others and takes from them, and the sum that gives the figure."));
    command->group(translated("Figures"));
    add_workspace(*command, arguments->workspace);
    command->add_option("INDICATOR", arguments->indicator, translated("Indicator, by id or name"))
        ->required();
    command->add_option("ADMIN", arguments->admin, translated("Region, league or banner, by code or name"))
        ->required();
    add_year_option(*command, arguments->year);
    add_as_of_option(*command, arguments->as_of);
    add_engine_options(*command, arguments->engine);
    add_output_options(*command, arguments->output);
    command->callback([arguments, &context] { run(*arguments, context); });
}

} // namespace qitu::cli
