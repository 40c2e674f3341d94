// qitu report
#pragma once

#include <qitu/app/commands/arguments.h>
#include <qitu/app/commands/outcome.h>

namespace qitu::commands {

/// Writes the report into a folder.
struct ReportCommand {
    std::string workspace;
    std::string as_of;
    std::string directory;
    std::string by = "banner";
    std::vector<std::string> formats{"xlsx", "html"}; // also csv, json, md
    int year = 0;
    bool no_check = false; // without the findings of the rules
    EngineArguments engine;

    Outcome run(Context &context) const;
};

} // namespace qitu::commands
