// Values of any column, as they stand in the file and as the history writes them.
#pragma once

#include <qitu/data/sqlite/sqlite.h>
#include <qitu/data/workspace/history.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace qitu::workspace {

Cell cell_of(const sqlite::Statement &row, int column);
/// Binds whatever a variant holds; it must live until the statement is stepped.
struct Bind {
    sqlite::Statement &statement;
    int parameter;
    void operator()(std::monostate) const { statement.bind_null(parameter); }
    void operator()(std::int64_t value) const { statement.bind(parameter, value); }
    void operator()(double value) const { statement.bind(parameter, value); }
    void operator()(const std::string &value) const { statement.bind(parameter, std::string_view(value)); }
    void operator()(const std::vector<std::byte> &value) const {
        statement.bind(parameter, std::span<const std::byte>(value));
    }
};

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
