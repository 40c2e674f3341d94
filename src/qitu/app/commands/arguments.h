// Arguments that several commands share.
#pragma once

#include <qitu/app/commands/context.h>
#include <qitu/data/workspace/stages.h>
#include <qitu/engine/tabulate/tabulate.h>
#include <qitu/output/console/console.h>

#include <string>
#include <vector>

namespace qitu::commands {

/// How the engine counts.
struct EngineArguments {
    std::string method; // td1055, geodesic or straight; "": td1055, or what suits the datum of the features
    int threads = 0;    // 0: all processors
    std::size_t memory = 512; // MB of features kept in memory
    [[nodiscard]] tabulate::Options options(const Context &context) const;
};

/// Fields whose values are added up over the features of a row (engine/tabulate/value_sums.h).
struct ValueArguments {
    std::vector<std::string> sums, means, least, greatest;
    /// Each once, in the order in which they are asked for.
    [[nodiscard]] std::vector<std::string> fields() const;
    [[nodiscard]] std::vector<console::ValueColumn> columns() const;
};

/// Which features a command is about. A feature is chosen by any of these; `where` alone narrows nothing.
struct FeatureChoice {
    std::vector<std::int64_t> features; // ids
    std::vector<std::string> projects;  // project codes
    std::string where;                  // SQL condition
    std::string list; // CSV or text in UTF-8: project codes in the first column, or ids under the head fid
    /// Throws Error: usage when nothing was chosen, unreadable when the list cannot be read.
    [[nodiscard]] workspace::Selection selection(const catalogue::Layer &layer) const;
};

} // namespace qitu::commands
