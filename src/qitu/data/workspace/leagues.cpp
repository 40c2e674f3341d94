#include "cell.h"
#include "record.h"
#include "server_tables.h"
#include "state.h"
#include "working_copy.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/data/workspace/leagues.h>
#include <qitu/data/workspace/server.h>

#include <fmt/format.h>

#include <variant>

namespace qitu::workspace {

namespace {

constexpr const char *servers_table = "qitu_league_server", *sums_table = "qitu_sums";

void ensure_servers_table(const sqlite::Database &database) {
    if (!database.has_table(servers_table))
        database.run(
            "CREATE TABLE qitu_league_server (id INTEGER PRIMARY KEY NOT NULL, league TEXT NOT NULL, "
            "target TEXT NOT NULL)");
    ensure_recorded(database);
}

// Its rows have no number, and so no record: they can be counted again at any time.
void ensure_sums_table(const sqlite::Database &database) {
    if (!database.has_table(sums_table))
        database.run("CREATE TABLE qitu_sums (conditions TEXT PRIMARY KEY NOT NULL, record INTEGER NOT NULL, "
                     "at INTEGER NOT NULL, sums TEXT NOT NULL)");
}

CountedSums sums_from(const std::vector<NamedCell> &cells) {
    CountedSums sums;
    for (const NamedCell &cell : cells)
        if (cell.column == "conditions")
            sums.conditions = text_of(cell.value);
        else if (cell.column == "sums")
            sums.sums = text_of(cell.value);
        else if (const auto *number = std::get_if<std::int64_t>(&cell.value))
            (cell.column == "record" ? sums.record : sums.at) = *number;
    return sums;
}

} // namespace

std::vector<LeagueServer> league_servers(const Workspace &workspace) {
    const sqlite::Database &database = database_of(workspace);
    std::vector<LeagueServer> result;
    if (!database.has_table(servers_table))
        return result;
    for (sqlite::Statement row(database, "SELECT league, target FROM qitu_league_server ORDER BY league");
         row.step();)
        result.push_back({row.text(0), row.text(1)});
    return result;
}

void set_league_server(Edit &edit, const LeagueServer &server) {
    if (!is_server(server.target))
        throw Error(ErrorKind::usage,
                    say("{}: is not a connection to PostgreSQL. Write PG:dbname=NAME host=HOST user=NAME, or "
                        "postgresql://USER@HOST/NAME.",
                        postgres::shown(server.target)));
    postgres::refuse_unfit(server.target);
    const sqlite::Database &database = edit.database();
    ensure_servers_table(database);
    sqlite::Statement(database, "UPDATE qitu_league_server SET target = ?2 WHERE league = ?1")
        .bind(1, server.league)
        .bind(2, server.target)
        .step();
    if (database.changes() == 0)
        sqlite::Statement(database, "INSERT INTO qitu_league_server (league, target) VALUES (?, ?)")
            .bind(1, server.league)
            .bind(2, server.target)
            .step();
}

bool remove_league_server(Edit &edit, const std::string &league) {
    const sqlite::Database &database = edit.database();
    if (!database.has_table(servers_table))
        return false;
    sqlite::Statement(database, "DELETE FROM qitu_league_server WHERE league = ?").bind(1, league).step();
    return database.changes() > 0;
}

void keep_sums(Edit &edit, const CountedSums &sums) {
    const sqlite::Database &database = edit.database();
    ensure_sums_table(database);
    sqlite::Statement(database,
                      "INSERT INTO qitu_sums VALUES (?, ?, ?, ?) ON CONFLICT (conditions) DO UPDATE SET "
                      "record = excluded.record, at = excluded.at, sums = excluded.sums")
        .bind(1, sums.conditions)
        .bind(2, sums.record)
        .bind(3, sums.at)
        .bind(4, sums.sums)
        .step();
}

std::int64_t last_record(const Workspace &workspace) {
    const sqlite::Database &database = database_of(workspace);
    return database.has_table("qitu_history") ? last_record(database) : 0;
}

std::optional<ServerSums> sums_on(const std::string &target, const std::string &conditions) {
    const postgres::Connection server(target);
    refuse_without_workspace(server);
    const sqlite::Database reader = sqlite::Database::in_memory();
    const postgres::Result rows =
        server.query("SELECT cells FROM qitu_file.rows WHERE tab = $1", {sums_table});
    for (int row = 0; row < rows.rows(); ++row) {
        CountedSums sums = sums_from(read_cells(reader, rows.text(row, 0)));
        if (sums.conditions != conditions)
            continue;
        ServerSums result;
        static_cast<CountedSums &>(result) = std::move(sums);
        result.later = server.number(
            "SELECT count(*) FROM qitu.qitu_history h WHERE id > $1 AND (tab IN ('banner', 'league') OR tab "
            "IN (SELECT tab FROM qitu_file.tables WHERE kind = 'features'))",
            {fmt::format("{}", result.record)});
        return result;
    }
    return std::nullopt;
}

} // namespace qitu::workspace
