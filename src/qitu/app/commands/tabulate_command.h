// qitu tabulate
#pragma once

#include <qitu/app/commands/arguments.h>
#include <qitu/app/commands/outcome.h>
#include <qitu/data/reader/reader.h>

namespace qitu::commands {

struct Tabulated {
    tabulate::Result figures;
    std::vector<std::vector<std::string>>
        groups; // values of the group fields, by the number of a row's group
};

/// Totals any features by any zones.
struct TabulateCommand {
    std::string file;
    reader::OpenOptions reading;
    std::string zones; // file, or "banners" and "leagues" for those that come with qitu
    std::string zones_layer;
    std::string zone_id; // field; found by its name if not given
    std::vector<std::string> groups;
    bool gross_only = false; // overlaps are not resolved
    double max_edge = 0;     // m; 0 leaves edges as they are
    EngineArguments engine;

    Result<Tabulated> run(Context &context) const;
};

} // namespace qitu::commands
