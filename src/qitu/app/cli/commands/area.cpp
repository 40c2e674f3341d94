#include "area_print.h"
#include "options.h"
#include "perform.h"
#include "standard_input.h"

#include <qitu/core/base/message.h>

#include <iostream>
#include <optional>

namespace qitu::cli {

namespace {

struct AreaArguments : commands::AreaCommand {
    std::string format = "table";
};

void add_figure_options(const Command &command, AreaArguments &arguments) {
    const std::string group = translated("Figures");
    command
        .add_option("--plane", arguments.plane,
                    translated("Gauss-Krueger plane of survey, td1055 and planar: EPSG:4526 or 4526. If not "
                               "given, that of the file, or the 3-degree zone nearest to each feature"))
        .type_name("EPSG")
        .group(group);
    command
        .add_option(
            "--max-edge", arguments.max_edge,
            translated(
                "geodesic: add points to longer edges, along straight lines in the file's coordinates"))
        .type_name("M")
        .rare()
        .group(group);
    command
        .add_option("--declared", arguments.declared,
                    translated("Field with declared areas, to compare with td1055"))
        .type_name("FIELD")
        .group(group);
    command
        .add_option("--declared-unit", arguments.declared_unit,
                    translated("Unit of the declared areas: mu (亩), ha (公顷) or m2; by default, detected "
                               "from the field's name or values"))
        .type_name("mu|ha|m2")
        .rare()
        .group(group);
    command
        .add_option("--tolerance", arguments.tolerance,
                    translated("Tolerated deviation of a declared area, in percent"))
        .type_name("PERCENT")
        .capture_default_str()
        .rare()
        .group(group);
    command
        .add_option(
            "--control", arguments.control,
            translated("Adjust the survey areas to this control area, or to those of a table of unit codes "
                       "and areas: each parcel's share of the difference is in proportion to its area, and "
                       "the sum is exact"))
        .type_name("FILE")
        .group(group);
    command
        .add_option("--control-field", arguments.control_field,
                    translated("Field with the unit codes of the parcels, for a table of control areas"))
        .type_name("FIELD")
        .rare()
        .group(group);
    command
        .add_option("--control-unit", arguments.control_unit,
                    translated("Unit of the control area; by default m², or what the table's header says"))
        .type_name("mu|ha|m2")
        .rare()
        .group(group);
    command
        .add_option("--control-limit", arguments.control_limit,
                    translated("Largest difference that may be spread, in percent of the control area"))
        .type_name("PERCENT")
        .capture_default_str()
        .rare()
        .group(group);
    command.add_option("--threads", arguments.threads, translated("Number of threads; 0 uses all processors"))
        .type_name("N")
        .rare()
        .group(group);
}

void add_options(const Command &command, AreaArguments &arguments) {
    add_figure_options(command, arguments);
    add_where_option(command, arguments.reading.where);
    add_file_options(command, arguments.reading);
    const std::string group = translated("Output");
    command.add_option("--format", arguments.format, translated("table, csv or json"))
        .type_name("table|csv|json")
        .capture_default_str()
        .group(group);
    command
        .add_option("-o,--output", arguments.copy,
                    translated("Copy of the file with the areas as new fields: .gpkg, .shp, .geojson, .fgb, "
                               ".csv …; then only totals are printed"))
        .type_name("FILE")
        .group(group);
    command.add_flag("--overwrite", arguments.overwrite, translated("Replace the output file if it exists"))
        .group(group);
}

const char *area_description() {
    return translated(
        "The area of each feature of any vector file by every method, side by side; for lines the length, "
        "for points the count.\n\nfeature: the feature's number in the file.  meridian: central meridian of "
        "the plane.\nsurvey_m2: survey area, two decimals, rounded at every step as the national checking "
        "software does; equals TBMJ to the last digit, never summed.\ntd1055_m2, td1055_ha, td1055_mu: the "
        "land survey's rule without rounding, in m², ha and 亩: what all totals add up.\ngeodesic_m2: edges "
        "are geodesics.  planar_m2: area in the plane, for comparison only.\nlength_m: geodesic length of a "
        "line, perimeter of a polygon.\ndeclared_m2, deviation: with --declared; 0.02 where 2 % more is "
        "declared than td1055 gives.\nadjusted_m2: with --control; the survey area adjusted to the control "
        "area of the unit.");
}

void print(AreaPrinter &printer, const AreaArguments &arguments, const area::Summary &summary,
           console::Format format) {
    if (!arguments.copy.empty())
        return printer.totals(summary);
    printer.close(summary);
    if (format == console::Format::csv)
        print_totals(std::cerr, summary);
}

void run(AreaArguments &arguments, Session &session) {
    const console::Format format = console::format_from(arguments.format);
    if (arguments.copy == "-") // the figures alone
        arguments.copy.clear();
    StandardInput input;
    arguments.file = input.path_of(arguments.file);
    std::optional<AreaPrinter> printer;
    const auto to_printer = [&](const commands::AreaJob &job) -> area::Receiver & {
        printer.emplace(std::cout, format, job);
        printer->open();
        return *printer;
    };
    const bool with_bar = !arguments.copy.empty() || !prints_on_terminal();
    const auto result = under_bar(
        session, [&] { return arguments.run(session.context, to_printer); }, with_bar);
    const auto &[job, summary] = result.value;
    if (!printer)
        printer.emplace(std::cout, format, job);
    print(*printer, arguments, summary, format);
    tell(result, session);
    if (arguments.max_edge == 0 && summary.long_edges > 0)
        tell(say("Use --max-edge 70 to put points into long edges, for geodesic."));
}

} // namespace

void add_area(const Command &app, Session &session) {
    const auto arguments = std::make_shared<AreaArguments>();
    const Command command = app.add_command("area", area_description());
    command.group(translated("Figures"));
    command.footer(translated("Status 1: the result is complete, but a declared area deviates by more than "
                              "the tolerance, or some geometry was repaired or rejected."));
    command.add_option("FILE", arguments->file, translated("Any vector file; - is standard input"))
        .required();
    add_options(command, *arguments);
    command.callback([arguments, &session] { run(*arguments, session); });
}

} // namespace qitu::cli
