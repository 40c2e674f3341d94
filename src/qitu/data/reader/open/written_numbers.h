// Coordinates of text formats that GDAL reads: it takes a number up to the first sign that does not belong to it, so that
// 107..4012 becomes 107.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace qitu::reader {

/// Looks at every coordinate of a DXF, MIF or GML, and at nothing in other files. Throws Error (unreadable), naming
/// `shown` and the line or the text, where one is not a number.
void refuse_cut_numbers(const std::filesystem::path &shown, const std::filesystem::path &file);

/// Features of this name that a GML holds; -1 where there is none, since its layers may have names of their own.
std::int64_t members_of_gml(const std::filesystem::path &file, std::string_view layer);

} // namespace qitu::reader
