// qitu total
#pragma once

#include <qitu/analysis/indicators/totals.h>
#include <qitu/app/commands/arguments.h>
#include <qitu/app/commands/outcome.h>

namespace qitu::commands {

/// Area, length and number of features by banner, league or region.
struct TotalCommand {
    std::string workspace;
    std::string as_of;
    std::vector<std::string> layers; // all that have features if none given
    std::string by = "banner";
    std::string admin;               // only this league, banner or township; "" for all
    std::vector<std::string> groups; // fields to split by
    ValueArguments values;
    std::string unit;                     // in which people read areas; "": m² and mu
    bool pivot = false;                   // a line for each unit, a column for each group
    std::string pieces;                   // a file to write them to, by its ending; "": none
    std::vector<std::string> zone_fields; // of the banners or townships, beside them: code, name, league
    bool overwrite = false;               // the file of pieces, if it is there
    EngineArguments engine;

    Result<indicators::Totals> run(Context &context) const;
    [[nodiscard]] console::TotalsView view() const;
};

} // namespace qitu::commands
