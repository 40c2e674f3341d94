// qitu quota allocate
#pragma once

#include <qitu/analysis/planning/allocation.h>
#include <qitu/app/commands/arguments.h>
#include <qitu/app/commands/outcome.h>

namespace qitu::commands {

/// Divides a quota among the units below in proportion to a weight, under bounds. One of `layer`, `table` and `completion`
/// says what the weight is.
struct QuotaAllocateCommand {
    std::string workspace, indicator, parent;
    std::string layer;       // of polygons
    bool left = false;       // of the layer only what is not built yet
    std::string table;       // file
    std::string column;      // of the table
    bool completion = false; // last year's
    // "150802=3.5", or "3.5" for every unit; a fixed share may also be "150802=10%" of the whole.
    std::vector<std::string> floors, caps, fixed;
    std::string cap_layer;    // nobody gets more than is left of it
    std::string bounds_table; // file
    std::string letter;
    int year = 0;
    int decimals = 2;
    double step = 0; // 0: the last of the decimals
    bool dry_run = false;

    Result<planning::Allocation> run(Context &context) const;
};

} // namespace qitu::commands
