// How many objects a DXF makes: a few lines can insert a block in a million rows and columns.
#pragma once

#include <filesystem>

namespace qitu::reader {

/// Counts what a DXF draws, insertions with their rows and columns, and those inside blocks where blocks are read too.
/// Throws Error (unreadable) beyond the limit, and where an object is damaged (whole_drawing.h). Looks at nothing in other files.
void refuse_unusable_drawing(const std::filesystem::path &shown, const std::filesystem::path &file,
                             bool with_blocks);

} // namespace qitu::reader
