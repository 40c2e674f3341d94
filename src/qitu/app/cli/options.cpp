#include "options.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <filesystem>
#include <functional>

namespace qitu::cli {

void add_workspace(CLI::App &command, std::string &workspace) {
    command.add_option("WORKSPACE", workspace, translated("Workspace made by \"qitu init\""))->required();
}

void add_layer(CLI::App &command, std::string &layer) {
    command.add_option("LAYER", layer, translated("Layer by id or name; \"qitu layers\" lists them"))
        ->required();
}

void add_file_options(CLI::App &command, reader::OpenOptions &options) {
    const std::string group = translated("Reading the file");
    command.add_option("--layer-in", options.layer, translated("Layer of a file that has several"))
        ->type_name("NAME")
        ->group(group);
    command
        .add_option(
            "--crs", options.crs,
            translated("Coordinate system of the file, instead of what it says: EPSG:4526, WKT or PROJ"))
        ->type_name("CRS")
        ->group(group);
    command
        .add_option("--encoding", options.encoding,
                    translated("Encoding of its text, instead of what was found: GB18030, UTF-8 …"))
        ->type_name("NAME")
        ->group(group);
}

namespace {

/// An option that may come several times, each a NAME=VALUE.
std::function<void(const std::vector<std::string> &)> pairs_into(std::map<std::string, std::string> &target,
                                                                 const char *option, const char *form) {
    return [&target, option, form](const std::vector<std::string> &pairs) {
        for (const std::string &pair : pairs) {
            const std::size_t sign = pair.find('=');
            if (sign == 0 || sign == std::string::npos || sign + 1 == pair.size())
                throw Error(ErrorKind::usage, say("{} {}: write {}.", option, pair, translated(form)));
            target[pair.substr(0, sign)] = pair.substr(sign + 1);
        }
    };
}

void add_drawing_options(CLI::App &command, reader::OpenOptions &options, const std::string &group) {
    command
        .add_option("--cad-layer", options.cad_layers,
                    translated("Of a drawing (DXF), only what lies on these CAD layers"))
        ->type_name("NAME")
        ->allow_extra_args(false)
        ->group(group);
    command
        .add_flag("--cad-blocks", options.cad_blocks,
                  translated("Of a drawing, what is drawn in inserted blocks too"))
        ->group(group);
    command
        .add_option("--close-lines", options.close_m,
                    translated("Lines whose ends lie this near become polygons: tracks walked round a field"))
        ->type_name("METRES")
        ->check(CLI::Validator(CLI::NonNegativeNumber).description(""))
        ->group(group);
}

} // namespace

void add_shape_options(CLI::App &command, reader::OpenOptions &options) {
    const std::string group = translated("Reading the file");
    const auto take = [&options](const std::vector<std::string> &pairs) {
        pairs_into(options.points, "--points", "ROLE=COLUMN, the role being x, y, parcel or ring")(pairs);
        for (const auto &[role, column] : options.points)
            if (role != "x" && role != "y" && role != "parcel" && role != "ring")
                throw Error(ErrorKind::usage,
                            say("--points {}={}: write {}.", role, column,
                                translated("ROLE=COLUMN, the role being x, y, parcel or ring")));
    };
    command
        .add_option_function<std::vector<std::string>>(
            "--points", take,
            translated(
                "Of a table of points, which column is x, y, parcel or ring, where the names do not tell"))
        ->type_name("ROLE=COLUMN")
        ->allow_extra_args(false)
        ->group(group);
    add_drawing_options(command, options, group);
}

void add_set_option(CLI::App &command, reader::OpenOptions &options) {
    command
        .add_option_function<std::vector<std::string>>(
            "--set", pairs_into(options.set, "--set", "FIELD=VALUE, the catalogue's field first"),
            translated("The same value of a field for every feature, where the file does not have it"))
        ->type_name("FIELD=VALUE")
        ->allow_extra_args(false)
        ->group(translated("Reading the file"));
}

void add_map_option(CLI::App &command, reader::OpenOptions &options) {
    const auto take = pairs_into(options.map, "--map", "FIELD=SOURCE, the catalogue's field first");
    command
        .add_option_function<std::vector<std::string>>(
            "--map", take,
            translated("A field of the layer and the file's field for it, where the names do not tell"))
        ->type_name("FIELD=SOURCE")
        ->allow_extra_args(false)
        ->group(translated("Reading the file"));
}

void add_engine_options(CLI::App &command, Engine &engine) {
    const std::string group = translated("Figures");
    command
        .add_option("--method", engine.method,
                    translated("How area is counted: td1055 (the land survey's rule), geodesic or straight"))
        ->type_name("td1055|geodesic|straight")
        ->capture_default_str()
        ->group(group);
    command.add_option("--threads", engine.threads, translated("Processors to use; 0 uses all"))
        ->type_name("N")
        ->group(group);
    command
        .add_option(
            "--memory", engine.memory,
            translated("MB of features to keep in memory; beyond it they wait in a file in the folder "
                       "for temporary files (TMPDIR)"))
        ->type_name("MB")
        ->check(CLI::Range(std::size_t{1}, std::size_t{1} << 20U).description(""))
        ->capture_default_str()
        ->group(group);
}

tabulate::Options Engine::options(ProgressBar &bar) const {
    tabulate::Options options;
    options.method = geodesy::method_from(method);
    options.threads = threads;
    options.memory = memory << 20U;
    options.progress = bar.progress();
    return options;
}

std::string Output::format_name() const {
    if (!format.empty())
        return folded(format);
    const std::string ending = folded(std::filesystem::path(file).extension().string());
    return ending == ".csv" || ending == ".json" || ending == ".html" ? ending.substr(1) : "table";
}

report::Format Output::chosen() const {
    return report::format_from(format_name());
}

void add_output_options(CLI::App &command, Output &output) {
    const std::string group = translated("Output");
    command.add_option("--format", output.format, translated("table, csv or json; else as the file ends"))
        ->type_name("table|csv|json")
        ->default_str("table")
        ->group(group);
    command.add_option("-o,--output", output.file, translated("File to write; - is standard output"))
        ->type_name("FILE")
        ->capture_default_str()
        ->group(group);
}

void add_by_option(CLI::App &command, std::string &by) {
    command.add_option("--by", by, translated("Level of the tree: banner, league or region"))
        ->type_name("banner|league|region")
        ->capture_default_str()
        ->group(translated("Figures"));
}

void add_year_option(CLI::App &command, int &year) {
    command.add_option("--year", year, translated("Programme year; the document's year if not given"))
        ->type_name("YEAR")
        ->group(translated("Figures"));
}

int year_of(int given, const catalogue::Catalogue &catalogue) {
    return given != 0 ? given : catalogue.year();
}

namespace {

const char *rule_name(tabulate::Finding::Kind kind) {
    switch (kind) {
    case tabulate::Finding::Kind::repaired:
        return translated("Invalid geometry, counted after repair");
    case tabulate::Finding::Kind::rejected:
        return translated("Geometry that cannot be used, not counted");
    case tabulate::Finding::Kind::zone_overlap:
        return translated("Zones that overlap; the place goes to the lower code");
    case tabulate::Finding::Kind::zone_repaired:
        return translated("Invalid zones, used after repair");
    case tabulate::Finding::Kind::not_conserved:
        return translated("Area not conserved");
    }
    return "";
}

std::string sentence(const tabulate::Finding &finding) {
    const bool zone = finding.kind == tabulate::Finding::Kind::zone_overlap ||
                      finding.kind == tabulate::Finding::Kind::zone_repaired;
    return zone ? say("{}, {:.1f} m²", finding.what, finding.m2)
                : say("feature {}: {}, {:.1f} m²", finding.feature, finding.what, finding.m2);
}

} // namespace

void add_as_of_option(CLI::App &command, std::string &as_of) {
    command
        .add_option("--as-of", as_of,
                    translated("The workspace as it was at the end of this day, at a time, or at a seal"))
        ->type_name("TIME|HASH")
        ->group(translated("Figures"));
}

workspace::Workspace open_as_of(const std::string &workspace, const std::string &as_of) {
    return as_of.empty() ? workspace::Workspace::open(workspace, true)
                         : workspace::Workspace::as_of(workspace, as_of);
}

void tell_findings(const std::vector<tabulate::Finding> &findings, Context &context) {
    if (findings.empty())
        return;
    std::vector<Found> found;
    for (const tabulate::Finding &finding : findings)
        found.push_back({rule_name(finding.kind), sentence(finding)});
    tell(say("Found on the way:"));
    tell_findings(found);
    context.needs_attention();
}

void tell_unchecked(const std::vector<std::pair<std::string, Names>> &unchecked) {
    for (const auto &[rule, why] : unchecked)
        tell(say("Not checked: {}, because {}.", rule, why.in(language_in_use())));
}

} // namespace qitu::cli
