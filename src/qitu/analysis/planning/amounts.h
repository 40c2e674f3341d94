// Amounts in the cells of tables.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace qitu::planning {

/// The number in a cell, 0 or more; throws Error (unreadable) naming file and line.
double amount_in(const std::string &cell, const std::filesystem::path &file, std::size_t line);

} // namespace qitu::planning
