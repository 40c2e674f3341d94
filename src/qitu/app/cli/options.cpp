#include "options.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

namespace qitu::cli {

void add_workspace(const Command &command, std::string &workspace) {
    command
        .add_option("WORKSPACE", workspace,
                    translated("Workspace created by \"qitu init\"; PG:dbname=… for one in a database"))
        .required();
}

void add_layer(const Command &command, std::string &layer) {
    command.add_option("LAYER", layer, translated("Layer by id or name; \"qitu layers\" lists them"))
        .required();
}

void add_layer_or_file(const Command &command, std::string &layer, const char *what) {
    command.add_option("LAYER", layer, what).type_name("LAYER|FILE").required();
}

void add_layers_option(const Command &command, const char *name, std::vector<std::string> &layers,
                       const char *what) {
    command.add_option(name, layers, what)
        .type_name("LAYER|FILE")
        .one_value_each()
        .delimiter(',')
        .required()
        .group(translated("Figures"));
}

void add_where_option(const Command &command, std::string &where) {
    command.add_option("--where", where, translated("Only features that match this SQL condition"))
        .type_name("SQL")
        .group(translated("Reading the file"));
}

namespace {

void add_text_options(const Command &command, reader::OpenOptions &options, const std::string &group) {
    command
        .add_option("--layout", options.layout,
                    translated("Coordinate TXT: layout of its parcel lines, where it cannot be recognized"))
        .type_name("NAME")
        .rare()
        .group(group);
    const auto take = [&options](const std::vector<std::string> &words) {
        const std::string &word = words.back();
        if (word != "decimal" && word != "packed")
            throw Error(ErrorKind::usage, say("--angles {}: expected {}.", word, "decimal, packed"));
        options.angles = word == "packed" ? reader::Angles::packed : reader::Angles::decimal;
    };
    command
        .add_values(
            "--angles", take,
            translated("Degrees in tables and coordinate TXT: decimal, or packed as 107.2538 for 107°25′38″"))
        .type_name("decimal|packed")
        .one_value_each()
        .rare()
        .group(group);
}

} // namespace

void add_file_options(const Command &command, reader::OpenOptions &options) {
    const std::string group = translated("Reading the file");
    command.add_option("--layer-in", options.layer, translated("Layer to read, where the file has several"))
        .type_name("NAME")
        .rare()
        .group(group);
    command
        .add_option("--crs", options.crs,
                    translated("Coordinate reference system of the file, overriding what it declares: "
                               "EPSG:4526, WKT or PROJ"))
        .type_name("CRS")
        .group(group);
    command
        .add_option("--encoding", options.encoding,
                    translated("Encoding of its text, overriding the detected one: GB18030, UTF-8 …"))
        .type_name("NAME")
        .rare()
        .group(group);
    add_text_options(command, options, group);
}

namespace {

/// An option that may come several times, each a NAME=VALUE.
std::function<void(const std::vector<std::string> &)> pairs_into(std::map<std::string, std::string> &target,
                                                                 const char *option, const char *form) {
    return [&target, option, form](const std::vector<std::string> &pairs) {
        for (const std::string &pair : pairs) {
            const std::size_t sign = pair.find('=');
            if (sign == 0 || sign == std::string::npos || sign + 1 == pair.size())
                throw Error(ErrorKind::usage, say("{} {}: expected {}.", option, pair, translated(form)));
            target[pair.substr(0, sign)] = pair.substr(sign + 1);
        }
    };
}

void add_drawing_options(const Command &command, reader::OpenOptions &options, const std::string &group) {
    command
        .add_option("--cad-layer", options.cad_layers,
                    translated("Drawings (DXF): only entities on these CAD layers"))
        .type_name("NAME")
        .one_value_each()
        .rare()
        .group(group);
    command
        .add_flag("--cad-blocks", options.cad_blocks,
                  translated("Drawings: include the content of inserted blocks"))
        .rare()
        .group(group);
    command
        .add_option(
            "--close-lines", options.close_m,
            translated(
                "Close lines whose ends are within this distance to polygons, as GPS tracks around a field"))
        .type_name("METRES")
        .non_negative()
        .rare()
        .group(group);
}

} // namespace

void add_shape_options(const Command &command, reader::OpenOptions &options) {
    const std::string group = translated("Reading the file");
    const auto take = [&options](const std::vector<std::string> &pairs) {
        pairs_into(options.points, "--points", "ROLE=COLUMN, the role being x, y, parcel or ring")(pairs);
        for (const auto &[role, column] : options.points)
            if (role != "x" && role != "y" && role != "parcel" && role != "ring")
                throw Error(ErrorKind::usage,
                            say("--points {}={}: expected {}.", role, column,
                                translated("ROLE=COLUMN, the role being x, y, parcel or ring")));
    };
    command
        .add_values(
            "--points", take,
            translated("Tables of points: which column is x, y, parcel or ring, where the names do not tell"))
        .type_name("ROLE=COLUMN")
        .one_value_each()
        .rare()
        .group(group);
    add_drawing_options(command, options, group);
}

void add_value_option(const Command &command, reader::OpenOptions &options) {
    const auto take = [&options](const std::vector<std::string> &pairs) {
        for (const std::string &pair : pairs) {
            const std::size_t colon = pair.find(':');
            const std::size_t sign = pair.find('=', colon == std::string::npos ? 0 : colon);
            if (colon == 0 || colon == std::string::npos || sign == std::string::npos || sign == colon + 1 ||
                sign + 1 == pair.size())
                throw Error(ErrorKind::usage,
                            say("--value {}: expected {}.", pair,
                                translated("FIELD:WORD=VALUE, the word of the file before the sign")));
            options.values[pair.substr(0, colon)][pair.substr(colon + 1, sign - colon - 1)] =
                pair.substr(sign + 1);
        }
    };
    command
        .add_values("--value", take,
                    translated("What a word of the file means in a field: stage:已竣工验收=验收"))
        .type_name("FIELD:WORD=VALUE")
        .one_value_each()
        .group(translated("Reading the file"));
}

void add_set_option(const Command &command, reader::OpenOptions &options) {
    command
        .add_values("--set", pairs_into(options.set, "--set", "FIELD=VALUE, the catalogue's field first"),
                    translated("One value of a field for all features, where the file does not have it"))
        .type_name("FIELD=VALUE")
        .one_value_each()
        .group(translated("Reading the file"));
}

void add_map_option(const Command &command, reader::OpenOptions &options) {
    const auto take = pairs_into(options.map, "--map", "FIELD=SOURCE, the catalogue's field first");
    command
        .add_values(
            "--map", take,
            translated("A field of the layer and the file's field for it, where the names do not match"))
        .type_name("FIELD=SOURCE")
        .one_value_each()
        .group(translated("Reading the file"));
}

void add_engine_options(const Command &command, commands::EngineArguments &engine) {
    const std::string group = translated("Figures");
    command
        .add_option("--method", engine.method,
                    translated("Method of area: td1055 (the land survey's rule; the default for China's "
                               "systems and WGS 84), "
                               "geodesic (the default for any other) or straight"))
        .type_name("td1055|geodesic|straight")
        .rare()
        .group(group);
    command.add_option("--threads", engine.threads, translated("Number of threads; 0 uses all processors"))
        .type_name("N")
        .rare()
        .group(group);
    command
        .add_option(
            "--memory", engine.memory,
            translated("MB of features to keep in memory; the rest goes to a temporary file (in TMPDIR)"))
        .type_name("MB")
        .range(1, std::size_t{1} << 20U)
        .capture_default_str()
        .rare()
        .group(group);
}

void add_output_options(const Command &command, Output &output) {
    const std::string group = translated("Output");
    command
        .add_option(
            "--format", output.format,
            translated("table, csv, json, xlsx, html or md; by default, by the extension of the output file"))
        .type_name("table|csv|json|xlsx|html|md")
        .default_str("table")
        .group(group);
    command.add_option("-o,--output", output.file, translated("Output file; - is standard output"))
        .type_name("FILE")
        .capture_default_str()
        .group(group);
    command.refuse_input_as("-o");
}

void add_part_option(const Command &command, std::string &part) {
    command
        .add_option("--part", part,
                    translated("Count only this part of the features, the third of eight say, and write what "
                               "was found to the file of -o, for --merge"))
        .type_name("K/N")
        .rare()
        .group(translated("Output"));
}

const std::string &file_of_part(const Output &output) {
    if (output.file == "-" || output.file.empty())
        throw Error(ErrorKind::usage, say("A part is written to a file: name one with -o."));
    return output.file;
}

void refuse_beside_merge(std::span<const Given> options) {
    for (const auto &[option, given] : options)
        if (given)
            throw Error(ErrorKind::usage,
                        say("{} does not go with --merge: the parts were made with or without it.", option));
}

void add_by_option(const Command &command, std::string &by) {
    command.add_option("--by", by, translated("Administrative level: banner, league or region"))
        .type_name("banner|league|region")
        .capture_default_str()
        .group(translated("Figures"));
}

void add_by_option_to_township(const Command &command, std::string &by) {
    command
        .add_option(
            "--by", by,
            translated(
                "Administrative level: township (where the workspace has their borders), banner, league "
                "or region"))
        .type_name("township|banner|league|region")
        .capture_default_str()
        .group(translated("Figures"));
}

void add_admin_option(const Command &command, std::string &admin, const char *what) {
    command.add_option("--admin", admin, what).type_name("ADMIN").group(translated("Figures"));
}

namespace {

void add_unit(const Command &command, std::string &unit, const char *what) {
    command.add_option("--unit", unit, what)
        .type_name("亩|公顷|万亩|km2")
        .rare()
        .group(translated("Figures"));
}

} // namespace

void add_unit_option(const Command &command, std::string &unit) {
    add_unit(command, unit,
             translated("Unit of areas for people; by default 万亩 for the region and leagues, 亩 below"));
}

void add_plain_unit_option(const Command &command, std::string &unit) {
    add_unit(command, unit,
             translated("Unit of areas for people; by default m² and 亩. CSV and JSON keep m²"));
}

void add_value_options(const Command &command, commands::ValueArguments &values) {
    const auto add = [&](const char *option, std::vector<std::string> &fields, const char *what) {
        return command.add_option(option, fields, what)
            .type_name("FIELD")
            .one_value_each()
            .group(translated("Figures"));
    };
    add("--sum", values.sums,
        translated("Sum this field, shared out by area where a feature is cut (investment, declared area); "
                   "repeatable"));
    add("--mean", values.means,
        translated("Mean of this field, weighted by net area (grade, capacity); repeatable"))
        .rare();
    add("--min", values.least, translated("Least value of this field; repeatable")).rare();
    add("--max", values.greatest, translated("Greatest value of this field; repeatable")).rare();
}

void add_year_option(const Command &command, int &year) {
    command
        .add_option("--year", year, translated("Programme year; by default that of the programme document"))
        .type_name("YEAR")
        .group(translated("Figures"));
}

void add_as_of_option(const Command &command, std::string &as_of) {
    command
        .add_option("--as-of", as_of,
                    translated("Use the workspace as it was at the end of this day, at a time, or at a seal"))
        .type_name("TIME|HASH")
        .group(translated("Figures"));
}

void add_choice_options(const Command &command, commands::FeatureChoice &choice) {
    const std::string group = translated("Which features");
    command
        .add_option("--project", choice.projects, translated("Features with this project code; repeatable"))
        .type_name("CODE")
        .one_value_each()
        .group(group);
    command.add_option("--feature", choice.features, translated("The feature with this id; repeatable"))
        .type_name("ID")
        .one_value_each()
        .group(group);
    command.add_option("--where", choice.where, translated("Features that match this SQL condition"))
        .type_name("SQL")
        .group(group);
    command
        .add_option("--list", choice.list,
                    translated("CSV or text in UTF-8: project codes in the first column, or feature ids if "
                               "its header is fid"))
        .type_name("FILE")
        .group(group);
}

} // namespace qitu::cli
