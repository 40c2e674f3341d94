#include "options.h"

#include <qitu/analysis/audit/audit.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/output/exchange/exchange.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace qitu::cli {

namespace {

struct Arguments {
    std::string workspace;
    std::string as_of;
    std::string file;
    std::string format;
    std::string banner;
    std::vector<std::string> layers;
    std::string style;
    int year = 0;
    bool overwrite = false;
    bool project = false;
    Engine engine;
};

void refuse_existing(const Arguments &arguments) {
    if (!arguments.overwrite && std::filesystem::exists(arguments.file))
        throw Error(ErrorKind::refused,
                    say("{}: exists already and is left alone. Choose another name, or say --overwrite.",
                        arguments.file));
}

void fork(const Arguments &arguments, Context &context) {
    if (arguments.overwrite || !arguments.as_of.empty())
        throw Error(ErrorKind::usage,
                    say("--banner goes with neither --overwrite nor --as-of: what was edited in the file "
                        "would be lost, or could not come back."));
    const catalogue::AdminUnit &admin = context.catalogue().admin(arguments.banner);
    const workspace::Workspace workspace = workspace::Workspace::open(arguments.workspace, true);
    const std::uint64_t features = [&] {
        ProgressBar bar;
        return audit::fork(workspace, context.catalogue(), admin, arguments.file,
                           arguments.engine.options(bar));
    }();
    exchange::keep_project(workspace::Workspace::open(arguments.file), context.catalogue(), context.styles(),
                           exchange::Keep::when_stale);
    tell(say("{}: a workspace with the {} features of {}. Edited, it comes back with \"qitu merge\".",
             arguments.file, features, admin.names.in(language_in_use())));
}

void keep_project(const Arguments &arguments, Context &context) {
    if (!arguments.file.empty())
        throw Error(ErrorKind::usage,
                    say("--project writes into the workspace: leave out {}.", arguments.file));
    exchange::keep_project(workspace::Workspace::open(arguments.workspace), context.catalogue(),
                           context.styles(),
                           arguments.overwrite ? exchange::Keep::over_edits : exchange::Keep::anew);
    tell(say("{}: holds the project {}. In QGIS: Project, Open From, GeoPackage.", arguments.workspace,
             "旗图"));
}

const catalogue::Layer &only_layer(const Arguments &arguments, Context &context) {
    if (arguments.layers.size() != 1)
        throw Error(ErrorKind::usage, say("{}: holds one layer. Say which with --layer.", arguments.file));
    return context.catalogue().layer(arguments.layers.front());
}

/// Those that are named, or all that have features.
std::vector<const catalogue::Layer *> chosen_layers(const Arguments &arguments, Context &context,
                                                    const workspace::Workspace &workspace) {
    std::vector<const catalogue::Layer *> layers;
    for (const std::string &name : arguments.layers)
        layers.push_back(&context.catalogue().layer(name));
    if (layers.empty())
        for (const catalogue::Layer &layer : context.catalogue().layers())
            if (workspace.count(layer) > 0)
                layers.push_back(&layer);
    return layers;
}

void tell_written(const exchange::Exchanged &written, const std::string &what, Context &context) {
    for (const std::filesystem::path &file : written.files)
        tell(file.string());
    tell(say("{} features of {} were written.", written.features, what));
    if (written.lost.empty())
        return;
    tell(say("What the format cannot hold: {}.", fmt::join(written.lost, "; ")));
    context.needs_attention();
}

// One layer as a coordinate TXT or a Shapefile.
void run_exchange(const Arguments &arguments, Context &context, bool text) {
    const catalogue::Layer &layer = only_layer(arguments, context);
    const workspace::Workspace workspace = open_as_of(arguments.workspace, arguments.as_of);
    tell_written((text ? exchange::write_coordinate_text
                       : exchange::write_shapefile)(arguments.file, workspace, layer, arguments.overwrite),
                 layer.names.in(language_in_use()), context);
}

void run_vector(const Arguments &arguments, Context &context, const exchange::VectorFormat &format) {
    if (!format.many_layers)
        only_layer(arguments, context);
    const workspace::Workspace workspace = open_as_of(arguments.workspace, arguments.as_of);
    const auto layers = chosen_layers(arguments, context, workspace);
    std::vector<std::string> names;
    for (const catalogue::Layer *layer : layers)
        names.push_back(layer->names.in(language_in_use()));
    tell_written(exchange::write_vector_file(arguments.file, format, workspace, context.catalogue(), layers,
                                             arguments.overwrite),
                 fmt::format("{}", fmt::join(names, ", ")), context);
}

void run_style(const Arguments &arguments, Context &context) {
    const catalogue::Layer &layer = only_layer(arguments, context);
    exchange::write_style(arguments.file, workspace::Workspace::open(arguments.workspace, true),
                          context.catalogue(), layer, arguments.style, context.styles(), arguments.overwrite);
    tell(arguments.file);
}

constexpr const char *own_formats[] = {"gpkg", "txt", "shp", "sld", "qml"};

std::vector<std::string> known_formats() {
    std::vector<std::string> known(std::begin(own_formats), std::end(own_formats));
    for (const exchange::VectorFormat &format : exchange::vector_formats())
        known.emplace_back(format.name);
    return known;
}

/// Of --format, or of the file's ending; a GeoPackage where that says nothing.
std::string format_of(const Arguments &arguments) {
    const std::string asked = folded(arguments.format);
    const std::string ending = folded(std::filesystem::path(arguments.file).extension().string());
    std::vector<std::string> known(std::begin(own_formats), std::end(own_formats));
    for (const exchange::VectorFormat &format : exchange::vector_formats()) {
        known.emplace_back(format.name);
        if (asked.empty() && ending == format.ending)
            return format.name;
    }
    if (asked.empty())
        for (const char *own : own_formats)
            if (ending == std::string(".") + own)
                return own;
    if (asked.empty())
        return "gpkg";
    if (std::find(known.begin(), known.end(), asked) == known.end())
        throw Error(ErrorKind::usage,
                    say("--format {}: unknown. Known are {}.", arguments.format, fmt::join(known, ", ")));
    return asked;
}

void run_geopackage(const Arguments &arguments, Context &context) {
    refuse_existing(arguments); // before the figures are counted, not after
    const catalogue::Catalogue &catalogue = context.catalogue();
    const workspace::Workspace workspace = open_as_of(arguments.workspace, arguments.as_of);
    const report::Figures figures = [&] {
        ProgressBar bar;
        return report::gather(workspace, catalogue, year_of(arguments.year, catalogue),
                              arguments.engine.options(bar));
    }();
    std::vector<std::string> layers;
    for (const std::string &name : arguments.layers)
        layers.push_back(catalogue.layer(name).id);
    exchange::write_geopackage(arguments.file, workspace, catalogue, figures, context.styles(),
                               arguments.overwrite, layers);
    tell(say("{}: open it in QGIS; each layer comes with its style, and the project {} is inside.",
             arguments.file, "旗图"));
}

void run(const Arguments &arguments, Context &context) {
    if (arguments.project)
        return keep_project(arguments, context);
    if (arguments.file.empty())
        throw Error(ErrorKind::usage, say("Say which file to write, or --project for the workspace itself."));
    if (!arguments.banner.empty())
        return fork(arguments, context);
    const std::string format = format_of(arguments);
    if (format == "gpkg")
        return run_geopackage(arguments, context);
    if (format == "txt" || format == "shp")
        return run_exchange(arguments, context, format == "txt");
    if (format == "sld" || format == "qml")
        return run_style(arguments, context);
    for (const exchange::VectorFormat &one : exchange::vector_formats())
        if (format == one.name)
            return run_vector(arguments, context, one);
}

} // namespace

