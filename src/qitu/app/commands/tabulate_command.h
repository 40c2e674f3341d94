// qitu tabulate
#pragma once

#include <qitu/app/commands/arguments.h>
#include <qitu/app/commands/outcome.h>
#include <qitu/data/reader/reader.h>
#include <qitu/output/console/console.h>

#include <filesystem>
#include <string>
#include <vector>

namespace qitu::commands {

struct Tabulated {
    tabulate::Result figures;
    console::TabulateView view;
};

/// Totals any features by any zones.
struct TabulateCommand {
    std::vector<std::string> files; // read as one; patterns with * and ? too
    reader::OpenOptions reading;
    std::string zones; // file, or "banners" and "leagues" for those that come with qitu
    std::string zones_layer;
    std::string zone_id;                  // field; found by its name if not given
    std::vector<std::string> zone_fields; // shown beside the zone; its name if none given
    std::vector<std::string> groups;
    ValueArguments values;
    std::string unit;               // in which people read areas; "": m² and mu
    bool pivot = false;             // a line for each zone, a column for each group
    bool overlapping_zones = false; // each zone has all that lies in it
    std::string pieces;             // a file to write them to, by its ending; "": none
    bool overwrite = false;         // it, if it is there
    bool gross_only = false;        // overlaps are not resolved
    double max_edge = 0;            // m; 0 leaves edges as they are
    EngineArguments engine;
    std::string version; // of qitu: parts of one run are made by the same

    Result<Tabulated> run(Context &context) const;
    /// Counts one part of it, and writes what was found to a file for MergePartsCommand.
    Outcome run_part(Context &context, const std::string &part, const std::filesystem::path &file) const;
};

/// Puts the parts of a run together: what TabulateCommand gives.
struct MergePartsCommand {
    std::vector<std::string> parts; // files; patterns with * and ? too
    std::string version;
    std::string unit;
    bool pivot = false;

    Result<Tabulated> run(Context &context) const;
};

} // namespace qitu::commands
