// qitu import
#pragma once

#include <qitu/analysis/importer/importer.h>
#include <qitu/app/commands/context.h>
#include <qitu/app/commands/outcome.h>

namespace qitu::commands {

struct Imported {
    std::vector<importer::Outcome> files;
    importer::Unchecked unchecked;
};

/// Imports files into a layer of the workspace, all of them or none. Refused, with what is wrong in the
/// result, where one has errors.
struct ImportCommand {
    std::string workspace, layer;
    std::vector<std::string> files;
    std::string datum_shift; // from Xian 1980 or Beijing 1954 to CGCS2000; the workspace keeps it
    importer::Options options;
    std::string
        profile; // fields, values and words that the workspace keeps under this name, and these with them; or ""

    std::string within; // only features that say they are of this league or banner; "" for all

    Result<Imported> run(Context &context) const;
};

} // namespace qitu::commands
