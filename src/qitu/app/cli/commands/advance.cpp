#include "options.h"
#include "perform.h"

#include <qitu/app/commands/advance_command.h>
#include <qitu/core/base/language.h>

namespace qitu::cli {

void add_advance(const Command &app, Session &session) {
    const auto arguments = std::make_shared<commands::AdvanceCommand>();
    const Command command = app.add_command(
        "advance",
        translated(
            "Advances features of a layer to their next stage: approved, under construction, accepted, "
            "maintained. All of them or none; no stage is skipped, and going back requires a reason."));
    command.group(translated("Work"));
    add_workspace(command, arguments->workspace);
    add_layer(command, arguments->layer);
    const std::string group = translated("Stage");
    command.add_option("--to", arguments->stage, translated("The stage, by id or name"))
        .type_name("STAGE")
        .required()
        .group(group);
    command.add_option("--back", arguments->back, translated("Allow going back, for this reason"))
        .type_name("REASON")
        .group(group);
    command.add_option("--note", arguments->note, translated("Note to keep in the history"))
        .type_name("TEXT")
        .group(group);
    add_choice_options(command, arguments->choice);
    command.callback([arguments, &session] { perform(*arguments, session); });
}

} // namespace qitu::cli
