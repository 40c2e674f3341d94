// qitu progress --part and --merge (docs/scale.md)
#pragma once

#include <qitu/app/commands/progress_command.h>
#include <qitu/data/parts/parts.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace qitu::commands {

/// Counts one part of what `progress` rests on, and writes what was found to a file.
struct ProgressPartCommand {
    ProgressCommand progress;
    std::string years; // as in ProgressOfYearsCommand; "": one
    std::string part;  // 3/8
    std::filesystem::path file;
    std::string version; // of qitu: parts of one run are made by the same

    Outcome run(Context &context) const;
};

/// What ProgressCommand gives, from all parts and the workspace of which they were made.
struct MergedProgress : ProgressCommand {
    std::string years; // "": one
    std::shared_ptr<const parts::Runs> runs;

    Result<Progress> run(Context &context) const;
};
/// Puts parts together: what was asked for is in them. Throws Error (refused) where they are not all parts of one run, or the workspace is not as
/// they were made of it.
MergedProgress merged_progress(const std::vector<std::string> &files, const std::string &workspace,
                               const std::string &version, Context &context);

/// What ProgressOfYearsCommand gives, likewise.
struct MergedProgressOfYears {
    MergedProgress merged;

    Result<std::vector<indicators::ProgressTable>> run(Context &context) const;
};

} // namespace qitu::commands
