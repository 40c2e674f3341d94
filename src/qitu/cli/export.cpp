#include "options.h"

#include <qitu/publish/publish.h>

namespace qitu::cli {

namespace {

struct Arguments {
    std::string workspace;
    std::string file;
    int year = 0;
    bool overwrite = false;
    Engine engine;
};

void refuse_existing(const Arguments &arguments) {
    if (!arguments.overwrite && std::filesystem::exists(arguments.file))
        throw Error(Status::refused,
                    say("{}: exists already and is left alone. Choose another name, or say --overwrite.",
                        arguments.file));
}

void run(const Arguments &arguments, Context &context) {
    refuse_existing(arguments); // before the figures are counted, not after
    const catalogue::Catalogue &catalogue = context.catalogue();
    const store::Workspace workspace = store::Workspace::open(arguments.workspace, true);
    const report::Figures figures = [&] {
        ProgressBar bar;
        return report::gather(workspace, catalogue, year_of(arguments.year, catalogue),
                              arguments.engine.options(bar));
    }();
    publish::write_geopackage(arguments.file, workspace, catalogue, figures, context.styles(),
                              arguments.overwrite);
    tell(say("{}: open it in QGIS; each layer comes with its style.", arguments.file));
}

} // namespace

void add_export(CLI::App &app, Context &context) {
    const auto arguments = std::make_shared<Arguments>();
    CLI::App *command = app.add_subcommand(
        "export",
        translated("Writes a GeoPackage for QGIS: the layers, banners and leagues with their totals and "
                   "percentages, and a style for each, so that it opens as a map of progress. The same bytes "
                   "for the same workspace when SOURCE_DATE_EPOCH pins the clock."));
    command->group(translated("Hand in"));
    command->add_option("WORKSPACE", arguments->workspace, translated("Workspace made by \"qitu init\""))
        ->required();
    command->add_option("OUT", arguments->file, translated("GeoPackage to write"))->required();
    command->add_flag("--overwrite", arguments->overwrite, translated("Replace the GeoPackage if it exists"))
        ->group(translated("Output"));
    add_year_option(*command, arguments->year);
    add_engine_options(*command, arguments->engine);
    command->callback([arguments, &context] { run(*arguments, context); });
}

} // namespace qitu::cli
