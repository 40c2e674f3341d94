// qitu overlay
#pragma once

#include <qitu/analysis/layer_overlay/layer_overlay.h>
#include <qitu/app/commands/arguments.h>
#include <qitu/app/commands/outcome.h>
#include <qitu/data/reader/reader.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace qitu::commands {

/// The parcels of a layer or a file upon other layers.
struct OverlayCommand {
    std::string workspace;
    std::string as_of;
    std::string layer; // of the workspace, or a file
    std::vector<std::string>
        with; // layers of the workspace or files, each perhaps with :FIELD that classes it
    std::string by = "feature";
    reader::OpenOptions open; // of the file
    EngineArguments engine;

    Result<layer_overlay::Analysis> run(Context &context) const;
    /// Writes the parcels with what they lie upon as a layer; how many.
    std::uint64_t write(Context &context, const layer_overlay::Analysis &analysis,
                        const std::filesystem::path &file) const;
};

} // namespace qitu::commands
