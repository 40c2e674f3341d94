#include "record.h"

#include "cell.h"
#include "state.h"

#include <qitu/core/base/clock.h>
#include <qitu/data/workspace/acting.h>

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

namespace qitu::workspace {

namespace {

constexpr const char *user_view = "qitu_user"; // the database's
constexpr const char *account_view = "qitu_account";

// Times are milliseconds since 1970 in UTC. `change` is null for what another program than qitu has done.
// An insert keeps no values: the row itself is the record until it is changed. `before` and `after` hold the
// columns that an update changed, `before` all that a deleted row held; `geom` is the geometry before.
constexpr const char *tables_sql = R"(
CREATE TABLE IF NOT EXISTS qitu_change (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, at INTEGER NOT NULL,
                                        who TEXT NOT NULL, program TEXT NOT NULL, note TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS qitu_session (change INTEGER NOT NULL, at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS qitu_history (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, at INTEGER NOT NULL,
                                         change INTEGER, tab TEXT NOT NULL, row INTEGER NOT NULL,
                                         op TEXT NOT NULL, before TEXT, after TEXT,
                                         moved INTEGER NOT NULL DEFAULT 0, geom BLOB);
CREATE TABLE IF NOT EXISTS qitu_review (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, layer TEXT NOT NULL,
                                        feature INTEGER NOT NULL, level TEXT NOT NULL, reviewer TEXT NOT NULL,
                                        date TEXT NOT NULL, note TEXT NOT NULL, returned INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS qitu_seal (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, at INTEGER NOT NULL,
                                      record INTEGER NOT NULL, who TEXT NOT NULL, note TEXT NOT NULL,
                                      totals TEXT NOT NULL, chain BLOB NOT NULL, rows BLOB NOT NULL,
                                      hash BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS qitu_chain (record INTEGER PRIMARY KEY NOT NULL, hash BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS qitu_sealed (id INTEGER PRIMARY KEY NOT NULL, tab TEXT NOT NULL,
                                        rows BLOB NOT NULL);
)";

constexpr std::array not_recorded{"qitu_meta",    "qitu_catalogue", "qitu_change", "qitu_session",
                                  "qitu_history", "qitu_chain",     "qitu_sealed"};

constexpr const char *now_sql = "coalesce((SELECT at FROM qitu_session), "
                                "CAST(round((julianday('now') - 2440587.5) * 86400000.0) AS INTEGER)), "
                                "(SELECT change FROM qitu_session)";

// The triggers of one table. Core SQLite only, so that they run in whatever program opens the file.
class Triggers {
  public:
    Triggers(const sqlite::Database &database, const std::string &table)
        : table_(table), name_(sqlite::identifier(table)), text_(sqlite::literal(table)),
          geometry_(geometry_of(database, table)), columns_(columns_of(database, table)) {
        std::erase(columns_, geometry_);
    }

    [[nodiscard]] std::vector<std::pair<std::string, std::string>> all() const {
        return {trigger("insert", "AFTER INSERT", note("NEW.rowid", "insert")),
                trigger("update", "AFTER UPDATE", update(), " WHEN OLD.rowid IS NEW.rowid"),
                trigger("delete", "AFTER DELETE", removal("OLD")),
                trigger("renumber", "AFTER UPDATE", removal("OLD") + "; " + note("NEW.rowid", "insert"),
                        " WHEN OLD.rowid IS NOT NEW.rowid"),
                trigger("replace", "BEFORE INSERT", replacement(),
                        " WHEN EXISTS (SELECT 1 FROM " + name_ + " WHERE rowid = NEW.rowid)")};
    }

  private:
    [[nodiscard]] std::pair<std::string, std::string> trigger(const std::string &what,
                                                              const std::string &when,
                                                              const std::string &action,
                                                              const std::string &condition = "") const {
        const std::string id = "qitu_record_" + what + "_" + table_;
        return {id, "CREATE TRIGGER " + sqlite::identifier(id) + " " + when + " ON " + name_ + condition +
                        " BEGIN " + action + "; END"};
    }

    [[nodiscard]] std::string note(const std::string &row, const std::string &operation) const {
        return fmt::format("INSERT INTO qitu_history (at, change, tab, row, op) VALUES ({}, {}, {}, '{}')",
                           now_sql, text_, row, operation);
    }

    static std::string pair(const std::string &column, const std::string &value) {
        return sqlite::literal(sqlite::identifier(column) + "=") + "||quote(" + value + ")||','";
    }

    // What of the columns a condition takes, as "column"=literal, …
    template <typename Condition>
    [[nodiscard]] std::string cells(const std::string &row, const Condition &condition) const {
        std::string result = "''";
        for (const std::string &column : columns_)
            result += "||CASE WHEN " + condition(sqlite::identifier(column)) + " THEN " +
                      pair(column, row + sqlite::identifier(column)) + " ELSE '' END";
        return result;
    }

    [[nodiscard]] std::string changed(const std::string &row) const {
        return cells(row, [](const std::string &column) {
            return "quote(OLD." + column + ") IS NOT quote(NEW." + column + ")";
        });
    }

    [[nodiscard]] std::string held(const std::string &row) const {
        return cells(row, [&](const std::string &column) { return row + column + " IS NOT NULL"; });
    }

    [[nodiscard]] std::string update() const {
        const std::string old_geometry = "OLD." + sqlite::identifier(geometry_);
        const std::string moved =
            geometry_.empty() ? "0"
                              : "(" + old_geometry + " IS NOT NEW." + sqlite::identifier(geometry_) + ")";
        return fmt::format(
            "INSERT INTO qitu_history (at, change, tab, row, op, before, after, moved, geom) "
            "SELECT {}, {}, NEW.rowid, 'update', b, a, m, {} FROM (SELECT {} AS b, {} AS a, {} AS m) "
            "WHERE b <> '' OR a <> '' OR m",
            now_sql, text_, geometry_.empty() ? "NULL" : "CASE WHEN m THEN " + old_geometry + " END",
            changed("OLD."), changed("NEW."), moved);
    }

    [[nodiscard]] std::string removal(const std::string &row) const {
        return fmt::format("INSERT INTO qitu_history (at, change, tab, row, op, before, geom) "
                           "VALUES ({}, {}, {}.rowid, 'delete', {}, {})",
                           now_sql, text_, row, held(row + "."),
                           geometry_.empty() ? "NULL" : row + "." + sqlite::identifier(geometry_));
    }

    // INSERT OR REPLACE takes a row away without a word to the delete trigger. This note of the row before
    // holds only if its insert follows; otherwise the row was kept (INSERT OR IGNORE, ON CONFLICT).
    [[nodiscard]] std::string replacement() const {
        return fmt::format("INSERT INTO qitu_history (at, change, tab, row, op, before, geom) "
                           "SELECT {}, {}, rowid, 'replace', {}, {} FROM {} WHERE rowid = NEW.rowid",
                           now_sql, text_, held(""),
                           geometry_.empty() ? "NULL" : sqlite::identifier(geometry_), name_);
    }

    std::string table_, name_, text_, geometry_;
    std::vector<std::string> columns_;
};

bool ensure_trigger(const sqlite::Database &database, const std::string &id, const std::string &sql) {
    sqlite::Statement found(database, "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?");
    const bool there = found.bind(1, id).step();
    if (there && found.text(0) == sql)
        return false;
    if (there)
        database.run("DROP TRIGGER " + sqlite::identifier(id));
    database.run(sql);
    return true;
}

bool ensure_triggers(const sqlite::Database &database, const std::string &table) {
    bool any = false;
    for (const auto &[id, sql] : Triggers(database, table).all())
        any = ensure_trigger(database, id, sql) || any;
    return any;
}

} // namespace

std::vector<std::string> recorded_tables(const sqlite::Database &database) {
    std::vector<std::string> result;
    for (sqlite::Statement row(database,
                               "SELECT name FROM sqlite_master WHERE type = 'table' AND "
                               "(name IN ('banner', 'league') OR name IN (SELECT layer FROM qitu_catalogue) "
                               "OR name GLOB 'qitu_*') ORDER BY name");
         row.step();) {
        const std::string name = row.text(0);
        if (std::find(not_recorded.begin(), not_recorded.end(), name) == not_recorded.end() &&
            !key_of(database, name).empty())
            result.push_back(name);
    }
    return result;
}

void ensure_recorded(const sqlite::Database &database) {
    const bool begins = !database.has_table("qitu_history");
    if (begins)
        database.run(tables_sql);
    for (const std::string &table : recorded_tables(database))
        ensure_triggers(database, table);
    if (begins)
        sqlite::Statement(database, "INSERT OR REPLACE INTO qitu_meta VALUES ('history_since', ?)")
            .bind(1, std::to_string(time_now()))
            .step();
}

void record_insertions(const sqlite::Database &database, const std::string &table, std::int64_t first,
                       std::int64_t last) {
    sqlite::Statement(database,
                      fmt::format("INSERT INTO qitu_history (at, change, tab, row, op) "
                                  "WITH RECURSIVE rows (row) AS (SELECT ?1 UNION ALL SELECT row + 1 FROM "
                                  "rows WHERE row < ?2), now AS MATERIALIZED (SELECT {}) "
                                  "SELECT now.*, {}, row, 'insert' FROM rows, now",
                                  now_sql, sqlite::literal(table)))
        .bind(1, first)
        .bind(2, last)
        .step();
}

std::int64_t number_of(const sqlite::Database &database, const std::string &sql) {
    sqlite::Statement row(database, sql);
    return row.step() ? row.integer(0) : 0;
}

std::int64_t last_record(const sqlite::Database &database) {
    return number_of(database, "SELECT ifnull(max(id), 0) FROM qitu_history");
}

namespace {

// The name that a temporary view of the connection gives; "" without one.
std::string named_by(const sqlite::Database &database, const std::string &view) {
    const bool there = number_of(database, "SELECT count(*) FROM sqlite_temp_master WHERE name = " +
                                               sqlite::literal(view)) > 0;
    return there ? database.texts("SELECT name FROM temp." + view).front() : std::string();
}

void set_name(const sqlite::Database &database, const std::string &view, const std::string &name) {
    database.run(fmt::format("CREATE TEMP VIEW {} AS SELECT {} AS name", view, sqlite::literal(name)));
}

// For whom a server writes: by itself, or by a process that it starts.
std::string account_of(const sqlite::Database &database) {
    const std::string acting = named_by(database, account_view);
    const char *account = std::getenv("QITU_ACCOUNT");
    return !acting.empty() || account == nullptr ? acting : account;
}

// A database takes records in the name of its own user only.
std::string note_of(const sqlite::Database &database, const Change &change) {
    const std::string account = account_of(database);
    return account.empty() || named_by(database, user_view).empty()
               ? change.note
               : fmt::format("{}: {}", account, change.note);
}

std::string login_of_process() {
    const passwd *entry = getpwuid(geteuid());
    return entry != nullptr && entry->pw_name != nullptr ? entry->pw_name : std::to_string(geteuid());
}

} // namespace

NamedChange::NamedChange(const sqlite::Database &database, const Change &change)
    : before_(last_record(database)) {
    const std::int64_t now = time_now();
    const std::string who = login(database);
    const std::string note = note_of(database, change);
    sqlite::Statement(database, "INSERT INTO qitu_change (at, who, program, note) VALUES (?, ?, ?, ?)")
        .bind(1, now)
        .bind(2, who)
        .bind(3, change.program)
        .bind(4, note)
        .step();
    change_ = database.last_row_id();
    database.run("DELETE FROM qitu_session");
    sqlite::Statement(database, "INSERT INTO qitu_session VALUES (?, ?)")
        .bind(1, change_)
        .bind(2, now)
        .step();
}

void NamedChange::close(const sqlite::Database &database) const {
    database.run("DELETE FROM qitu_session");
    if (last_record(database) == before_)
        sqlite::Statement(database, "DELETE FROM qitu_change WHERE id = ?").bind(1, change_).step();
}

void name_user(const sqlite::Database &database, const std::string &user) {
    set_name(database, user_view, user);
}

std::string login(const sqlite::Database &database) {
    if (std::string user = named_by(database, user_view); !user.empty())
        return user;
    const std::string account = account_of(database);
    return account.empty() ? login_of_process() : fmt::format("{} ({})", account, login_of_process());
}

void act_for(const Workspace &workspace, const std::string &account) {
    const sqlite::Database &database = database_of(workspace);
    if (!account.empty() && named_by(database, account_view).empty())
        set_name(database, account_view, account);
}

} // namespace qitu::workspace
