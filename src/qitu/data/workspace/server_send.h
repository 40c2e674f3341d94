// What a GeoPackage holds, on its way into the database.
#pragma once

#include "server_tables.h"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace qitu::workspace {

/// Makes the tables in schema qitu that are missing there, and the columns that they lack.
void shape_server(const postgres::Connection &server, const sqlite::Database &database);

/// Puts rows into qitu_file.inbox, from where the server takes them.
class Sending {
  public:
    Sending(const postgres::Connection &server, const sqlite::Database &database);

    /// All rows of a table, or those with a higher number.
    void add_rows(const ServerTable &table);
    void add_rows_after(const ServerTable &table, std::int64_t number);
    /// As they are now: rows that are not there are taken away.
    void add_touched(const ServerTable &table, const std::set<std::int64_t> &numbers);
    /// All rows of another table, in place of what the server has of it.
    void add_whole(const std::string &rows);
    void finish() { copy_.finish(); }

  private:
    void add(const ServerTable &table, const sqlite::Statement &row);
    [[nodiscard]] static std::string selection(const ServerTable &table, const std::string &condition);

    const sqlite::Database &database_;
    postgres::CopyIn copy_;
};

} // namespace qitu::workspace
