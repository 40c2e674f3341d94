#include "options.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>

#include <algorithm>
#include <string>
#include <vector>

namespace qitu::cli {

namespace {

struct Arguments {
    std::string workspace;
    std::string as_of;
    std::vector<std::string> layers;
    std::string by = "banner";
    Engine engine;
    Output output;
};

// Those named, or all programme layers of polygons, in the catalogue's order.
std::vector<const catalogue::Layer *> chosen(const Arguments &arguments,
                                             const catalogue::Catalogue &catalogue) {
    std::vector<const catalogue::Layer *> wanted;
    for (const std::string &name : arguments.layers) {
        const catalogue::Layer &layer = catalogue.layer(name);
        if (layer.geometry != catalogue::GeometryType::polygon)
            throw Error(ErrorKind::usage, say("Only areas overlap, and the layer {} has none.", layer.id));
        wanted.push_back(&layer);
    }
    if (wanted.size() == 1)
        throw Error(ErrorKind::usage, say("Name two layers or more, or none for all."));
    std::vector<const catalogue::Layer *> layers;
    for (const catalogue::Layer &layer : catalogue.layers())
        if (wanted.empty() ? layer.geometry == catalogue::GeometryType::polygon && !layer.reference
                           : std::find(wanted.begin(), wanted.end(), &layer) != wanted.end())
            layers.push_back(&layer);
    return layers;
}

void run(const Arguments &arguments, Context &context) {
    const report::Format format = arguments.output.chosen();
    const indicators::Level by = indicators::level_from(arguments.by);
    const catalogue::Catalogue &catalogue = context.catalogue();
    const std::vector<const catalogue::Layer *> layers = chosen(arguments, catalogue);
    const workspace::Workspace workspace = open_as_of(arguments.workspace, arguments.as_of);
    const indicators::OverlapTable table = [&] {
        ProgressBar bar;
        return indicators::overlaps(workspace, catalogue, layers, by, arguments.engine.options(bar));
    }();
    put_out(arguments.output.file, [&](std::ostream &out) { report::print(out, table, catalogue, format); });
    tell_findings(table.findings, context);
}

} // namespace

void add_overlaps(CLI::App &app, Context &context) {
    const auto arguments = std::make_shared<Arguments>();
    CLI::App *command = app.add_subcommand(
        "overlaps",
        translated("Shows the ground that two programmes both claim: for each pair of layers of areas "
                   "that meet, the net area that both have, by banner, league or region."));
    command->group(translated("Figures"));
    add_workspace(*command, arguments->workspace);
    command->add_option("LAYER", arguments->layers,
                        translated("Layers by id or name; all programme layers of areas if none given"));
    add_by_option(*command, arguments->by);
    add_as_of_option(*command, arguments->as_of);
    add_engine_options(*command, arguments->engine);
    add_output_options(*command, arguments->output);
    command->callback([arguments, &context] { run(*arguments, context); });
}

} // namespace qitu::cli
