// qitu merge
#pragma once

#include <qitu/app/commands/context.h>
#include <qitu/app/commands/outcome.h>
#include <qitu/data/workspace/fork.h>

#include <map>

namespace qitu::commands {

struct Merged : workspace::MergeResult {
    std::map<std::string, std::vector<std::string>> columns; // of the tables that have conflicts
};

/// Brings back what was edited in a fork. Refused, with the conflicts in the result, while one of them is
/// open.
struct MergeCommand {
    std::string workspace, fork;
    std::vector<std::string> takes; // ours, theirs, or LAYER:ID=ours|theirs
    bool dry_run = false;

    Result<Merged> run(Context &context) const;
};

} // namespace qitu::commands
