// qitu history, qitu history --undo
#pragma once

#include <qitu/app/commands/context.h>
#include <qitu/app/commands/outcome.h>
#include <qitu/data/workspace/history.h>

namespace qitu::commands {

/// Every change, whatever program made it.
struct HistoryCommand {
    std::string workspace;
    std::string layer; // or one of qitu's own tables; all if not given
    std::vector<std::int64_t> features;
    std::string project;
    std::string from, to; // days or times

    Result<std::vector<workspace::Record>> run(Context &context) const;
};

/// Takes one record back, as a new one.
struct UndoCommand {
    std::string workspace;
    std::int64_t record = 0;

    Outcome run(Context &context) const;
};

} // namespace qitu::commands
