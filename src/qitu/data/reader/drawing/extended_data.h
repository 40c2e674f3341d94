// Extended data (XDATA) of a DXF, which GDAL passes over: CASS keeps there what a parcel is.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace qitu::reader {

/// Columns and values of each entity that has some, by its handle in capitals.
struct ExtendedData {
    std::vector<std::string> columns; // in the order in which they come
    std::map<std::string, std::vector<std::pair<std::string, std::string>>> values;
    std::vector<std::string> programs; // that wrote them: SOUTH, …
};

/// Of a parcel of CASS (SOUTH, feature code 300000): 宗地号, 权利人 where there is one, and 地类. Of all else: the texts
/// of each program, joined by semicolons, under its name.
ExtendedData extended_data(const std::filesystem::path &dxf);

} // namespace qitu::reader
