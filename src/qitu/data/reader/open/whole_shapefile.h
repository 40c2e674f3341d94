// Whether the parts of a Shapefile agree with each other and with themselves.
#pragma once

#include <filesystem>

namespace qitu::reader {

/// Every entry of the .shx leads to a shape of the .shp with the same length, no shape is without an entry, each shape has as many
/// points as its length holds, and the .dbf has the records and fields that its head says. What is not there is not compared.
/// `file` is the user's. Throws Error (unreadable) with what was found.
void refuse_incomplete_shapefile(const std::filesystem::path &file, const std::filesystem::path &shp);

} // namespace qitu::reader
