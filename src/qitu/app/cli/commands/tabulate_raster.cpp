#include "tabulate_raster.h"

#include "options.h"
#include "perform.h"
#include "standard_input.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <utility>

namespace qitu::cli {

void add_raster_options(const Command &command, commands::TabulateRasterCommand &arguments) {
    const std::string group = translated("Rasters");
    command
        .add_option(
            "--raster", arguments.raster,
            translated(
                "Total the cells of this raster, and FILE has the zones (banners and leagues are those "
                "that come with qitu): the area of each class, each cell by the exact share that the "
                "zone covers"))
        .type_name("FILE")
        .group(group);
    command.add_option("--band", arguments.band, translated("Band of the raster, where it has several"))
        .type_name("N")
        .rare()
        .group(group);
    command
        .add_flag("--stats", arguments.statistics,
                  translated("Mean (by area), least and greatest value and sum, instead of classes"))
        .rare()
        .group(group);
    command
        .add_option("--quantile", arguments.quantiles,
                    translated("With the statistics, this quantile by area: 0.5 is the median; repeatable"))
        .type_name("Q")
        .one_value_each()
        .rare()
        .group(group);
    command
        .add_flag(
            "--slope", arguments.slope,
            translated(
                "The raster has heights in metres, and their slope is meant: the five classes to 2°, 6°, "
                "15°, 25° and beyond, or with --stats its degrees; by Horn's method"))
        .rare()
        .group(group);
}

bool is_about_raster(const commands::TabulateRasterCommand &arguments,
                     const commands::TabulateCommand &features) {
    const bool raster = !arguments.raster.empty();
    const std::pair<const char *, bool> without[]{
        {"--zones", !features.zones.empty()},
        {"--zones-layer", !features.zones_layer.empty()},
        {"--group", !features.groups.empty()},
        {"--zone-field", !features.zone_fields.empty()},
        {"--sum, --mean, --min, --max", !features.values.fields().empty()},
        {"--pivot", features.pivot},
        {"--pieces", !features.pieces.empty()},
        {"--overlapping-zones", features.overlapping_zones},
        {"--unit", !features.unit.empty()},
        {"--gross-only", features.gross_only},
        {"--max-edge", features.max_edge != 0}};
    const std::pair<const char *, bool> with[]{{"--band", arguments.band != 0},
                                               {"--stats", arguments.statistics},
                                               {"--quantile", !arguments.quantiles.empty()},
                                               {"--slope", arguments.slope}};
    if (raster && features.files.size() != 1)
        throw Error(ErrorKind::usage, say("--raster takes one FILE, which has the zones."));
    for (const auto &[option, given] : without)
        if (raster && given)
            throw Error(ErrorKind::usage, say("{} does not go with --raster: FILE has the zones.", option));
    for (const auto &[option, given] : with)
        if (!raster && given)
            throw Error(ErrorKind::usage, say("{} needs --raster.", option));
    if (!raster && features.zones.empty())
        throw Error(ErrorKind::usage, say("{}: {} is missing.", "qitu tabulate", "--zones") + " " +
                                          say("See \"{} --help\".", "qitu tabulate"));
    return raster;
}

void run_raster(commands::TabulateRasterCommand &arguments, const commands::TabulateCommand &features,
                const Output &output, Session &session) {
    const console::Format format = output.chosen();
    StandardInput input;
    arguments.zones = input.path_of(features.files.front());
    arguments.reading = features.reading;
    arguments.zone_id = features.zone_id;
    arguments.engine = features.engine;
    const auto result = under_bar(session, [&] { return arguments.run(session.context); });
    put_listing(output, session.title, [&](std::ostream &out) { console::print(out, result.value, format); });
    tell(result, session);
}

} // namespace qitu::cli
