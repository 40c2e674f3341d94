#include "options.h"
#include "perform.h"

#include <qitu/app/commands/init_command.h>
#include <qitu/core/base/language.h>

namespace qitu::cli {

void add_init(const Command &app, Session &session) {
    const auto arguments = std::make_shared<commands::InitCommand>();
    const Command command = app.add_command(
        "init",
        translated("Creates a workspace: a GeoPackage with the boundaries of the banners, an empty table for "
                   "each layer of the catalogue, and the targets of the programme document."));
    command.group(translated("Work"));
    command
        .add_option("WORKSPACE", arguments->workspace,
                    translated("GeoPackage to create, or PG:dbname=… for a database; it must not exist"))
        .required();
    const std::string borders = translated("Boundaries");
    command
        .add_option(
            "--boundaries", arguments->boundaries,
            translated(
                "Official boundaries in any format, with a field that holds the banner's code or name"))
        .type_name("FILE")
        .group(borders);
    command
        .add_option(
            "--townships", arguments->townships,
            translated("Borders of townships in any format, with fields that hold their nine-digit code and "
                       "their name: totals, progress and report then go by township too"))
        .type_name("FILE")
        .group(borders);
    command
        .add_option(
            "--tolerance-width", arguments->tolerance.width_m,
            translated("Maximum width of an overlap or gap between neighbours that is closed, in metres"))
        .type_name("M")
        .capture_default_str()
        .group(borders);
    command
        .add_option("--tolerance-area", arguments->tolerance.m2,
                    translated("Maximum area of an overlap or gap between neighbours that is closed, in m²"))
        .type_name("M2")
        .capture_default_str()
        .group(borders);
    add_file_options(command, arguments->file);
    add_map_option(command, arguments->file);
    command.callback([arguments, &session] { perform(*arguments, session); });
}

} // namespace qitu::cli
