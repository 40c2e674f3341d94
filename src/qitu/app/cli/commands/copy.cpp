#include "options.h"
#include "perform.h"

#include <qitu/app/commands/copy_command.h>
#include <qitu/core/base/language.h>

namespace qitu::cli {

void add_copy(const Command &app, Session &session) {
    const auto arguments = std::make_shared<commands::CopyCommand>();
    const Command command = app.add_command(
        "copy",
        translated("Copies a workspace with all that it holds, its history and seals too: from a file "
                   "into a database, from there into a file, or into another of the same."));
    command.group(translated("Work"));
    add_workspace(command, arguments->from);
    command
        .add_option("TARGET", arguments->to,
                    translated("GeoPackage to create, or PG:dbname=… for a database without a workspace"))
        .type_name("FILE")
        .required();
    command.callback([arguments, &session] { perform(*arguments, session); });
}

} // namespace qitu::cli
