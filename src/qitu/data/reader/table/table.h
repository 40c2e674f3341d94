// A table of points or of WKT (CSV, workbook) as a layer: rows grouped by parcel and ring.
#pragma once

#include "open/opened.h"
#include "table/grid.h"

#include <qitu/data/reader/reader.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace qitu::reader {

/// Replaces the table by a layer in memory. `wanted`: what groups of rows become; polygons by default. Rows that are no
/// features (totals, signatures) are passed over and noted. Throws Error (unreadable) when no column has geometry, or a row
/// cannot be read.
void shape_table(Opened &opened, const std::filesystem::path &file, Grid grid, const OpenOptions &options,
                 std::optional<catalogue::GeometryType> wanted, std::vector<std::string> &notes);

} // namespace qitu::reader
