#include "rows.h"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace qitu::workspace {

namespace {

struct Lists {
    std::string names, marks, sets;
    explicit Lists(const std::vector<std::string> &columns) {
        for (const std::string &column : columns) {
            const char *comma = names.empty() ? "" : ", ";
            names.append(comma).append(sqlite::identifier(column));
            marks.append(comma).append("?");
            sets.append(comma).append(sqlite::identifier(column)).append(" = ?");
        }
    }
};

void bind_all(sqlite::Statement &statement, const std::vector<Cell> &cells) {
    for (std::size_t i = 0; i < cells.size(); ++i)
        bind_cell(statement, static_cast<int>(i) + 1, cells[i]);
}

} // namespace

void write_row(const sqlite::Database &database, const std::string &table, std::int64_t row,
               const RowState &state) {
    const std::string name = sqlite::identifier(table);
    if (!state) {
        sqlite::Statement(database, "DELETE FROM " + name + " WHERE rowid = ?").bind(1, row).step();
        return;
    }
    const std::vector<std::string> columns = columns_of(database, table);
    const Lists lists(columns);
    const int number = static_cast<int>(columns.size()) + 1;
    const bool there =
        sqlite::Statement(database, "SELECT 1 FROM " + name + " WHERE rowid = ?").bind(1, row).step();
    sqlite::Statement statement(
        database, there ? fmt::format("UPDATE {} SET {} WHERE rowid = ?{}", name, lists.sets, number)
                        : fmt::format("INSERT INTO {} ({}, {}) VALUES ({}, ?)", name, lists.names,
                                      sqlite::identifier(key_of(database, table)), lists.marks));
    bind_all(statement, *state);
    statement.bind(number, row).step();
}

std::optional<std::int64_t> insert_row(const sqlite::Database &database, const std::string &table,
                                       const std::vector<Cell> &cells) {
    const Lists lists(columns_of(database, table));
    sqlite::Statement statement(database, fmt::format("INSERT OR IGNORE INTO {} ({}) VALUES ({})",
                                                      sqlite::identifier(table), lists.names, lists.marks));
    bind_all(statement, cells);
    statement.step();
    if (database.changes() == 0)
        return {};
    return database.last_row_id();
}

void copy_pages(const sqlite::Database &from, const sqlite::Database &to) {
    sqlite3_backup *backup = sqlite3_backup_init(to.handle(), "main", from.handle(), "main");
    if (backup == nullptr)
        to.fail();
    sqlite3_backup_step(backup, -1);
    if (sqlite3_backup_finish(backup) != SQLITE_OK)
        to.fail();
}

std::vector<std::string> drop_triggers(const sqlite::Database &database) {
    std::vector<std::string> names, others;
    for (sqlite::Statement row(database, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'");
         row.step();) {
        names.push_back(row.text(0));
        if (!names.back().starts_with("qitu_record_"))
            others.push_back(row.text(1));
    }
    for (const std::string &name : names)
        database.run("DROP TRIGGER " + sqlite::identifier(name));
    return others;
}

} // namespace qitu::workspace
