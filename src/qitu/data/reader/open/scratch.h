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

/// Reads a zipped document through. Throws Error (unreadable) where an entry has not the checksum that the
/// directory says, or is cut short, and where all would be larger than the limit of workbooks.
void refuse_damaged_entries(const std::filesystem::path &file);

} // namespace qitu::reader
