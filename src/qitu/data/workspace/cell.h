// Values of any column, as they stand in the file and as the history writes them.
#pragma once

#include <qitu/data/sqlite/sqlite.h>
#include <qitu/data/workspace/history.h>

#include <string>
#include <string_view>
#include <vector>

namespace qitu::workspace {

Cell cell_of(const sqlite::Statement &row, int column);
/// The cell must live until the statement is stepped.
void bind_cell(sqlite::Statement &statement, int parameter, const Cell &cell);

/// What the history keeps of a row: "column"=literal, one after the other, each followed by a comma; literals
/// as SQLite's quote() writes them. Throws Error (refused) when the text is something else.
std::vector<NamedCell> read_cells(const sqlite::Database &database, const std::string &text);

/// A table's columns without the one that is its row's number.
std::vector<std::string> columns_of(const sqlite::Database &database, const std::string &table);
/// The column that is the row's number; "" when the table has none, and then it cannot be recorded.
std::string key_of(const sqlite::Database &database, const std::string &table);
/// "geom" for a table with geometry, else "".
std::string geometry_of(const sqlite::Database &database, const std::string &table);

} // namespace qitu::workspace
