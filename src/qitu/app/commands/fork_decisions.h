// Which changes of a fork are taken, as people and programs write it.
#pragma once

#include <qitu/core/catalogue/catalogue.h>
#include <qitu/data/workspace/fork.h>

#include <string>
#include <vector>

namespace qitu::commands {

/// "ours", "theirs", "LAYER:ID=ours", "LAYER:ID=theirs". Throws Error (usage).
void take_sides(const std::vector<std::string> &takes, const catalogue::Catalogue &catalogue,
                workspace::MergeOptions &options);
/// "LAYER:ID=REASON". Throws Error (usage).
void take_rejections(const std::vector<std::string> &rejections, const catalogue::Catalogue &catalogue,
                     workspace::MergeOptions &options);
/// A decision about each change, as JSON:
///
///     {"listed": 57,
///      "decisions": [{"change": "high_standard_farmland:3", "decision": "accept"},
///                    {"change": "high_standard_farmland:4", "decision": "reject", "reason": "…"}]}
///
/// `listed` is the `record` that stood beside the changes. A change that is accepted in spite of a conflict is theirs.
/// Throws Error: unreadable, or refused for what is no such thing.
void take_decisions(const std::string &file, const catalogue::Catalogue &catalogue,
                    workspace::MergeOptions &options);

} // namespace qitu::commands
