#include "layer_output.h"
#include "options.h"
#include "standard_input.h"

#include <qitu/app/commands/coverage_command.h>
#include <qitu/output/console/coverage_listing.h>
#include <qitu/output/exchange/coverage_layer.h>

namespace qitu::cli {

namespace {

using CoverageArguments = Printed<commands::CoverageCommand>;

void add_coverage_options(const Command &command, CoverageArguments &arguments) {
    const std::string group = translated("Coverage");
    command
        .add_option(
            "--id", arguments.id_field,
            translated("Field of the zones' codes; features of one code are one zone. By default each "
                       "feature is a zone"))
        .type_name("FIELD")
        .group(group);
    command.add_option("--width", arguments.width_m, translated("A sliver is no wider than so many m"))
        .type_name("M")
        .capture_default_str()
        .group(group);
    command.add_option("--area", arguments.m2, translated("A sliver is no larger than so many m²"))
        .type_name("M2")
        .capture_default_str()
        .group(group);
    command
        .add_option(
            "--clean", arguments.clean,
            translated("Write the zones as a coverage to this file: overlaps go to the zone that comes "
                       "first, enclosed slivers to the neighbour with the longest common border"))
        .type_name("FILE")
        .group(group);
    command.add_flag("--overwrite", arguments.overwrite, translated("Replace the output file if it exists"))
        .group(group);
    add_where_option(command, arguments.open.where);
    add_file_options(command, arguments.open);
    add_output_options(command, arguments.output);
    command.refuse_input_as("--clean");
}

} // namespace

void add_coverage(const Command &app, Session &session) {
    const auto arguments = std::make_shared<CoverageArguments>();
    const Command command = app.add_command(
        "coverage",
        translated(
            "Checks whether zones or parcels are a coverage: where they overlap, which gaps they "
            "enclose, which of both are slivers, with their places. -o NAME.gpkg writes these as a layer, "
            "--clean the zones without them, with a report of what each lost and won."));
    command.group(translated("Figures"));
    command.footer(translated("Status 1: there are overlaps, gaps or invalid zones."));
    command
        .add_option("FILE", arguments->file, translated("Any vector file of polygons; - is standard input"))
        .required();
    add_coverage_options(command, *arguments);
    arguments->output.layers = true;
    command.callback([arguments, &session] {
        StandardInput input;
        arguments->file = input.path_of(arguments->file);
        perform_or_write(*arguments, session, [&](const auto &value, const std::filesystem::path &file) {
            return exchange::write_coverage_faults(file, value, session.context.styles());
        });
    });
}

} // namespace qitu::cli
