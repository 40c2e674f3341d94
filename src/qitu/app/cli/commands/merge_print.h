// What a merge brings, for people and for programs.
#pragma once

#include <qitu/app/commands/merge_command.h>

#include <iosfwd>

namespace qitu::cli {

/// As JSON: the counts, the conflicts, and of a dry run each change with both sides.
void print_merge(std::ostream &out, const commands::Result<commands::Merged> &result);
/// The changes as a table; reviews stand with their features.
void print_fork_changes(std::ostream &out, const commands::Merged &merged);

} // namespace qitu::cli
