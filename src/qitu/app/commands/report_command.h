// qitu report
#pragma once

#include <qitu/app/commands/arguments.h>
#include <qitu/app/commands/outcome.h>

namespace qitu::commands {

/// Writes the report into a folder or a file; or the reports of all banners or leagues into folders in it.
struct ReportCommand {
    std::string workspace;
    std::string as_of;
    std::string directory; // or the one file to write, whose ending is a format
    std::string by = "banner";
    std::string admin;       // the report of this league, banner or township; "" for the region
    std::string each;        // banner or league: a folder for each, from one run of the engine
    std::string unit;        // in which people read areas; "" as the catalogue says
    bool signatures = false; // with lines for those who sign
    std::vector<std::string> formats{"xlsx", "html"}; // also docx, pdf, csv, json, md
    std::vector<std::string> tiles; // addresses of a base map's tiles, for html; none: no base map
    std::string word_template;      // for docx and pdf; "" for the one that qitu brings
    int year = 0;
    bool no_check = false; // without the findings of the rules
    EngineArguments engine;

    Outcome run(Context &context) const;
};

} // namespace qitu::commands
