// qitu compare
#pragma once

#include <qitu/analysis/layer_comparison/layer_comparison.h>
#include <qitu/app/commands/arguments.h>
#include <qitu/app/commands/outcome.h>
#include <qitu/data/reader/reader.h>

#include <string>
#include <vector>

namespace qitu::commands {

struct Compared {
    layer_comparison::Edition a, b;
    layer_comparison::Comparison comparison;
};

/// Two editions of a layer. Each is a file, or WORKSPACE:LAYER, or WORKSPACE:LAYER@YEAR.
struct CompareCommand {
    std::string a, b;
    std::string layer;            // that files are read as; "": that of the other edition, or as they are
    std::vector<std::string> key; // fields of the code; recognised if not given
    double share = 0.5;
    double tolerance_m2 = 1;
    reader::OpenOptions open; // of files
    EngineArguments engine;

    Result<Compared> run(Context &context) const;
};

} // namespace qitu::commands
