// Tables as bureaus send them: CSV, and workbooks through GDAL, which knows XLSX, XLS and ODS.
#pragma once

#include "csv.h"

#include <filesystem>
#include <string>
#include <vector>

namespace qitu::indicators {

struct Sheet {
    std::string name; // of the file, and of the sheet where there are several
    std::vector<Record> records;
};

/// The sheets that are not empty; every cell as text. Throws Error (unreadable).
std::vector<Sheet> read_sheets(const std::filesystem::path &file);

} // namespace qitu::indicators
