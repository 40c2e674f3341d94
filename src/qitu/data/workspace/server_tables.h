// Which tables of a workspace are tables in PostgreSQL too, and how their values are written there.
#pragma once

#include <qitu/data/postgres/postgres.h>
#include <qitu/data/sqlite/sqlite.h>
#include <qitu/data/workspace/history.h>

#include <cstddef>
#include <string>
#include <vector>

namespace qitu::workspace {

enum class ServerKind { integer, real, text, date, blob, geometry };

struct ServerColumn {
    std::string name;
    ServerKind kind = ServerKind::text;
    std::string type; // as PostgreSQL calls it
};

/// A table in schema qitu: each row has a number.
struct ServerTable {
    std::string name;
    std::string key;                   // the column that is the row's number
    std::string kind;                  // features, recorded, or log: rows are only added
    std::string geometry;              // "" for none
    std::vector<ServerColumn> columns; // without the key
};

/// Of a GeoPackage: recorded tables, and what the record is made of.
std::vector<ServerTable> server_tables(const sqlite::Database &database);
std::vector<ServerTable> server_tables(const postgres::Connection &server);

/// Tables of the GeoPackage that are none of these and no index: their rows are kept in the notation of the history.
std::vector<std::string> other_tables(const sqlite::Database &database);

/// Names under which qitu_file.rows keeps what is no table: the statements that make the GeoPackage's tables, its
/// numbers (application_id, user_version), and the highest row numbers that were given.
inline constexpr const char *schema_rows = "*schema";
inline constexpr const char *pragma_rows = "*pragma";
inline constexpr const char *sequence_rows = "sqlite_sequence";

/// The query whose rows are `cells`, "column"=literal, … in the notation of the history.
std::string cells_sql(const sqlite::Database &database, const std::string &rows);

/// What a table's rows are asked for with: the key, then the columns.
std::string selection_of(const ServerTable &table);
Cell cell_of(const postgres::CopyOut &row, std::size_t column, ServerKind kind);

/// Throws Error (refused), naming the row: its value is not of the column's type.
[[noreturn]] void misfit(const ServerTable &table, const ServerColumn &of, std::int64_t number);
/// A cell as COPY and JSON take it. Throws Error (refused), naming the row, for a value that is not of the column's type.
std::string server_text(const sqlite::Statement &row, int column, const ServerTable &table,
                        const ServerColumn &of, std::int64_t number);

} // namespace qitu::workspace
