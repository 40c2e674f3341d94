// The .prj that belongs to a .shp.
#pragma once

#include <filesystem>
#include <string>

namespace qitu::reader {

/// Its text; "" without one. Of a .shp that is a symbolic link also the .prj beside its target.
std::string prj_of(const std::filesystem::path &file);

} // namespace qitu::reader
