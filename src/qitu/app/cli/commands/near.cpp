#include "layer_output.h"
#include "options.h"

#include <qitu/app/commands/near_command.h>
#include <qitu/output/console/nearness_listing.h>

namespace qitu::cli {

namespace {

using NearArguments = Printed<commands::NearCommand>;

void add_near_options(const Command &command, NearArguments &arguments) {
    const std::string group = translated("Figures");
    add_layers_option(command, "--of", arguments.of,
                      translated("Layers or files of works, separated by commas"));
    command.add_option("--within", arguments.within, translated("How far to look: 500m, 2km, 2公里"))
        .type_name("DISTANCE")
        .capture_default_str()
        .group(group);
    command
        .add_flag("--all", arguments.all,
                  translated("Every work so near, not only the nearest of each layer"))
        .group(group);
    command
        .add_option(
            "--along", arguments.along,
            translated("Distances along the lines of this layer or file, canals or roads, where they join"))
        .type_name("LAYER|FILE")
        .group(group);
    command
        .add_option("--off", arguments.off, translated("How far from these lines features and works may lie"))
        .type_name("DISTANCE")
        .capture_default_str()
        .rare()
        .group(group);
    command.add_option("--threads", arguments.threads, translated("Number of threads; 0 uses all processors"))
        .type_name("N")
        .group(group);
    add_as_of_option(command, arguments.as_of);
    add_where_option(command, arguments.open.where);
    add_file_options(command, arguments.open);
    add_output_options(command, arguments.output);
}

} // namespace

void add_near(const Command &app, Session &session) {
    const auto arguments = std::make_shared<NearArguments>();
    const Command command = app.add_command(
        "near",
        translated("Finds the nearest work of each layer for each feature, and how far away it is on the "
                   "ellipsoid: 0 where they meet, else along the geodesic between the nearest places. -o "
                   "NAME.gpkg (or .shp, .geojson …) writes the features with their distances as a layer."));
    command.group(translated("Figures"));
    add_workspace(command, arguments->workspace);
    add_layer_or_file(command, arguments->layer, translated("Layer by id or name, or any vector file"));
    add_near_options(command, *arguments);
    arguments->output.layers = true;
    command.callback([arguments, &session] {
        perform_or_write(*arguments, session, [&](const auto &value, const std::filesystem::path &file) {
            return arguments->write(session.context, value, file);
        });
    });
}

} // namespace qitu::cli
