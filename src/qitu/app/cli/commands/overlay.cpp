#include "layer_output.h"
#include "options.h"

#include <qitu/app/commands/overlay_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/output/console/overlay_listing.h>

namespace qitu::cli {

namespace {

using OverlayArguments = Printed<commands::OverlayCommand>;

void add_overlay_options(const Command &command, OverlayArguments &arguments) {
    add_layers_option(
        command, "--with", arguments.with,
        translated("Layers, files or rasters to lay them upon, separated by commas; :FIELD behind "
                   "one names the field that classes it, :slope behind heights means their slope"));
    command
        .add_option("--by", arguments.by,
                    translated("What figures are added up by; parcels are cut at the borders of banners"))
        .type_name("feature|project|banner|league|region")
        .capture_default_str()
        .group(translated("Figures"));
    add_where_option(command, arguments.open.where);
    add_file_options(command, arguments.open);
    add_figure_options(command, arguments);
}

std::uint64_t write_overlay_layer(const commands::OverlayCommand &command, Session &session,
                                  const layer_overlay::Analysis &analysis,
                                  const std::filesystem::path &file) {
    if (analysis.by != layer_overlay::By::feature)
        throw Error(ErrorKind::usage, say("A layer holds the features one by one; write sums as a table."));
    return command.write(session.context, analysis, file);
}

} // namespace

void add_overlay(const Command &app, Session &session) {
    const auto arguments = std::make_shared<OverlayArguments>();
    const Command command = app.add_command(
        "overlay",
        translated(
            "Lays the parcels of a layer, or of a file before it is imported, upon other layers: how "
            "much of each parcel lies on each class of each layer and how much outside it, in m² and "
            "percent. Both add up to the parcel. -o NAME.gpkg (or .shp, .geojson …) writes the parcels "
            "with their figures as a layer."));
    command.group(translated("Figures"));
    command.footer(
        translated("Status 1: the result is complete, but some geometry was repaired or rejected, or "
                   "features of a layer that was laid under overlap."));
    add_workspace(command, arguments->workspace);
    add_layer_or_file(command, arguments->layer,
                      translated("Layer by id or name, or any vector file of polygons"));
    add_overlay_options(command, *arguments);
    arguments->output.layers = true;
    command.callback([arguments, &session] {
        perform_or_write(*arguments, session, [&](const auto &value, const std::filesystem::path &file) {
            return write_overlay_layer(*arguments, session, value, file);
        });
    });
}

} // namespace qitu::cli
