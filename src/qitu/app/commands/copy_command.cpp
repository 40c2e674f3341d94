#include <qitu/app/commands/copy_command.h>
#include <qitu/core/base/message.h>
#include <qitu/data/workspace/history.h>
#include <qitu/data/workspace/seal.h>
#include <qitu/data/workspace/server.h>

namespace qitu::commands {

Outcome CopyCommand::run(Context &) const {
    workspace::copy(from, to);
    const workspace::Workspace made = workspace::Workspace::open(to, true);
    Outcome outcome;
    outcome.tell(say("{}: a copy of {}, with {} records and {} seals.", to, from,
                     workspace::current_revision(made).record, workspace::seals(made).size()));
    return outcome;
}

} // namespace qitu::commands