void add_export(CLI::App &app, Context &context) {
    const auto arguments = std::make_shared<Arguments>();
    CLI::App *command = app.add_subcommand(
        "export",
        translated("Writes a GeoPackage for QGIS: the layers, banners and leagues with their totals and "
                   "percentages, styles for each, and a project that opens as a map of progress with themes, "
                   "forms and an atlas. Other formats by the ending or --format. The same bytes "
                   "for the same workspace when SOURCE_DATE_EPOCH pins the clock."));
    command->group(translated("Hand in"));
    add_workspace(*command, arguments->workspace);
    command
        ->add_option(
            "OUT", arguments->file,
            translated("File to write: a GeoPackage for QGIS, or by its ending .txt (coordinates), .shp, "
                       ".fgb, .geojson, .gdb, .sqlite (SpatiaLite), .mbtiles, .mvt, and .sld or .qml for a "
                       "layer's style"))
        ->type_name("FILE");
    command
        ->add_option(
            "--format", arguments->format,
            translated("gpkg, txt, shp, fgb, geojson, gdb, spatialite, mbtiles, mvt, sld or qml, where the "
                       "ending does not say it"))
        ->type_name(fmt::format("{}", fmt::join(known_formats(), "|")))
        ->group(translated("Output"));
    command
        ->add_option(
            "--layer", arguments->layers,
            translated("Only this layer, by id or name; may be given again where a format holds many"))
        ->type_name("LAYER")
        ->allow_extra_args(false)
        ->group(translated("Output"));
    command
        ->add_option("--style", arguments->style,
                     translated("Of a .sld or .qml: the style of this name instead of the layer's default"))
        ->type_name("NAME")
        ->group(translated("Output"));
    command
        ->add_flag(
            "--project", arguments->project,
            translated(
                "Write styles and the project of QGIS anew into the workspace, as after it was renamed"))
        ->group(translated("Output"));
    command->add_flag("--overwrite", arguments->overwrite, translated("Replace what exists"))
        ->group(translated("Output"));
    command
        ->add_option(
            "--banner", arguments->banner,
            translated("Write a workspace with the features of this banner or league instead, to be edited "
                       "there and merged again"))
        ->type_name("ADMIN")
        ->group(translated("Output"));
    add_year_option(*command, arguments->year);
    add_as_of_option(*command, arguments->as_of);
    add_engine_options(*command, arguments->engine);
    command->callback([arguments, &context] { run(*arguments, context); });
}

} // namespace qitu::cli
