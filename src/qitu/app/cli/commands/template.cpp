#include "options.h"
#include "perform.h"

#include <qitu/app/commands/template_command.h>
#include <qitu/core/base/language.h>

namespace qitu::cli {

void add_template(const Command &app, Session &session) {
    const auto arguments = std::make_shared<commands::TemplateCommand>();
    const Command command = app.add_command(
        "template",
        translated("Writes an empty table or layer to be sent to those who deliver: the fields' names, "
                   "lists of the permitted values, rules and notes. What comes back is imported without a "
                   "question."));
    command.group(translated("Work"));
    add_layer(command, arguments->layer);
    command
        .add_option("-o,--output", arguments->file,
                    translated("File to write: .xlsx (a row for each corner), .shp or .gpkg"))
        .type_name("FILE")
        .required()
        .group(translated("Output"));
    command.add_flag("--overwrite", arguments->overwrite, translated("Replace existing files"))
        .group(translated("Output"));
    command.callback([arguments, &session] { perform(*arguments, session); });
}

} // namespace qitu::cli
