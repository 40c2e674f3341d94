// qitu merge
#pragma once

#include <qitu/app/commands/context.h>
#include <qitu/app/commands/outcome.h>
#include <qitu/data/workspace/fork.h>
#include <qitu/data/workspace/review.h>

#include <map>
#include <optional>

namespace qitu::commands {

struct Merged : workspace::MergeResult {
    std::map<std::string, std::vector<std::string>> columns; // of the tables that have changes or conflicts
    /// Of the listed changes that only a reviewer of a level may take, with the reviews that go with them.
    std::map<workspace::ForkRow, workspace::ReviewLevel> levels;
};

/// Brings back what was edited in a fork: all of it, or what was not rejected. Refused, with the conflicts in the
/// result, while one of them is open, a change is undecided or may not be taken.
struct MergeCommand {
    std::string workspace, fork;
    std::vector<std::string> takes;   // ours, theirs, or LAYER:ID=ours|theirs
    std::vector<std::string> rejects; // LAYER:ID=REASON
    std::string decisions;            // a file that decides each change (fork_decisions.h); "" for none
    std::string admin;                // takes rows of this unit only; "" for all
    std::string
        level; // takes what a reviewer of this level may take only: banner, league, region; "" for all
    bool dry_run = false; // the result has the changes

    Result<Merged> run(Context &context) const;
};

} // namespace qitu::commands
