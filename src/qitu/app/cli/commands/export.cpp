#include "options.h"
#include "perform.h"

#include <qitu/app/commands/export_command.h>
#include <qitu/core/base/language.h>

#include <fmt/format.h>

#include <string>
#include <vector>

namespace qitu::cli {

namespace {

// Where one stands for two, the extension tells: .kml or .kmz, .mbtiles or .pmtiles.
std::vector<std::string> listed_formats() {
    std::vector<std::string> names = commands::ExportCommand::formats();
    std::erase_if(names, [](const std::string &name) { return name == "kmz" || name == "pmtiles"; });
    return names;
}

} // namespace

void add_export(const Command &app, Session &session) {
    const auto arguments = std::make_shared<commands::ExportCommand>();
    const Command command = app.add_command(
        "export",
        translated("Writes a GeoPackage for QGIS: the layers, banners and leagues with their totals and "
                   "percentages, styles for each, and a project that opens as a map of progress with themes, "
                   "forms and an atlas. Other formats are chosen by the extension or --format. Output is "
                   "reproducible byte for byte when SOURCE_DATE_EPOCH is set."));
    command.group(translated("Hand in"));
    add_workspace(command, arguments->workspace);
    command
        .add_option(
            "OUT", arguments->file,
            translated(
                "File to write: a GeoPackage for QGIS, or by its extension .txt (coordinates), .dxf, .shp, "
                ".fgb, "
                ".geojson, .kml, .kmz, .xlsx (a table), .gdb, .sqlite (SpatiaLite), .mbtiles, .mvt, and .sld "
                "or .qml for a layer's "
                "style"))
        .type_name("FILE");
    command.add_option("--format", arguments->format, translated("Format, where the extension does not tell"))
        .type_name(fmt::format("{}", fmt::join(listed_formats(), "|")))
        .group(translated("Output"));
    command
        .add_option("--layer", arguments->layers,
                    translated("Only this layer, by id or name; repeatable where the format holds several"))
        .type_name("LAYER")
        .one_value_each()
        .group(translated("Output"));
    command
        .add_option("--style", arguments->style,
                    translated("For .sld and .qml: the style with this name instead of the layer's default"))
        .type_name("NAME")
        .group(translated("Output"));
    command
        .add_option(
            "--left", arguments->left,
            translated("Only the land that is left to build for this indicator, such as hsf.pbf_left: a "
                       "GeoPackage with one layer, cut by banner"))
        .type_name("INDICATOR")
        .group(translated("Output"));
    command
        .add_flag("--project", arguments->project,
                  translated(
                      "Write the styles and the QGIS project into the workspace again, as after renaming it"))
        .group(translated("Output"));
    command.add_flag("--overwrite", arguments->overwrite, translated("Replace existing files"))
        .group(translated("Output"));
    command
        .add_option("--banner", arguments->banner,
                    translated("Write a workspace with the features of this banner or league, to be edited "
                               "there and merged back"))
        .type_name("ADMIN")
        .group(translated("Output"));
    add_admin_option(command, arguments->admin,
                     translated("Only what lies in this league or banner, with figures of it alone"));
    add_year_option(command, arguments->year);
    add_as_of_option(command, arguments->as_of);
    add_engine_options(command, arguments->engine);
    command.callback([arguments, &session] { perform(*arguments, session); });
}

} // namespace qitu::cli
