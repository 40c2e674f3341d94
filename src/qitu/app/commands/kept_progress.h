// Exact sums of `progress` that are kept in the user's cache, so that who asks again before anything is written waits for no
// engine. What is kept is never believed over the data: it holds for one state of one file only, and `doctor` counts anew and
// compares.
#pragma once

#include "progress_shared.h"

#include <qitu/app/commands/context.h>
#include <qitu/app/commands/progress_command.h>

#include <optional>
#include <string>

namespace qitu::commands {

/// progress() from sums that are kept; else they are counted, and kept where the file is large enough for that to be worth a file.
indicators::ProgressTable kept_progress(const ProgressCommand &command, const AskedOfProgress &asked,
                                        indicators::Level level, const workspace::Workspace &opened,
                                        Context &context);

/// What came of counting anew all that is kept of this state of the workspace.
struct RecountedSums {
    int kept = 0;
    int differing = 0; // these are removed
};
RecountedSums recount_kept(const workspace::Workspace &opened, Context &context);

} // namespace qitu::commands
