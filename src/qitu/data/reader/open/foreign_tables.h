// What an SQLite file of a stranger may not make SQLite open.
#pragma once

#include <filesystem>

namespace qitu::reader {

/// Refuses an SQLite file (GeoPackage, SpatiaLite) that has a virtual table of any module but the indexes that
/// these formats use: VirtualText, VirtualShape, VirtualOGR and their like read other files of the machine when
/// they are read. `from` is what is opened, `file` what the message names.
void refuse_foreign_tables(const std::filesystem::path &file, const std::filesystem::path &from);

} // namespace qitu::reader
