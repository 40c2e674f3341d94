// Names of files that users send.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace qitu::server {

/// Throws Problem (400) unless it is a plain name, without a folder, of a kind of file that may be delivered or is part
/// of one.
void refuse_bad_name(const std::string &name);

/// Without those that are read as parts of others: .dbf, .shx, .prj … beside a .shp of the same name.
std::vector<std::filesystem::path> without_parts(const std::vector<std::filesystem::path> &files);

} // namespace qitu::server
