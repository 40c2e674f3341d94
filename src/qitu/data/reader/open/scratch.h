// What must be unpacked or linked before it can be read, in a temporary folder: nothing is ever written
// beside the user's file.
#pragma once

#include <filesystem>

namespace qitu::reader {

/// Links all parts of a Shapefile but its index into the folder and returns the .shp there.
std::filesystem::path link_parts(const std::filesystem::path &file, const std::filesystem::path &folder);
/// Unpacks a zip with its folders. Throws Error (unreadable) for an archive that is damaged, or that wants to
/// write outside.
void unpack(const std::filesystem::path &zip, const std::filesystem::path &folder);

} // namespace qitu::reader
