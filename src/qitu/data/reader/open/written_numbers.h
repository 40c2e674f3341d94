// Coordinates of text formats that GDAL reads: it takes a number up to the first sign that does not belong to it, so that
// 107..4012 becomes 107.
#pragma once

#include <filesystem>

namespace qitu::reader {

/// Looks at every coordinate of a DXF, MIF or GML, and at nothing in other files. Throws Error (unreadable), naming
/// `shown` and the line or the text, where one is not a number.
void refuse_cut_numbers(const std::filesystem::path &shown, const std::filesystem::path &file);

} // namespace qitu::reader
