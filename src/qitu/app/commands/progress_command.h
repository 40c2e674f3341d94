// qitu progress
#pragma once

#include <qitu/analysis/indicators/progress.h>
#include <qitu/app/commands/arguments.h>
#include <qitu/app/commands/outcome.h>

namespace qitu::commands {

/// What is built, against the quotas.
struct ProgressCommand {
    std::string workspace;
    std::string as_of;         // the workspace as it was: a day, a time or a seal's hash; "" as it is
    std::string by = "league"; // banner, league or region
    int year = 0;              // 0: the programme's
    std::string date;          // also what should be done by this day; "" for none
    std::vector<std::string> indicators; // by id or name; all if none given
    EngineArguments engine;

    Result<indicators::ProgressTable> run(Context &context) const;
};

} // namespace qitu::commands
