// The workspace as it was, in a copy.
#include "rows.h"
#include "state.h"

#include <qitu/core/base/staging.h>
#include <qitu/data/workspace/server.h>

#include <fmt/format.h>

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qitu::workspace {

namespace {

void put_rows(const sqlite::Database &database, const std::string &table,
              const std::vector<std::string> &columns, const TableState &rows) {
    std::string names = key_of(database, table);
    std::string marks = "?";
    for (const std::string &column : columns) {
        names += ", " + sqlite::identifier(column);
        marks += ", ?";
    }
    sqlite::Statement remove(database, "DELETE FROM " + sqlite::identifier(table) + " WHERE rowid = ?");
    sqlite::Statement insert(
        database, fmt::format("INSERT INTO {} ({}) VALUES ({})", sqlite::identifier(table), names, marks));
    for (const auto &[row, cells] : rows) // all away first: no two states of a unique value meet
        remove.bind(1, row).step();
    for (const auto &[row, cells] : rows) {
        if (!cells)
            continue;
        insert.bind(1, row);
        for (std::size_t i = 0; i < cells->size(); ++i)
            bind_cell(insert, static_cast<int>(i) + 2, (*cells)[i]);
        insert.step();
    }
}

void go_back(const sqlite::Database &database, const Revision &moment) {
    database.run("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
    database.run("BEGIN");
    drop_triggers(database);
    if (database.has_table("qitu_history")) {
        Replay replay(database);
        replay.go_back_to(moment.record);
        for (const auto &[table, rows] : replay.rows())
            put_rows(database, table, replay.columns(table), rows);
        database.run(fmt::format("DELETE FROM qitu_history WHERE id > {}", moment.record));
    }
    database.run("COMMIT");
}

} // namespace

Workspace open_revision(const std::filesystem::path &file, std::string_view text) {
    return open_revision(file, revision_at(Workspace::open(file, true), text));
}

Workspace open_revision(const std::filesystem::path &file, const Revision &revision) {
    const Workspace now = Workspace::open(file, true);
    auto folder = std::make_unique<TemporaryFolder>();
    const std::filesystem::path copied =
        folder->path() / (is_server(file.string()) ? "workspace.gpkg" : file.filename());
    {
        const sqlite::Database copy(copied, sqlite::Access::create);
        copy_pages(database_of(now), copy);
        go_back(copy, revision);
    }
    Workspace opened = Workspace::open(copied, true);
    Access::keep(opened, std::move(folder));
    return opened;
}

} // namespace qitu::workspace
