// A drawing (DXF, DWG) as a layer: closed polylines become polygons; what else is drawn is counted and
// listed.
#pragma once

#include "open/opened.h"

#include <qitu/data/reader/reader.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace qitu::reader {

bool is_drawing(const Opened &opened);

/// Puts a layer in memory in the place of the drawing's entities. `wanted`: what the target takes; polygons
/// where nothing is said. Throws Error (unreadable) when nothing of that kind is drawn, listing what is.
void shape_drawing(Opened &opened, const std::filesystem::path &file, const OpenOptions &options,
                   std::optional<catalogue::GeometryType> wanted, std::vector<std::string> &notes);

} // namespace qitu::reader
