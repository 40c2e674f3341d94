// qitu diff
#pragma once

#include <qitu/analysis/audit/audit.h>
#include <qitu/app/commands/arguments.h>
#include <qitu/app/commands/outcome.h>

namespace qitu::commands {

/// What changed per banner between two states.
struct DiffCommand {
    std::string workspace;
    std::string from, to; // the end of a day, a time, or a seal's hash; `to` "" for now
    EngineArguments engine;

    Result<audit::Diff> run(Context &context) const;
};

} // namespace qitu::commands
