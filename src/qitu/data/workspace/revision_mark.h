// What tells a state of a workspace from others.
#pragma once

#include <qitu/data/workspace/workspace.h>

#include <string>

namespace qitu::workspace {

/// The number of the last record, and the beginning of a digest of that record with who made it and when: "1742 (9f86d081884c)". Copies of
/// a workspace have the same mark; whatever is recorded makes another. "0" where nothing is recorded.
std::string revision_mark(const Workspace &workspace);

} // namespace qitu::workspace
