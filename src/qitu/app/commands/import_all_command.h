// qitu import --all
#pragma once

#include <qitu/analysis/importer/importer.h>
#include <qitu/app/commands/context.h>
#include <qitu/app/commands/outcome.h>

#include <cstdint>
#include <string>
#include <vector>

namespace qitu::commands {

/// What became of one file of a folder.
struct DeliveredFile {
    std::string file;    // within the folder
    std::string layer;   // id; "" where none could be told
    std::string told_by; // what the layer was told by, in words
    std::uint64_t features = 0;
    bool imported = false; // or would be
    std::string message;   // why not, or what was found
};

/// Imports every file of a folder, each by itself, into the layer that its name or its fields tell. What is refused is
/// noted for the ledger of deliveries.
struct ImportAllCommand {
    std::string workspace, folder, datum_shift, profile;
    importer::Options options;

    Result<std::vector<DeliveredFile>> run(Context &context) const;
};

} // namespace qitu::commands
