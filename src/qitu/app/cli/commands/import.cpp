#include "import_print.h"
#include "options.h"
#include "perform.h"
#include "standard_input.h"

#include <qitu/app/commands/import_all_command.h>
#include <qitu/app/commands/import_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/output/format/labels.h>

#include <algorithm>

namespace qitu::cli {

namespace {

void add_options(const Command &command, commands::ImportCommand &import) {
    const std::string group = translated("Import");
    add_where_option(command, import.options.open.where);
    command
        .add_flag("--repair", import.options.repair,
                  translated("Make invalid geometry valid and record the change in area"))
        .group(group);
    command
        .add_flag("--accept", import.options.accept, translated("Import in spite of errors, and record them"))
        .group(group);
    command
        .add_flag("--again", import.options.again,
                  translated("Import content that the layer already has once more"))
        .group(group);
    const Option replace =
        command
            .add_flag("--replace", import.options.replace,
                      translated("For projects that the layer already has: remove their features first"))
            .group(group);
    command
        .add_flag(
            "--append", import.options.append,
            translated("For projects that the layer already has: add the new features to the existing ones"))
        .excludes(replace)
        .group(group);
    command
        .add_option(
            "--datum-shift", import.datum_shift,
            translated("From Xian 1980 or Beijing 1954 to CGCS2000: dx,dy,dz,rx,ry,rz,ds (m, arc seconds, "
                       "ppm) or a PROJ pipeline; the workspace keeps it"))
        .type_name("SHIFT")
        .rare()
        .group(group);
    command.add_flag("--dry-run", import.options.dry_run, translated("Read and check, write nothing"))
        .group(group);
    add_file_options(command, import.options.open);
    add_shape_options(command, import.options.open);
    add_map_option(command, import.options.open);
    add_value_option(command, import.options.open);
    add_set_option(command, import.options.open);
}

bool has_errors(const importer::Outcome &one) {
    return one.findings.errors() > 0 ||
           std::any_of(one.faults.begin(), one.faults.end(),
                       [](const reader::FieldFault &fault) { return fault.fatal; });
}

bool has_invalid_geometry(const importer::Outcome &one) {
    for (std::size_t i = 0; i < one.findings.size(); ++i)
        if (one.findings.head(i).rule == "geometry.invalid")
            return true;
    return false;
}

// Options to paste for words that no code list knows, each once.
std::string translations(const std::vector<importer::Outcome> &imported) {
    constexpr std::size_t most = 5;
    std::vector<std::string> options;
    for (const importer::Outcome &one : imported)
        for (const reader::FieldFault &fault : one.faults) {
            const std::string option =
                fmt::format("--value \"{}:{}={}\"", fault.field, fault.found,
                            fault.nearest.empty() ? translated("VALUE") : fault.nearest);
            if (fault.coded && fault.fatal && options.size() < most &&
                std::find(options.begin(), options.end(), option) == options.end())
                options.push_back(option);
        }
    return options.empty() ? std::string() : fmt::format("{}", fmt::join(options, " "));
}

// What would let in what was refused.
std::string ways_in(const std::vector<importer::Outcome> &imported) {
    const auto any = [&](auto &&holds) { return std::any_of(imported.begin(), imported.end(), holds); };
    std::string text;
    if (any(has_invalid_geometry))
        text += " " + say("Use --repair to make invalid geometry valid and record the change in area.");
    if (const std::string options = translations(imported); !options.empty())
        text += " " + say("Say what the words mean with {}.", options);
    if (any(has_errors))
        text += " " + say("Use --accept to import it all the same and record its errors.");
    if (any([](const importer::Outcome &one) { return one.already_there; }))
        text += " " + say("Use --again to add the same content once more.");
    if (any([](const importer::Outcome &one) { return one.projects_refused; }))
        text +=
            " " +
            say("Use --replace to remove what the layer has of these projects first, or --append to add the "
                "features beside it.");
    return text;
}

struct ImportArguments : commands::ImportCommand {
    std::string all; // a folder of deliveries, instead of a layer and files
    std::vector<std::string> outputs;
};

console::Table table_of(const std::vector<commands::DeliveredFile> &files,
                        const catalogue::Catalogue &catalogue) {
    console::Table table{{say("file"), say("layer"), say("told by"), say("features"), say("result")},
                         {false, false, false, true, false},
                         {}};
    for (const commands::DeliveredFile &file : files) {
        table.cells.push_back(
            {file.file,
             file.layer.empty() ? "–"
                                : format::layer_label(format::find_layer(catalogue, file.layer), file.layer),
             file.told_by, fmt::format("{}", file.features),
             file.imported ? say("imported: {}", file.message) : say("refused: {}", file.message)});
        table.tones.push_back(file.imported ? console::Tone::good : console::Tone::bad);
    }
    return table;
}

void run_all(const ImportArguments &import, Session &session) {
    if (!import.layer.empty())
        throw Error(ErrorKind::usage,
                    say("With --all the layers are told by the files: leave out {}.", import.layer));
    const commands::ImportAllCommand all{import.workspace, import.all, import.datum_shift, import.profile,
                                         import.options};
    const auto result = under_bar(session, [&] { return all.run(session.context); });
    put_out("-", [&](std::ostream &out) {
        console::print(out, table_of(result.value, session.context.catalogue()));
    });
    tell(result, session);
}

commands::Result<commands::Imported> imported(const ImportArguments &import, Session &session) {
    try {
        return under_bar(session, [&] {
            return static_cast<const commands::ImportCommand &>(import).run(session.context);
        });
    } catch (const Error &error) {
        write_failure(import.outputs, import, error.what());
        throw;
    }
}

void run(ImportArguments &import, Session &session) {
    if (!import.all.empty())
        return run_all(import, session);
    if (import.layer.empty() || import.files.empty())
        throw Error(ErrorKind::usage, say("qitu import: FILE is missing. Name the layer and the files, or a "
                                          "folder of deliveries with --all."));
    StandardInput input;
    for (std::string &file : import.files)
        file = input.path_of(file);
    auto result = imported(import, session);
    write_found(import.outputs, import, result, session);
    if (!result.refusal.empty())
        result.refusal += ways_in(result.value.files);
    tell(result, session);
}

} // namespace

void add_import(const Command &app, Session &session) {
    const auto import = std::make_shared<ImportArguments>();
    const Command command = app.add_command(
        "import", translated("Imports files into a layer of the workspace, all of them or none. Reports how "
                             "each file was read and why, and which features have which problems."));
    command.group(translated("Work"));
    command.footer(translated("Status 1: features were imported, and some were repaired or have warnings. "
                              "Status 4: the workspace is unchanged, byte for byte."));
    add_workspace(command, import->workspace);
    command.add_option("LAYER", import->layer, translated("Layer by id or name; \"qitu layers\" lists them"));
    command.add_option("FILE", import->files,
                       translated("Any vector file: Shapefile, GeoPackage, GeoJSON, FileGDB, KML, DXF, "
                                  "coordinate TXT, CSV, XLSX, "
                                  "a zip of these …"));
    command
        .add_option(
            "--all", import->all,
            translated(
                "Every file of this folder, each by itself, into the layer that its name or its fields "
                "tell; \"qitu deliveries\" lists who has sent what"))
        .type_name("DIR")
        .group(translated("Import"));
    command
        .add_option(
            "--profile", import->profile,
            translated(
                "Name under which the workspace keeps --map, --value and --set for a sender: given once, "
                "used with every later import of that name"))
        .type_name("NAME")
        .group(translated("Import"));
    command
        .add_option(
            "--admin", import->within,
            translated("Only features that say they are of this league or banner; refused where a file has "
                       "others, or a project to be replaced has"))
        .type_name("ADMIN")
        .rare()
        .group(translated("Import"));
    command
        .add_option(
            "-o,--output", import->outputs,
            translated("Also write what was understood and found: .json all of it; .xlsx, .html, .csv, "
                       ".md or .gpkg the findings; repeatable"))
        .type_name("FILE")
        .one_value_each()
        .rare()
        .group(translated("Import"));
    command.refuse_input_as("-o");
    add_options(command, *import);
    command.callback([import, &session] { run(*import, session); });
}

} // namespace qitu::cli
