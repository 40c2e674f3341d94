#include "any_zones.h"
#include "found_by_rule.h"

#include <qitu/app/commands/tabulate_command.h>
#include <qitu/core/base/message.h>
#include <qitu/data/sources/file_source.h>

namespace qitu::commands {

Result<Tabulated> TabulateCommand::run(Context &context) const {
    reader::OpenOptions open = reading;
    open.layouts = context.text_layouts();
    sources::FileSource source(file, open, groups);
    reader::OpenOptions zones_reading;
    zones_reading.layer = zones_layer;
    const tabulate::Zones areas = zones_named(zones, zones_reading, zone_id, context);
    tabulate::Options options = engine.options(context);
    options.net = !gross_only;
    options.max_edge = max_edge;
    if (engine.method.empty())
        options.method = method_for(source.crs());
    Result<Tabulated> result;
    tabulate::Result &figures = result.value.figures;
    figures = tabulate::tabulate(source, areas, options);
    tell_notes(source.notes(), result);
    tell_datums(source.crs(), areas.crs, result);
    result.value.groups = source.sort_groups(figures);
    if (figures.max_edge == 0 && figures.long_edges > 0)
        result.tell(
            say("{} edges of polygons are longer than {} m, the longest {:.0f} m: there the methods differ.",
                figures.long_edges, geodesy::long_edge, figures.longest_edge_m));
    tell_findings(figures.findings, result);
    return result;
}

} // namespace qitu::commands
