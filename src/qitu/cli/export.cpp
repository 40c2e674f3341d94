#include "options.h"

#include <qitu/history/history.h>
#include <qitu/publish/publish.h>

namespace qitu::cli {

namespace {

struct Arguments {
    std::string workspace;
    std::string as_of;
    std::string file;
    std::string banner;
    std::string layer;
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

void fork(const Arguments &arguments, Context &context) {
    if (arguments.overwrite || !arguments.as_of.empty())
        throw Error(Status::usage,
                    say("--banner goes with neither --overwrite nor --as-of: what was edited in the file "
                        "would be lost, or could not come back."));
    const catalogue::AdminUnit &admin = context.catalogue().admin(arguments.banner);
    const store::Workspace workspace = store::Workspace::open(arguments.workspace, true);
    const std::uint64_t features = [&] {
        ProgressBar bar;
        return history::fork(workspace, context.catalogue(), admin, arguments.file,
                             arguments.engine.options(bar));
    }();
    tell(say("{}: a workspace with the {} features of {}. Edited, it comes back with \"qitu merge\".",
             arguments.file, features, admin.names.in(language_in_use())));
}

// One layer as a coordinate TXT or a Shapefile, and what these cannot hold.
void run_exchange(const Arguments &arguments, Context &context, bool text) {
    if (arguments.layer.empty())
        throw Error(Status::usage, say("{}: holds one layer. Say which with --layer.", arguments.file));
    const catalogue::Layer &layer = context.catalogue().layer(arguments.layer);
    const store::Workspace workspace = store::Workspace::open(arguments.workspace, true);
    const publish::Exchanged written = (text ? publish::write_coordinate_text : publish::write_shapefile)(
        arguments.file, workspace, layer, arguments.overwrite);
    for (const std::filesystem::path &file : written.files)
        tell(file.string());
    tell(say("{} features of {} were written.", written.features, layer.names.in(language_in_use())));
    if (written.lost.empty())
        return;
    tell(say("What the format cannot hold: {}.", fmt::join(written.lost, "; ")));
    context.needs_attention();
}

void run(const Arguments &arguments, Context &context) {
    if (!arguments.banner.empty())
        return fork(arguments, context);
    const std::string ending = folded(std::filesystem::path(arguments.file).extension().string());
    if (ending == ".txt" || ending == ".shp")
        return run_exchange(arguments, context, ending == ".txt");
    refuse_existing(arguments); // before the figures are counted, not after
    const catalogue::Catalogue &catalogue = context.catalogue();
    const store::Workspace workspace = open_as_of(arguments.workspace, arguments.as_of);
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
    add_workspace(*command, arguments->workspace);
    command
        ->add_option(
            "OUT", arguments->file,
            translated("GeoPackage to write; a name ending in .txt or .shp makes a coordinate TXT or "
                       "a Shapefile of one layer"))
        ->type_name("FILE")
        ->required();
    command->add_option("--layer", arguments->layer, translated("Layer of a .txt or .shp, by id or name"))
        ->type_name("LAYER")
        ->group(translated("Output"));
    command->add_flag("--overwrite", arguments->overwrite, translated("Replace the GeoPackage if it exists"))
        ->group(translated("Output"));
    command
        ->add_option(
            "--banner", arguments->banner,
            translated("Write a workspace with the features of this banner or league instead, to be edited "
                       "there and merged again"))
        ->type_name("ADMIN")
        ->group(translated("Output"));
    add_year_option(*command, arguments->year);
    add_as_of_option(*command, arguments->as_of);
    add_engine_options(*command, arguments->engine);
    command->callback([arguments, &context] { run(*arguments, context); });
}

} // namespace qitu::cli
