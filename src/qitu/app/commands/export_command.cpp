#include "found_by_rule.h"

#include <qitu/analysis/audit/audit.h>
#include <qitu/app/commands/export_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/staging.h>
#include <qitu/core/base/text.h>
#include <qitu/data/workspace/features.h>
#include <qitu/output/console/table.h>
#include <qitu/output/exchange/exchange.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/qgis/workspace_project.h>
#include <qitu/output/xlsx/xlsx.h>

#include <fmt/format.h>

#include <algorithm>

namespace qitu::commands {

namespace {

void refuse_existing(const ExportCommand &command) {
    if (!command.overwrite && std::filesystem::exists(command.file))
        throw NeedsParameter(Parameter::overwrite, ErrorKind::refused,
                             say("{}: already exists. Choose another name, or overwrite it.", command.file));
}

Outcome fork(const ExportCommand &command, Context &context) {
    if (command.overwrite || !command.as_of.empty())
        throw Error(ErrorKind::usage, say("A banner's workspace is always a new file with the present state: "
                                          "what was edited in the old one "
                                          "would be lost, or could not come back."));
    const catalogue::AdminUnit &admin = context.catalogue().admin(command.banner);
    const workspace::Workspace workspace = workspace::Workspace::open(command.workspace, true);
    const std::uint64_t features =
        audit::fork(workspace, context.catalogue(), admin, command.file, command.engine.options(context));
    workspace::Workspace made = workspace::Workspace::open(command.file);
    qgis::keep_project(made, {"qitu export --banner"}, context.catalogue(), context.styles(),
                       qgis::Keep::when_stale);
    Outcome outcome;
    outcome.tell(
        say("{}: a workspace with the {} features of {}. Merge it with \"qitu merge\" after editing.",
            command.file, features, admin.names.in(language_in_use())));
    return outcome;
}

Outcome keep_project(const ExportCommand &command, Context &context) {
    if (!command.file.empty())
        throw Error(ErrorKind::usage,
                    say("The project is written into the workspace: leave out {}.", command.file));
    workspace::Workspace opened = workspace::Workspace::open(command.workspace);
    qgis::keep_project(opened, {"qitu export --project"}, context.catalogue(), context.styles(),
                       command.overwrite ? qgis::Keep::over_edits : qgis::Keep::anew);
    Outcome outcome;
    outcome.tell(
        say("{}: holds the project {}. In QGIS: Project, Open From, GeoPackage.", command.workspace, "旗图"));
    return outcome;
}

const catalogue::Layer &only_layer(const ExportCommand &command, Context &context) {
    if (command.layers.size() != 1)
        throw NeedsParameter(Parameter::layer, ErrorKind::usage,
                             say("{}: holds one layer. Say which.", command.file));
    return context.catalogue().layer(command.layers.front());
}

/// Those that are named, or all that have features.
std::vector<const catalogue::Layer *> chosen_layers(const ExportCommand &command, Context &context,
                                                    const workspace::Workspace &workspace) {
    std::vector<const catalogue::Layer *> layers;
    for (const std::string &name : command.layers)
        layers.push_back(&context.catalogue().layer(name));
    if (layers.empty())
        for (const catalogue::Layer &layer : context.catalogue().layers())
            if (workspace::feature_count(workspace, layer) > 0)
                layers.push_back(&layer);
    return layers;
}

Outcome written(const exchange::ExportResult &written, const std::string &what) {
    Outcome outcome;
    for (const std::filesystem::path &file : written.files)
        outcome.tell(file.string());
    outcome.tell(say("{} features of {} were written.", written.features, what));
    outcome.attention = !written.losses.empty();
    if (outcome.attention)
        outcome.tell(say("The format cannot hold: {}.", fmt::join(written.losses, "; ")));
    return outcome;
}

using WriteLayer = exchange::ExportResult (*)(const std::filesystem::path &, const workspace::Workspace &,
                                              const catalogue::Layer &, bool overwrite);
constexpr std::pair<std::string_view, WriteLayer> formats_of_one_layer[] = {
    {"txt", exchange::write_coordinate_text},
    {"shp", exchange::write_shapefile},
    {"dxf", exchange::write_drawing}};

Outcome exchange_file(const ExportCommand &command, Context &context, WriteLayer write) {
    const catalogue::Layer &layer = only_layer(command, context);
    const workspace::Workspace workspace = open_as_of(command.workspace, command.as_of);
    return written(write(command.file, workspace, layer, command.overwrite),
                   layer.names.in(language_in_use()));
}

Outcome vector_file(const ExportCommand &command, Context &context, const exchange::VectorFormat &format) {
    if (!format.many_layers)
        only_layer(command, context);
    const workspace::Workspace workspace = open_as_of(command.workspace, command.as_of);
    const auto layers = chosen_layers(command, context, workspace);
    std::vector<std::string> names;
    for (const catalogue::Layer *layer : layers)
        names.push_back(layer->names.in(language_in_use()));
    return written(exchange::write_vector_file(command.file, format, workspace, context.catalogue(), layers,
                                               command.overwrite),
                   fmt::format("{}", fmt::join(names, ", ")));
}

// Codes by their names, numbers as numbers; fields that no feature has are left out.
console::Table attributes_of(const workspace::Workspace &workspace, const catalogue::Layer &layer) {
    console::Table table{{say("Feature")}, {true}, {}};
    std::vector<bool> used(layer.fields.size());
    std::vector<catalogue::Feature> features;
    workspace::FeatureCursor cursor = workspace::features(workspace, layer);
    for (catalogue::Feature feature; cursor.next(feature);) {
        for (std::size_t i = 0; i < used.size(); ++i)
            used[i] = used[i] || !std::holds_alternative<std::monostate>(feature.values[i]);
        feature.wkb.clear();
        features.push_back(feature);
    }
    for (std::size_t i = 0; i < used.size(); ++i)
        if (used[i]) {
            table.headers.push_back(layer.fields[i].names.in(language_in_use()));
            table.numeric.push_back(layer.fields[i].codes.empty() &&
                                    (layer.fields[i].type == catalogue::FieldType::real ||
                                     layer.fields[i].type == catalogue::FieldType::integer));
        }
    for (const catalogue::Feature &feature : features) {
        std::vector<std::string> cells{fmt::format("{}", feature.id)};
        for (std::size_t i = 0; i < used.size(); ++i)
            if (used[i]) {
                const std::string text = catalogue::text_of(feature.values[i]);
                cells.push_back(text.empty() ? "" : format::code_label(&layer.fields[i], text));
            }
        table.cells.push_back(std::move(cells));
    }
    return table;
}

Outcome workbook(const ExportCommand &command, Context &context) {
    refuse_existing(command);
    workspace::refuse_workspace(command.file);
    const workspace::Workspace workspace = open_as_of(command.workspace, command.as_of);
    console::Pages pages;
    std::size_t rows = 0;
    for (const catalogue::Layer *layer : chosen_layers(command, context, workspace)) {
        pages.tables.push_back({layer->names.in(language_in_use()), attributes_of(workspace, *layer)});
        rows += pages.tables.back().table.cells.size();
    }
    if (rows == 0)
        throw Error(
            ErrorKind::refused,
            say("{}: no layer has features yet. Import some with \"qitu import\".", command.workspace));
    xlsx::write_tables(command.file, std::filesystem::path(command.workspace).filename().string(), pages);
    Outcome outcome;
    outcome.tell(say("{}: {} features, without their geometry.", command.file, rows));
    return outcome;
}

Outcome style(const ExportCommand &command, Context &context) {
    const catalogue::Layer &layer = only_layer(command, context);
    exchange::write_style(command.file, workspace::Workspace::open(command.workspace, true),
                          context.catalogue(), layer, command.style, context.styles(), command.overwrite);
    Outcome outcome;
    outcome.tell(command.file);
    return outcome;
}

Outcome left_to_build(const ExportCommand &command, Context &context) {
    const catalogue::Catalogue &catalogue = context.catalogue();
    const catalogue::Indicator &indicator = catalogue.indicator(command.left);
    const workspace::Workspace workspace = open_as_of(command.workspace, command.as_of);
    const std::uint64_t written = exchange::write_remaining_land(
        command.file, workspace, catalogue, indicator, year_of(command.year, catalogue),
        command.engine.options(context), context.styles(), command.overwrite);
    Outcome outcome;
    outcome.tell(
        say("{}: {} pieces of land of {}.", command.file, written, indicator.names.in(language_in_use())));
    return outcome;
}

constexpr const char *own_formats[] = {"gpkg", "txt", "shp", "dxf", "xlsx", "sld", "qml"};

/// As asked for, or by the file's ending; a GeoPackage where that says nothing.
std::string format_of(const ExportCommand &command) {
    const std::vector<std::string> known = ExportCommand::formats();
    std::string asked = folded(command.format);
    if (!asked.empty() && std::find(known.begin(), known.end(), asked) == known.end())
        throw Error(ErrorKind::usage, say("The format \"{}\" is unknown. Known are {}.", command.format,
                                          fmt::join(known, ", ")));
    if (!asked.empty())
        return asked;
    const std::string ending = folded(std::filesystem::path(command.file).extension().string());
    for (const exchange::VectorFormat &format : exchange::vector_formats())
        if (ending == format.ending)
            return format.name;
    for (const char *own : own_formats)
        if (ending == std::string(".") + own)
            return own;
    if (ending.empty())
        return "gpkg";
    throw Error(ErrorKind::usage, say("{}: {} cannot be written. Known formats are {}.", command.file, ending,
                                      fmt::join(known, ", ")));
}

void refuse_stream(const std::string &file) {
    if (file == "-" || file.starts_with("/vsi"))
        throw Error(
            ErrorKind::usage,
            say("{}: this command writes a file; it cannot write to standard output. Name a file.", file));
}

Outcome geopackage(const ExportCommand &command, Context &context) {
    refuse_existing(command); // before the figures are counted, not after
    const catalogue::Catalogue &catalogue = context.catalogue();
    const workspace::Workspace workspace = open_as_of(command.workspace, command.as_of);
    const report::Figures figures =
        report::figures_of(overview::gather(workspace, catalogue, year_of(command.year, catalogue),
                                            command.engine.options(context)),
                           catalogue);
    std::vector<std::string> layers;
    for (const std::string &name : command.layers)
        layers.push_back(catalogue.layer(name).id);
    exchange::write_geopackage(command.file, workspace, catalogue, figures, context.styles(),
                               command.overwrite, layers);
    Outcome outcome;
    outcome.tell(say("{}: open it in QGIS; each layer comes with its style, and the project {} is inside.",
                     command.file, "旗图"));
    return outcome;
}

// What lies in one unit as a workspace of its own, which is then exported.
Outcome of_one_unit(const ExportCommand &command, Context &context) {
    if (!command.as_of.empty() || command.project)
        throw Error(ErrorKind::usage, say("What lies in one unit is exported as it is now."));
    refuse_existing(command);
    const TemporaryFolder folder;
    ExportCommand whole = command;
    whole.admin.clear();
    whole.workspace = (folder.path() / std::filesystem::path(command.workspace).filename()).string();
    const std::uint64_t features = audit::fork(workspace::Workspace::open(command.workspace, true),
                                               context.catalogue(), context.catalogue().admin(command.admin),
                                               whole.workspace, command.engine.options(context));
    if (features == 0)
        throw Error(ErrorKind::refused,
                    say("{}: nothing lies in {}.", command.workspace,
                        context.catalogue().admin(command.admin).names.in(language_in_use())));
    return whole.run(context);
}

} // namespace

std::vector<std::string> ExportCommand::formats() {
    std::vector<std::string> known(std::begin(own_formats), std::end(own_formats));
    for (const exchange::VectorFormat &format : exchange::vector_formats())
        known.emplace_back(format.name);
    return known;
}

Outcome ExportCommand::run(Context &context) const {
    if (project)
        return keep_project(*this, context);
    if (file.empty())
        throw Error(ErrorKind::usage,
                    say("Say which file to write, or that the project goes into the workspace itself."));
    refuse_stream(file);
    if (!banner.empty())
        return fork(*this, context);
    if (!admin.empty())
        return of_one_unit(*this, context);
    const std::string chosen = format_of(*this);
    if (!left.empty()) {
        if (chosen != "gpkg")
            throw Error(ErrorKind::usage, say("The land that is left to build is written as a GeoPackage."));
        return left_to_build(*this, context);
    }
    for (const exchange::VectorFormat &one : exchange::vector_formats())
        if (chosen == one.name)
            return vector_file(*this, context, one);
    for (const auto &[name, write] : formats_of_one_layer)
        if (chosen == name)
            return exchange_file(*this, context, write);
    if (chosen == "xlsx")
        return workbook(*this, context);
    if (chosen == "sld" || chosen == "qml")
        return commands::style(*this, context);
    return geopackage(*this, context);
}

} // namespace qitu::commands
