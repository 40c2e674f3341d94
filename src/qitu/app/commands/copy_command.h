// qitu copy
#pragma once

#include <qitu/app/commands/context.h>
#include <qitu/app/commands/outcome.h>

#include <string>

namespace qitu::commands {

/// Copies a workspace: from a file into a database, from there into a file, or into another of the same.
struct CopyCommand {
    std::string from, to;

    Outcome run(Context &context) const;
};

} // namespace qitu::commands
