#include "found_by_rule.h"

#include <qitu/app/commands/history_command.h>
#include <qitu/core/base/message.h>
#include <qitu/data/workspace/history.h>

namespace qitu::commands {

namespace {

workspace::HistoryFilter filter_of(const HistoryCommand &command, Context &context) {
    workspace::HistoryFilter filter;
    if (!command.layer.empty())
        filter.table =
            command.layer.starts_with("qitu_") ? command.layer : context.catalogue().layer(command.layer).id;
    filter.rows = {command.features.begin(), command.features.end()};
    filter.project = command.project;
    if (!command.from.empty())
        filter.from = workspace::time_from(command.from, false);
    if (!command.to.empty())
        filter.to = workspace::time_from(command.to);
    return filter;
}

} // namespace

Result<std::vector<workspace::Record>> HistoryCommand::run(Context &context) const {
    const workspace::HistoryFilter filter = filter_of(*this, context);
    Result<std::vector<workspace::Record>> result;
    const workspace::Workspace opened = workspace::Workspace::open(workspace, true);
    result.value = workspace::history(opened, filter);
    for (std::string &gap : workspace::recording_gaps(opened))
        result.tell(std::move(gap));
    return result;
}

Outcome UndoCommand::run(Context & /*context*/) const {
    workspace::Workspace opened = workspace::Workspace::open(workspace);
    opened.transaction({"qitu history --undo", fmt::format("{}", record)},
                       [&](workspace::Edit &edit) { workspace::undo(edit, record); });
    Outcome outcome;
    outcome.tell(say("{}: record {} undone.", workspace, record));
    return outcome;
}

} // namespace qitu::commands
