// qitu overlaps
#pragma once

#include <qitu/analysis/indicators/totals.h>
#include <qitu/app/commands/arguments.h>
#include <qitu/app/commands/outcome.h>

namespace qitu::commands {

/// Land that two programmes both claim.
struct OverlapsCommand {
    std::string workspace;
    std::string as_of;
    std::vector<std::string> layers; // two or more; all programme layers of areas if none given
    std::string by = "banner";
    EngineArguments engine;

    Result<indicators::OverlapTable> run(Context &context) const;
};

} // namespace qitu::commands
