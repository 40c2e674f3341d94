// Whether all of a file is there. GDAL reads what it can of a damaged file and stops in silence.
#pragma once

#include "open/opened.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace qitu::reader {

/// Throws Error (unreadable): `found` in the user's file, which is to be sent again.
[[noreturn]] void incomplete(const std::filesystem::path &file, const std::string &found);

/// The index of a Shapefile agrees with its shapes and its table is as long as its head says; a .mif has all
/// objects of its .mid. `file` is the user's, `from` the .shp or .mif that is read. Throws Error (unreadable)
/// with what was found.
void refuse_incomplete(const std::filesystem::path &file, const std::filesystem::path &from);

/// How many features the file itself says that it has, where reading must give them all; -1 where it says
/// nothing, or may count what was deleted.
std::int64_t features_promised(const Opened &opened);

/// Throws Error (unreadable) unless as many were read.
void refuse_fewer(const std::filesystem::path &file, std::int64_t promised, std::int64_t read);

} // namespace qitu::reader
