#include "any_zones.h"
#include "found_by_rule.h"

#include <qitu/app/commands/tabulate_raster_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/data/rasters/raster_file.h>
#include <qitu/engine/raster/raster_totals.h>
#include <qitu/engine/raster/slope.h>

#include <algorithm>

namespace qitu::commands {

namespace {

using rasters::Read;

Read read_of(const TabulateRasterCommand &command) {
    if (!command.slope)
        return Read::values;
    return command.statistics || !command.quantiles.empty() ? Read::slopes : Read::slope_classes;
}

void refuse_bad_quantiles(const std::vector<double> &quantiles) {
    for (const double quantile : quantiles)
        if (!(quantile >= 0 && quantile <= 1))
            throw Error(ErrorKind::usage,
                        say("A quantile lies between 0 and 1; 0.5 is the median. {:g} does not.", quantile));
}

void refuse_real_classes(const rasters::RasterFacts &facts) {
    if (!facts.whole_numbers)
        throw NeedsParameter(
            Parameter::statistics, ErrorKind::usage,
            say("{}: its values are real numbers ({}), and classes are whole ones. Round them first, or "
                "ask for statistics of them.",
                facts.file.string(), facts.type));
}

std::map<std::int64_t, std::string> names_of(const rasters::RasterFacts &facts, Read read) {
    if (read != Read::slope_classes)
        return facts.names;
    std::map<std::int64_t, std::string> names;
    for (std::int64_t number = 1; number <= 5; ++number)
        names[number] = raster::slope_class_name(number);
    return names;
}

std::vector<tabulate::Finding> findings_of(const std::vector<overlay::ZoneFinding> &found) {
    std::vector<tabulate::Finding> findings;
    for (const overlay::ZoneFinding &one : found)
        findings.push_back({one.kind == overlay::ZoneFinding::Kind::overlap
                                ? tabulate::Finding::Kind::zone_overlap
                                : tabulate::Finding::Kind::zone_repaired,
                            static_cast<std::int64_t>(one.zone), one.what, one.m2});
    return findings;
}

void tell_none_inside(const raster::RasterTotals &totals, Outcome &outcome) {
    const bool none = std::all_of(totals.zones.begin(), totals.zones.end(),
                                  [](const raster::ZoneTotals &zone) { return zone.outside_m2 == zone.m2; });
    if (!none)
        return;
    outcome.tell(say("No zone lies in the raster. Check the coordinate systems of both."));
    outcome.attention = true;
}

} // namespace

Result<console::RasterListing> TabulateRasterCommand::run(Context &context) const {
    refuse_bad_quantiles(quantiles);
    const Read read = read_of(*this);
    const bool as_statistics = statistics || !quantiles.empty();
    const rasters::RasterFacts facts = rasters::facts_of(raster, band);
    if (slope)
        rasters::require_metres(facts);
    else if (!as_statistics)
        refuse_real_classes(facts);
    reader::OpenOptions open = reading;
    open.layouts = context.text_layouts();
    const overlay::Zones areas = zones_named(zones, open, zone_id, context).zones;
    const tabulate::Options options = engine.options(context);
    const geodesy::Method method = engine.method.empty() ? method_for(areas.crs) : options.method;
    const raster::SumAs as = as_statistics ? raster::SumAs::statistics : raster::SumAs::classes;

    const raster::ZonesOnGrid on_grid =
        raster::zones_on_grid(areas, facts.grid, method, facts.band_rows, options.threads);
    const std::vector<raster::CellSums> sums =
        rasters::sums_of(facts, on_grid, read, {as, quantiles, options.threads, options.progress});
    Result<console::RasterListing> result;
    result.value = {raster,
                    facts.band,
                    zones,
                    slope,
                    as,
                    quantiles,
                    names_of(facts, read),
                    raster::raster_totals(on_grid, sums, as),
                    {}};
    result.value.findings = findings_of(result.value.totals.findings);
    tell_datums(facts.grid.crs, areas.crs, result);
    tell_findings(result.value.findings, result);
    tell_none_inside(result.value.totals, result);
    return result;
}

} // namespace qitu::commands
