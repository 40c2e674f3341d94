#include "area_print.h"
#include "options.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>

#include <fmt/format.h>

#include <iostream>
#include <string>
#include <vector>

namespace qitu::cli {

namespace {

struct Arguments {
    std::string file;
    reader::OpenOptions reading;
    std::string copy;
    bool overwrite = false;
    std::string plane;
    double max_edge = 0;
    std::string declared;
    std::string declared_unit;
    double tolerance = 5;
    std::string format = "table";
    int threads = 0;
};

std::optional<Unit> declared_unit(const Arguments &arguments) {
    if (arguments.declared_unit.empty())
        return std::nullopt;
    const Unit unit = unit_from(arguments.declared_unit);
    for (const Unit area :
         {Unit::square_metre, Unit::hectare, Unit::mu, Unit::wan_mu, Unit::square_kilometre})
        if (unit == area)
            return unit;
    throw Error(ErrorKind::usage, say("--declared-unit is a unit of area: 亩, 公顷 or m2, not \"{}\".",
                                      arguments.declared_unit));
}

area::Options options_of(const Arguments &arguments) {
    area::Options options;
    if (!arguments.plane.empty())
        options.plane = area::plane_from(arguments.plane);
    options.max_edge = arguments.max_edge;
    if (!(arguments.tolerance >= 0))
        throw Error(ErrorKind::usage,
                    say("--tolerance is a percentage, 0 or more, not {}.", arguments.tolerance));
    if (!arguments.declared.empty())
        options.declared =
            area::Declared{arguments.declared, declared_unit(arguments), arguments.tolerance / 100};
    options.threads = arguments.threads;
    return options;
}

bool copies(const Arguments &arguments) {
    return !arguments.copy.empty() && arguments.copy != "-";
}

// Only what is needed: reading fewer columns is faster.
reader::OpenOptions reading_of(const Arguments &arguments) {
    reader::OpenOptions reading = arguments.reading;
    if (!copies(arguments))
        reading.fields = arguments.declared.empty() ? std::vector<std::string>{}
                                                    : std::vector<std::string>{arguments.declared};
    return reading;
}

std::string plane_name(const area::Options &options, const reader::RawFile &file) {
    const geodesy::Crs *plane = options.plane                ? &*options.plane
                                : file.crs().gauss_krueger() ? &file.crs()
                                                             : nullptr;
    return plane == nullptr ? std::string() : fmt::format("{:g}", plane->central_meridian());
}

area::Summary measured(reader::RawFile &file, area::Options options, area::Sink &sink, bool with_bar) {
    ProgressBar bar(with_bar);
    options.progress = bar.progress();
    return area::measure(file, options, sink);
}

area::Summary into_copy(const Arguments &arguments, reader::RawFile &file, const area::Options &options) {
    area::Copy copy(arguments.copy, arguments.file, file, area::columns(options.declared.has_value()),
                    arguments.overwrite);
    area::Summary summary = measured(file, options, copy, true);
    copy.finish();
    tell(say("{}: written, {} features.", arguments.copy, summary.features));
    for (const auto &[name, now] : copy.renamed())
        tell(say("  field \"{}\" is \"{}\" there.", name, now));
    return summary;
}

void tell_declared(const std::string &field, const area::DeclaredSummary &declared, double percent) {
    const bool chinese = language_in_use() == Language::zh;
    tell(say("Declared area \"{}\" in {} ({}): {} compared, {} without, {} equal to the survey figure.",
             field, unit_name(declared.unit, chinese), declared.evidence, declared.compared, declared.missing,
             declared.as_surveyed));
    std::vector<Found> found;
    const double size = unit_size(declared.unit);
    for (const area::Deviation &deviation : declared.beyond)
        found.push_back({say("Declared area off by more than {} %, worst first", percent),
                         say("feature {}: declared {:.2f} {}, computed {:.2f}, {:+.2f} %", deviation.feature,
                             deviation.declared_m2 / size, unit_name(declared.unit, chinese),
                             deviation.td1055_m2 / size, deviation.relative * 100)});
    tell_findings(found);
}

void tell_long_edges(const area::Summary &summary) {
    if (summary.long_edges == 0)
        return;
    tell(say("{} edges of polygons are longer than {} m, the longest {:.0f} m in feature {}: there the "
             "methods lie "
             "apart. --max-edge 70 puts points into them for geodesic.",
             summary.long_edges, geodesy::long_edge, summary.longest_edge_m, summary.longest_edge_of));
}

void tell_findings(const area::Summary &summary) {
    std::vector<Found> found;
    for (const area::Finding &finding : summary.findings)
        found.push_back(
            finding.kind == area::Finding::Kind::repaired
                ? Found{translated("Invalid geometry, counted after repair"),
                        say("feature {}: {}, {:.1f} m²", finding.feature, finding.what, finding.m2)}
                : Found{translated("Geometry that cannot be used, not counted"),
                        say("feature {}: {}", finding.feature, finding.what)});
    if (!found.empty())
        tell(say("Found on the way:"));
    tell_findings(found);
}

void run(const Arguments &arguments, Context &context) {
    const report::Format format = report::format_from(arguments.format);
    const area::Options options = options_of(arguments);
    reader::RawFile file(arguments.file, reading_of(arguments));
    AreaPrinter printer(std::cout, format, area::columns(options.declared.has_value()),
                        {arguments.file, &file.understanding(), plane_name(options, file), options.max_edge});
    area::Summary summary;
    if (copies(arguments)) {
        summary = into_copy(arguments, file, options);
        printer.totals(summary);
    } else {
        printer.open();
        summary = measured(file, options, printer, !prints_on_terminal());
        printer.close(summary);
        if (format == report::Format::csv)
            print_totals(std::cerr, summary);
    }
    if (options.max_edge == 0)
        tell_long_edges(summary);
    if (summary.declared)
        tell_declared(arguments.declared, *summary.declared, arguments.tolerance);
    tell_findings(summary);
    if (!summary.findings.empty() || (summary.declared && !summary.declared->beyond.empty()))
        context.needs_attention();
}

void add_figure_options(CLI::App &command, Arguments &arguments) {
    const std::string group = translated("Figures");
    command
        .add_option("--plane", arguments.plane,
                    translated("Gauss-Krueger plane of survey, td1055 and planar: EPSG:4526 or 4526. If not "
                               "given, that of the file, or the 3-degree zone nearest to each feature"))
        ->type_name("EPSG")
        ->group(group);
    command
        .add_option("--max-edge", arguments.max_edge,
                    translated("geodesic: put points into longer edges, straight in the file's coordinates"))
        ->type_name("M")
        ->group(group);
    command
        .add_option("--declared", arguments.declared,
                    translated("Field of declared areas, to be compared with td1055"))
        ->type_name("FIELD")
        ->group(group);
    command
        .add_option(
            "--declared-unit", arguments.declared_unit,
            translated("Its unit: mu (亩), ha (公顷) or m2; the field's name or its numbers tell if not "
                       "given"))
        ->type_name("mu|ha|m2")
        ->group(group);
    command
        .add_option("--tolerance", arguments.tolerance,
                    translated("Deviation of a declared area that is let pass, in percent"))
        ->type_name("PERCENT")
        ->capture_default_str()
        ->group(group);
    command.add_option("--threads", arguments.threads, translated("Processors to use; 0 uses all"))
        ->type_name("N")
        ->group(group);
}

void add_options(CLI::App &command, Arguments &arguments) {
    add_figure_options(command, arguments);
    command
        .add_option("--where", arguments.reading.where,
                    translated("Only the features that this SQL condition takes"))
        ->type_name("SQL")
        ->group(translated("Reading the file"));
    add_file_options(command, arguments.reading);
    const std::string group = translated("Output");
    command.add_option("--format", arguments.format, translated("table, csv or json"))
        ->type_name("table|csv|json")
        ->capture_default_str()
        ->group(group);
    command
        .add_option(
            "-o,--output", arguments.copy,
            translated("Copy of the file with the figures as new fields: .gpkg, .shp, .geojson, .fgb, "
                       ".csv …; then only totals are printed"))
        ->type_name("FILE")
        ->group(group);
    command.add_flag("--overwrite", arguments.overwrite, translated("Replace that file if it exists"))
        ->group(group);
}

const char *description() {
    return translated(
        "The area of each feature of any vector file, by every way of counting, side by side; lines get "
        "their "
        "length, points are counted.\n\n"
        "feature: the feature's number in the file.  meridian: central meridian of the plane.\n"
        "survey_m2: survey figure, two decimals, every rounding as the national checking software makes it; "
        "equal to TBMJ in its last digit, never summed.\n"
        "td1055_m2, td1055_ha, td1055_mu: the land survey's rule without roundings, in m², ha and 亩: the "
        "figure "
        "of all totals.\n"
        "geodesic_m2: edges are geodesics.  planar_m2: area in the plane, for comparison only.\n"
        "length_m: geodesic length of a line, perimeter of a polygon.\n"
        "declared_m2, deviation: with --declared; 0.02 where 2 % more is declared than td1055 gives.");
}

} // namespace

void add_area(CLI::App &app, Context &context) {
    const auto arguments = std::make_shared<Arguments>();
    CLI::App *command = app.add_subcommand("area", description());
    command->group(translated("Figures"));
    command->footer(translated(
        "Status 1: the figures are given, and a declared area is off by more than the tolerance, or some "
        "geometry was repaired or rejected."));
    command->add_option("FILE", arguments->file, translated("Any vector file"))->required();
    add_options(*command, *arguments);
    command->callback([arguments, &context] { run(*arguments, context); });
}

} // namespace qitu::cli
