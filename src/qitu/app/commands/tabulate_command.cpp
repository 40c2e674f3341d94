#include "found_by_rule.h"

#include <qitu/app/commands/tabulate_command.h>
#include <qitu/core/base/message.h>
#include <qitu/data/boundaries/boundaries.h>
#include <qitu/data/sources/file_source.h>
#include <qitu/data/sources/zones.h>

namespace qitu::commands {

namespace {

tabulate::Zones zones_for(const TabulateCommand &command, const Context &context) {
    if (command.zones == "banners")
        return sources::zones_of(boundaries::shipped_banners(context.layers()));
    if (command.zones == "leagues")
        return sources::zones_of(boundaries::shipped_leagues(context.layers()));
    reader::OpenOptions reading;
    reading.layer = command.zones_layer;
    return sources::zones_of(command.zones, reading, command.zone_id);
}

} // namespace

Result<Tabulated> TabulateCommand::run(Context &context) const {
    sources::FileSource source(file, reading, groups);
    const tabulate::Zones areas = zones_for(*this, context);
    tabulate::Options options = engine.options(context);
    options.net = !gross_only;
    options.max_edge = max_edge;
    Result<Tabulated> result;
    tabulate::Result &figures = result.value.figures;
    figures = tabulate::tabulate(source, areas, options);
    result.value.groups = source.sort_groups(figures);
    if (figures.max_edge == 0 && figures.long_edges > 0)
        result.tell(
            say("{} edges of polygons are longer than {} m, the longest {:.0f} m: there the methods differ.",
                figures.long_edges, geodesy::long_edge, figures.longest_edge_m));
    tell_findings(figures.findings, result);
    return result;
}

} // namespace qitu::commands
