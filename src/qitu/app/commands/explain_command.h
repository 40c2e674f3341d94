// qitu explain
#pragma once

#include <qitu/analysis/indicators/explain.h>
#include <qitu/analysis/land_balance/links.h>
#include <qitu/app/commands/arguments.h>
#include <qitu/app/commands/outcome.h>

namespace qitu::commands {

/// With the land that its features supply or are supplied by.
struct Explained : indicators::Explanation {
    land_balance::Links linked;
};

/// The features behind one figure of progress.
struct ExplainCommand {
    std::string workspace, indicator, admin;
    std::string as_of;
    int year = 0;
    EngineArguments engine;

    Result<Explained> run(Context &context) const;
};

} // namespace qitu::commands
