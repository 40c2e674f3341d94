// Whether anything was written to a workspace since.
#pragma once

#include <qitu/data/workspace/workspace.h>

#include <string>

namespace qitu::workspace {

/// What changes with whatever is written to the file, by whomever: which file it is, its size, when it and its entry were
/// written, SQLite's own count of transactions. A copy has another one. "" where that cannot be said: of a workspace in a
/// database, of a file with a log beside it, of one that is being written.
std::string file_state(const Workspace &workspace);

} // namespace qitu::workspace
