#include "layer_output.h"
#include "options.h"

#include <qitu/app/commands/near_command.h>
#include <qitu/output/console/nearness_listing.h>

namespace qitu::cli {

namespace {

using NearArguments = Printed<commands::NearCommand>;

void add_near_options(const Command &command, NearArguments &arguments) {
    const std::string group = translated("Figures");
    command.add_option("--of", arguments.of, translated("Layers or files of works, separated by commas"))
        .type_name("LAYER|FILE")
        .one_value_each()
        .delimiter(',')
        .required()
        .group(group);
    command.add_option("--within", arguments.within, translated("How far to look: 500m, 2km, 2公里"))
        .type_name("DISTANCE")
        .capture_default_str()
        .group(group);
    command
        .add_flag("--all", arguments.all,
                  translated("Every work so near, not only the nearest of each layer"))
        .group(group);
    command.add_option("--threads", arguments.threads, translated("Number of threads; 0 uses all processors"))
        .type_name("N")
        .group(group);
    add_as_of_option(command, arguments.as_of);
    command
        .add_option("--where", arguments.open.where,
                    translated("Only features of the file that match this SQL condition"))
        .type_name("SQL")
        .group(translated("Reading the file"));
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
    command.add_option("LAYER", arguments->layer, translated("Layer by id or name, or any vector file"))
        .type_name("LAYER|FILE")
        .required();
    add_near_options(command, *arguments);
    arguments->output.layers = true;
    command.callback([arguments, &session] {
        perform_or_write(
            *arguments, session,
            [](std::ostream &out, const auto &value, console::Format format) {
                console::print(out, value, format);
            },
            [&](const auto &value, const std::filesystem::path &file) {
                return arguments->write(session.context, value, file);
            });
    });
}

} // namespace qitu::cli
