// A table without geometry (quotas, lists of projects) as rows of text, from a CSV or a workbook.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::reader {

struct Record {
    std::size_t line = 0; // on which it begins, from 1
    std::vector<std::string> cells;
};

struct Sheet {
    std::string name; // of the file, and of the sheet where there are several
    std::vector<Record> records;
};

/// The records that are not blank, by RFC 4180, cells divided by any of the separators. The text is UTF-16 or
/// UTF-8 by its byte order mark, else valid UTF-8, else valid GB18030. Throws Error (unreadable) naming file
/// and line.
std::vector<Record> read_csv(const std::filesystem::path &file, std::string_view separators = ",");

/// The sheets of an XLSX, XLS or ODS that are not empty, or the one of a CSV; every cell as text, so that a
/// code such as 0101 keeps its zeros. Throws Error (unreadable).
std::vector<Sheet> read_sheets(const std::filesystem::path &file);

} // namespace qitu::reader
