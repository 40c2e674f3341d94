#include "file_source.h"
#include "options.h"

#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/data/boundaries/boundaries.h>

#include <string>
#include <vector>

namespace qitu::cli {

namespace {

struct Arguments {
    std::string file;
    reader::OpenOptions reading;
    std::string zones;
    std::string zones_layer;
    std::string zone_id;
    std::vector<std::string> groups;
    bool gross_only = false;
    double max_edge = 0;
    Engine engine;
    Output output;
};

tabulate::Zones zones_from(const std::vector<workspace::Boundary> &borders) {
    tabulate::Zones zones{geodesy::Crs::from("EPSG:4490"), {}};
    for (const workspace::Boundary &border : borders)
        zones.zones.push_back({border.code, border.wkb});
    return zones;
}

tabulate::Zones zones_for(const Arguments &arguments, const Context &context) {
    if (arguments.zones == "banners")
        return zones_from(boundaries::shipped_banners(context.layers()));
    if (arguments.zones == "leagues")
        return zones_from(boundaries::shipped_leagues(context.layers()));
    reader::OpenOptions reading;
    reading.layer = arguments.zones_layer;
    return zones_of(arguments.zones, reading, arguments.zone_id);
}

void tell_long_edges(const tabulate::Result &result) {
    if (result.max_edge == 0 && result.long_edges > 0)
        tell(say(
            "{} edges of polygons are longer than {} m, the longest {:.0f} m: there the methods lie apart. "
            "--max-edge 70 puts points into them.",
            result.long_edges, geodesy::long_edge, result.longest_edge_m));
}

void run(const Arguments &arguments, Context &context) {
    const report::Format format = arguments.output.chosen();
    FileSource source(arguments.file, arguments.reading, arguments.groups);
    const tabulate::Zones zones = zones_for(arguments, context);
    tabulate::Result result = [&] {
        ProgressBar bar;
        tabulate::Options options = arguments.engine.options(bar);
        options.net = !arguments.gross_only;
        options.max_edge = arguments.max_edge;
        return tabulate::tabulate(source, zones, options);
    }();
    const std::vector<std::vector<std::string>> values = source.sort_groups(result);
    put_out(arguments.output.file, [&](std::ostream &out) {
        report::print(out, result, arguments.groups, values, arguments.zones, format);
    });
    tell_long_edges(result);
    tell_findings(result.findings, context);
}

void add_options(CLI::App &command, Arguments &arguments) {
    const std::string group = translated("Figures");
    command
        .add_option(
            "--zones", arguments.zones,
            translated("Polygons to total by; \"banners\" and \"leagues\" are those that come with qitu"))
        ->type_name("banners|leagues|FILE")
        ->required()
        ->group(group);
    command
        .add_option("--zones-layer", arguments.zones_layer,
                    translated("Layer of a zones file that has several"))
        ->type_name("NAME")
        ->group(group);
    command
        .add_option(
            "--zone-id", arguments.zone_id,
            translated(
                "Field that names a zone; found by itself if it is called code, XZQDM, 行政区代码, id …"))
        ->type_name("FIELD")
        ->group(group);
    command
        .add_option("--group", arguments.groups,
                    translated("Split by this field; may be given several times"))
        ->type_name("FIELD")
        ->allow_extra_args(false)
        ->group(group);
    command
        .add_flag("--gross-only", arguments.gross_only,
                  translated("Do not settle overlaps: faster, and net is then the same as gross"))
        ->group(group);
    add_engine_options(command, arguments.engine);
    command
        .add_option(
            "--max-edge", arguments.max_edge,
            translated("geodesic and straight: put points into longer edges of polygons, straight in the "
                       "file's coordinates"))
        ->type_name("M")
        ->group(group);
    command
        .add_option("--where", arguments.reading.where,
                    translated("Only the features that this SQL condition takes"))
        ->type_name("SQL")
        ->group(translated("Reading the file"));
    add_file_options(command, arguments.reading);
    add_output_options(command, arguments.output);
}

} // namespace

void add_tabulate(CLI::App &app, Context &context) {
    const auto arguments = std::make_shared<Arguments>();
    CLI::App *command = app.add_subcommand(
        "tabulate",
        translated("Totals any polygons, lines or points by any zones, without a workspace: area, length and "
                   "number in each zone and outside all of them. Straddlers are cut at the border. Where "
                   "features overlap, net counts the place once: for the group that comes first by its "
                   "values. The order of the features changes nothing."));
    command->group(translated("Figures"));
    command->footer(translated(
        "Status 1: the figures are given, and some geometry was repaired or rejected, or zones overlap."));
    command->add_option("FILE", arguments->file, translated("Any vector file"))->required();
    add_options(*command, *arguments);
    command->callback([arguments, &context] { run(*arguments, context); });
}

} // namespace qitu::cli
