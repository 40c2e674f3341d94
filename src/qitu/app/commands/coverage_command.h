// qitu coverage
#pragma once

#include <qitu/analysis/coverage_check/coverage_check.h>
#include <qitu/app/commands/context.h>
#include <qitu/app/commands/outcome.h>
#include <qitu/data/reader/reader.h>

#include <string>

namespace qitu::commands {

/// Whether the polygons of a file are a coverage. Needs attention where they are not.
struct CoverageCommand {
    std::string file;
    std::string id_field; // "": each feature for itself
    double width_m = 10;  // a sliver is no wider
    double m2 = 1e4;      // and no larger
    std::string clean;    // file to write the cleaned coverage to; "" for none
    bool overwrite = false;
    reader::OpenOptions open;

    Result<coverage_check::Check> run(Context &context) const;
};

} // namespace qitu::commands
