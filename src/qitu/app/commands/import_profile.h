// What was said about a sender's files, kept in the workspace under a name: which field is which, what its words mean,
// values that its files lack.
#pragma once

#include <qitu/data/reader/reader.h>
#include <qitu/data/workspace/workspace.h>

#include <string>

namespace qitu::commands {

/// Adds what is kept under the name to the options; what they say already stands. Throws Error (refused) with the
/// names that there are when nothing is kept and the options say nothing either.
void take_profile(const workspace::Workspace &workspace, const std::string &name,
                  reader::OpenOptions &options);

/// Keeps what the options say of fields, words and values.
void keep_profile(workspace::Edit &edit, const workspace::Workspace &workspace, const std::string &name,
                  const reader::OpenOptions &options);

/// "declared_area ← MJ, stage: 已竣工 = 验收, year = 2023"
std::string in_words(const reader::OpenOptions &options);

} // namespace qitu::commands
