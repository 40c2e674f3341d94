// A drawing (DXF, DWG) as a layer: closed polylines become polygons; other entities are counted and listed.
#pragma once

#include "open/opened.h"

#include <qitu/data/reader/reader.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace qitu::reader {

bool is_drawing(const Opened &opened);

/// Replaces the entities of the drawing by a layer in memory. `wanted`: the geometry type of the target; polygons by
/// default. Throws Error (unreadable) when the drawing has no such entity, listing what it has.
void shape_drawing(Opened &opened, const std::filesystem::path &file, const OpenOptions &options,
                   std::optional<catalogue::GeometryType> wanted, std::vector<std::string> &notes);

} // namespace qitu::reader
