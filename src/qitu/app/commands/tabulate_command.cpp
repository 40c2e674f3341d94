#include "found_by_rule.h"

#include <qitu/app/commands/tabulate_command.h>
#include <qitu/core/base/message.h>
#include <qitu/data/boundaries/boundaries.h>
#include <qitu/data/sources/file_source.h>
#include <qitu/data/sources/zones.h>

#include <algorithm>

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

// The land survey's rule is for China; elsewhere nobody has it.
geodesy::Method method_for(const geodesy::Crs &crs) {
    return crs.datum() == geodesy::Crs::Datum::other ? geodesy::Method::geodesic : geodesy::Method::td1055;
}

// Where features and zones lie on two datums that are taken as one.
void tell_datums(const geodesy::Crs &features, const geodesy::Crs &zones, Outcome &outcome) {
    if (geodesy::common_target(features, zones) != geodesy::Target::own ||
        features.datum_name() == zones.datum_name() ||
        *features.metres_from_wgs84() + *zones.metres_from_wgs84() == 0)
        return;
    outcome.tell(say("Note: {} and {} are taken as one: they agree to about {:g} m", features.datum_name(),
                     zones.datum_name(),
                     std::max(1.0, *features.metres_from_wgs84() + *zones.metres_from_wgs84())));
}

} // namespace

Result<Tabulated> TabulateCommand::run(Context &context) const {
    reader::OpenOptions open = reading;
    open.layouts = context.text_layouts();
    sources::FileSource source(file, open, groups);
    const tabulate::Zones areas = zones_for(*this, context);
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
