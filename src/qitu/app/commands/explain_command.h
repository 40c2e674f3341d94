// qitu explain
#pragma once

#include <qitu/analysis/indicators/explain.h>
#include <qitu/app/commands/arguments.h>
#include <qitu/app/commands/outcome.h>

namespace qitu::commands {

/// The features behind one figure of progress.
struct ExplainCommand {
    std::string workspace, indicator, admin;
    std::string as_of;
    int year = 0;
    EngineArguments engine;

    Result<indicators::Explanation> run(Context &context) const;
};

} // namespace qitu::commands
