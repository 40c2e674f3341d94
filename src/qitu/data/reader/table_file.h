// A table without geometry (quotas, lists of projects) as rows of text, from a CSV or a workbook.
#pragma once

#include <cstddef>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::reader {

struct Record {
    std::size_t line = 0; // on which it begins, from 1: the sheet's own number of the row
    std::vector<std::string> cells;
    bool ended = true; // of a CSV: an end of line follows
};

/// Cells that are merged to one, whose text stands in the first: rows by the sheet's numbers, columns from 0, both ends in.
struct MergedCells {
    std::size_t first_row = 0, last_row = 0, first_column = 0, last_column = 0;
};

struct Sheet {
    std::string name;  // of the file, and of the sheet where there are several
    std::string title; // of the sheet alone; "" of a CSV
    std::vector<Record> records;
    // What a workbook says beyond the texts: what nobody sees on the sheet, and what is merged.
    std::set<std::size_t> hidden_rows;    // by the sheet's numbers
    std::set<std::size_t> hidden_columns; // from 0
    std::vector<MergedCells> merged;
};

/// The records that are not blank, by RFC 4180, cells divided by any of the separators. The text is UTF-16 or
/// UTF-8 by its byte order mark, else valid UTF-8, else valid GB18030. Throws Error (unreadable) naming file
/// and line.
std::vector<Record> read_csv(const std::filesystem::path &file, std::string_view separators = ",");

/// The same of a text in UTF-8; `file` is named in messages.
std::vector<Record> parse_csv(std::string text, const std::filesystem::path &file,
                              std::string_view separators);

/// The sheets of an XLSX, XLS or ODS that are not empty, or the one of a CSV; every cell as text, so that a
/// code such as 0101 keeps its zeros, and per cents with their sign: 6.50 % is not read as 0.065. Throws Error (unreadable).
std::vector<Sheet> read_sheets(const std::filesystem::path &file);

/// True by the ending of the file.
bool is_workbook(const std::filesystem::path &file);

/// What stands below the rows of a table as bureaus keep it.
enum class RowKind { data, total, closing };

/// By the first cell that has a text, blanks between its characters or not: 合 计 and its kin a total; 注, 制表, 审核 … closing.
RowKind kind_of_row(const std::vector<std::string> &cells);
bool is_total_word(std::string_view text);

} // namespace qitu::reader
