// qitu near
#pragma once

#include <qitu/analysis/nearby/nearby.h>
#include <qitu/app/commands/arguments.h>
#include <qitu/app/commands/outcome.h>
#include <qitu/data/reader/reader.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace qitu::commands {

/// The nearest work of each layer to each feature of a layer or file.
struct NearCommand {
    std::string workspace;
    std::string as_of;
    std::string layer;           // of the workspace, or a file
    std::vector<std::string> of; // layers or files of works
    std::string within = "50km";
    bool all = false;         // every work so near
    std::string along;        // layer or file of lines that distances go along; "": as the crow flies
    std::string off = "500m"; // how far from the lines features and works may lie
    reader::OpenOptions open; // of the file
    int threads = 0;

    Result<nearby::Nearness> run(Context &context) const;
    /// Writes the features with their nearest works as a layer; how many.
    std::uint64_t write(Context &context, const nearby::Nearness &nearness,
                        const std::filesystem::path &file) const;
};

} // namespace qitu::commands
