#include "options.h"
#include "perform.h"

#include <qitu/app/commands/history_command.h>
#include <qitu/core/base/language.h>
#include <qitu/output/console/history_listing.h>

#include <ostream>

namespace qitu::cli {

void add_history(const Command &app, Session &session) {
    const auto arguments = std::make_shared<Printed<commands::HistoryCommand>>();
    const auto undo = std::make_shared<commands::UndoCommand>();
    const Command command = app.add_command(
        "history", translated("Lists every change of features, boundaries, quotas and reviews, whatever "
                              "program made it: when, by whom, which feature, the values before and after."));
    command.group(translated("Record"));
    add_workspace(command, arguments->workspace);
    command.add_option("LAYER", arguments->layer,
                       translated("Layer by id or name, or one of qitu's own tables; by default all"));
    const std::string group = translated("Which changes");
    command.add_option("--feature", arguments->features, translated("The feature with this id; repeatable"))
        .type_name("ID")
        .one_value_each()
        .group(group);
    command
        .add_option("--project", arguments->project,
                    translated("Features that have or had this project code"))
        .type_name("CODE")
        .group(group);
    command
        .add_option("--from", arguments->from,
                    translated("From this day or time: 2026-11-24, 2026-11-24T15:30"))
        .type_name("TIME")
        .group(group);
    command.add_option("--to", arguments->to, translated("Up to the end of this day or minute"))
        .type_name("TIME")
        .group(group);
    command
        .add_option("--undo", undo->record,
                    translated("Undo this record, as a new one; the row must not have changed since"))
        .type_name("RECORD")
        .group(translated("Undo"));
    add_output_options(command, arguments->output);
    command.callback([arguments, undo, &session] {
        if (undo->record == 0)
            return perform(*arguments, session,
                           [](std::ostream &out, const auto &records, console::Format format) {
                               console::print(out, records, format);
                           });
        undo->workspace = arguments->workspace;
        perform(*undo, session);
    });
}

} // namespace qitu::cli
