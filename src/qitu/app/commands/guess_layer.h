// Which layer a file is of, where nobody says.
#pragma once

#include <qitu/core/catalogue/catalogue.h>
#include <qitu/data/reader/reader.h>

#include <filesystem>
#include <string>

namespace qitu::commands {

struct GuessedLayer {
    const catalogue::Layer *layer = nullptr; // null where nothing tells it
    std::string told_by;                     // what told it, or why nothing did, in words
};
/// By the longest id or name of a layer in the file's name or in those of its folders below `top`; else by the fields
/// that only one layer has.
GuessedLayer guess_layer(const std::filesystem::path &file, const std::filesystem::path &top,
                         const catalogue::Catalogue &catalogue, const reader::OpenOptions &options);

/// Code of the banner whose name or code stands in the path below `top`; "" for none.
std::string banner_in_name(const std::filesystem::path &file, const std::filesystem::path &top,
                           const catalogue::Catalogue &catalogue);

} // namespace qitu::commands
