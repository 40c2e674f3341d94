#include "options.h"
#include "perform.h"
#include "standard_input.h"
#include "tabulate_raster.h"

#include <qitu/app/commands/tabulate_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <string>

namespace qitu::cli {

namespace {

void add_options(const Command &command, Printed<commands::TabulateCommand> &arguments) {
    const std::string group = translated("Figures");
    command
        .add_option(
            "--zones", arguments.zones,
            translated("Polygons to total by; \"banners\" and \"leagues\" are those that come with qitu"))
        .type_name("banners|leagues|FILE")
        .group(group);
    command
        .add_option("--zones-layer", arguments.zones_layer,
                    translated("Layer to read, where the zones file has several"))
        .type_name("NAME")
        .rare()
        .group(group);
    command
        .add_option(
            "--zone-id", arguments.zone_id,
            translated(
                "Field with the zone's code; recognised if it is called code, XZQDM, 行政区代码, id …"))
        .type_name("FIELD")
        .rare()
        .group(group);
    command
        .add_option("--zone-field", arguments.zone_fields,
                    translated("Show this field of the zones; repeatable; by default their name, where a "
                               "field is called so"))
        .type_name("FIELD")
        .one_value_each()
        .rare()
        .group(group);
    command.add_option("--group", arguments.groups, translated("Group by this field; repeatable"))
        .type_name("FIELD")
        .one_value_each()
        .group(group);
    command
        .add_flag("--overlapping-zones", arguments.overlapping_zones,
                  translated("Each zone for itself (buffers, projects): ground that several zones share is "
                             "in each of them, and percents may add up to more than 100"))
        .rare()
        .group(group);
    command
        .add_flag("--pivot", arguments.pivot,
                  translated("A line for each zone and a column for each group, with net areas"))
        .group(group);
    add_value_options(command, arguments.values);
    add_plain_unit_option(command, arguments.unit);
    command
        .add_flag("--gross-only", arguments.gross_only,
                  translated("Do not resolve overlaps: faster, and net then equals gross"))
        .rare()
        .group(group);
    add_engine_options(command, arguments.engine);
    command
        .add_option("--max-edge", arguments.max_edge,
                    translated("geodesic and straight: add points to longer edges of polygons, along "
                               "straight lines in the file's coordinates"))
        .type_name("M")
        .rare()
        .group(group);
    add_where_option(command, arguments.reading.where);
    add_file_options(command, arguments.reading);
    add_output_options(command, arguments.output);
    command
        .add_option(
            "--pieces", arguments.pieces,
            translated("Also write the pieces that features are cut into, as a layer: what each keeps "
                       "of a zone, and what features that come first take from it; the format goes by "
                       "the ending (.gpkg, .shp, .fgb, .geojson …)"))
        .type_name("FILE")
        .rare()
        .group(translated("Output"));
    command.add_flag("--overwrite", arguments.overwrite, translated("Replace existing files"))
        .rare()
        .group(translated("Output"));
}

void print_tabulated(const commands::Result<commands::Tabulated> &result, const Output &output,
                     Session &session) {
    const commands::Tabulated &tabulated = result.value;
    put_listing(output, session.title, [&](std::ostream &out) {
        console::print(out, tabulated.figures, tabulated.view, output.chosen());
    });
    tell(result, session);
    if (tabulated.figures.max_edge == 0 && tabulated.figures.long_edges > 0)
        tell(say("Use --max-edge 70 to put points into long edges."));
}

void run(Printed<commands::TabulateCommand> &arguments, Session &session) {
    static_cast<void>(arguments.output.chosen()); // refuses what cannot be written
    StandardInput input;
    for (std::string &file : arguments.files)
        file = input.path_of(file);
    print_tabulated(under_bar(session, [&] { return arguments.run(session.context); }), arguments.output,
                    session);
}

/// --part --merge
struct Parts {
    std::string part;
    bool merge = false;
};

void add_part_options(const Command &command, Parts &parts) {
    add_part_option(command, parts.part);
    command
        .add_flag("--merge", parts.merge,
                  translated("FILE are all parts of a run, in any order: print what the whole run gives"))
        .rare()
        .group(translated("Output"));
}

void refuse_raster(const commands::TabulateRasterCommand &raster, const Parts &parts) {
    if (!parts.part.empty() && !raster.raster.empty())
        throw Error(ErrorKind::usage, say("{} does not go with --raster: FILE has the zones.", "--part"));
}

void run_part(Printed<commands::TabulateCommand> &arguments, const std::string &part, Session &session) {
    const std::string &file = file_of_part(arguments.output);
    if (!arguments.unit.empty() || arguments.pivot || !arguments.output.format.empty())
        throw Error(ErrorKind::usage,
                    say("How figures are shown is asked with --merge, not with --part: leave out --unit, "
                        "--pivot and --format."));
    StandardInput input;
    for (std::string &each : arguments.files)
        each = input.path_of(each);
    tell(under_bar(session, [&] { return arguments.run_part(session.context, part, file); }), session);
}

void refuse_with_merge(const commands::TabulateCommand &features, const Parts &parts) {
    const Given without[]{{"--part", !parts.part.empty()},
                          {"--zones", !features.zones.empty()},
                          {"--zones-layer", !features.zones_layer.empty()},
                          {"--zone-id", !features.zone_id.empty()},
                          {"--zone-field", !features.zone_fields.empty()},
                          {"--group", !features.groups.empty()},
                          {"--sum, --mean, --min, --max", !features.values.fields().empty()},
                          {"--pieces", !features.pieces.empty()},
                          {"--overlapping-zones", features.overlapping_zones},
                          {"--gross-only", features.gross_only},
                          {"--method", !features.engine.method.empty()},
                          {"--where", !features.reading.where.empty()},
                          {"--max-edge", features.max_edge != 0}};
    refuse_beside_merge(without);
}

void run_merge(const Printed<commands::TabulateCommand> &arguments, const Parts &parts, Session &session) {
    refuse_with_merge(arguments, parts);
    static_cast<void>(arguments.output.chosen()); // refuses what cannot be written
    const commands::MergePartsCommand merge{arguments.files, QITU_VERSION, arguments.unit, arguments.pivot};
    print_tabulated(merge.run(session.context), arguments.output, session);
}

} // namespace

void add_tabulate(const Command &app, Session &session) {
    const auto arguments = std::make_shared<Printed<commands::TabulateCommand>>();
    const auto raster = std::make_shared<commands::TabulateRasterCommand>();
    const auto parts = std::make_shared<Parts>();
    const Command command = app.add_command(
        "tabulate",
        translated("Totals any polygons, lines or points by any zones, without a workspace: area, length and "
                   "number in each zone and outside all of them. Features that cross a boundary are cut "
                   "there. Net area counts overlaps once: for the group that sorts first by its values. The "
                   "result does not depend on the order of the features."));
    command.group(translated("Figures"));
    command.footer(translated(
        "Status 1: the result is complete, but some geometry was repaired or rejected, zones overlap, or a "
        "value is not a number."));
    command
        .add_option("FILE", arguments->files,
                    translated("Any vector file; - is standard input; several, or a quoted pattern as "
                               "'deliveries/*.gpkg', are read as one"))
        .required();
    add_options(command, *arguments);
    add_raster_options(command, *raster);
    add_part_options(command, *parts);
    command.callback([arguments, raster, parts, &session] {
        arguments->version = QITU_VERSION;
        refuse_raster(*raster, *parts);
        if (parts->merge)
            run_merge(*arguments, *parts, session);
        else if (is_about_raster(*raster, *arguments))
            run_raster(*raster, *arguments, arguments->output, session);
        else if (!parts->part.empty())
            run_part(*arguments, parts->part, session);
        else
            run(*arguments, session);
    });
}

} // namespace qitu::cli
