// What a workbook shows and GDAL does not tell: hidden rows and columns, merged cells, per cents.
#pragma once

#include <qitu/data/reader/table_file.h>

#include <filesystem>
#include <vector>

namespace qitu::reader {

/// Adds it to the sheets of an XLSX or ODS, by their titles, and writes 0.065 that is shown as 6.50 % as 6.5%. Nothing is
/// known of an XLS. Of a file that cannot be taken apart so the sheets stay as they are.
void add_looks(const std::filesystem::path &file, std::vector<Sheet> &sheets);

} // namespace qitu::reader
