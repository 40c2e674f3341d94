// Tables as bureaus send them: RFC 4180, UTF-8 with or without a mark, or GB18030.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace qitu::indicators {

struct Record {
    std::size_t line = 0; // on which it begins, from 1
    std::vector<std::string> cells;
};

/// The records that are not blank. Throws Error (unreadable) naming file and line.
std::vector<Record> read_csv(const std::filesystem::path &file);

} // namespace qitu::indicators
