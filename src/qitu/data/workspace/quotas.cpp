#include "state.h"

#include <qitu/core/base/clock.h>
#include <qitu/core/base/units.h>
#include <qitu/data/workspace/quotas.h>

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace qitu::workspace {

namespace {

// The statement that adds a version: the row as it is in a trigger (NEW, OLD), withdrawn or set, at a time.
std::string version_sql(const std::string &row, bool withdrawn, const std::string &set_at) {
    return fmt::format(R"(
  INSERT INTO qitu_quota_version (indicator, admin, year, version, withdrawn, value, unit, source, clause, letter,
                                  illustrative, set_at)
  SELECT {0}.indicator, {0}.admin, {0}.year,
         1 + (SELECT count(*) FROM qitu_quota_version
              WHERE indicator = {0}.indicator AND admin = {0}.admin AND year = {0}.year),
         {1}, {0}.value, {0}.unit, {0}.source, {0}.clause, {0}.letter, {0}.illustrative, {2})",
                       row, withdrawn ? 1 : 0, set_at);
}

// An editor that does not know of set_at leaves it as it was: then it is now.
std::string version_triggers() {
    const std::string now = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";
    const std::string other_key =
        "(NEW.indicator, NEW.admin, NEW.year) IS NOT (OLD.indicator, OLD.admin, OLD.year)";
    return fmt::format(R"(
CREATE TRIGGER qitu_quota_set AFTER INSERT ON qitu_quota BEGIN{};
END;
CREATE TRIGGER qitu_quota_changed AFTER UPDATE ON qitu_quota
WHEN NEW.value IS NOT OLD.value OR NEW.unit IS NOT OLD.unit OR NEW.source IS NOT OLD.source
  OR NEW.clause IS NOT OLD.clause OR NEW.letter IS NOT OLD.letter OR NEW.illustrative IS NOT OLD.illustrative
  OR {} BEGIN{}
  WHERE {};{};
END;
CREATE TRIGGER qitu_quota_withdrawn AFTER DELETE ON qitu_quota BEGIN{};
END;
)",
                       version_sql("NEW", false, "coalesce(NEW.set_at, " + now + ")"), other_key,
                       version_sql("OLD", true, now), other_key,
                       version_sql("NEW", false,
                                   "CASE WHEN NEW.set_at IS OLD.set_at OR NEW.set_at IS NULL THEN " + now +
                                       " ELSE NEW.set_at END"),
                       version_sql("OLD", true, now));
}

void ensure_quota_columns(const sqlite::Database &database) {
    for (const char *column : {"clause", "letter", "set_at"})
        if (!database.has_column("qitu_quota", column))
            database.run(fmt::format("ALTER TABLE qitu_quota ADD COLUMN {} TEXT", column));
}

// Quotas of a workspace that is older than the table are its first versions.
void ensure_versions(const sqlite::Database &database) {
    if (database.has_table("qitu_quota_version"))
        return;
    database.run(R"(
CREATE TABLE qitu_quota_version (id INTEGER PRIMARY KEY NOT NULL, indicator TEXT NOT NULL, admin TEXT NOT NULL,
                                 year INTEGER NOT NULL, version INTEGER NOT NULL, withdrawn BOOLEAN NOT NULL,
                                 value REAL, unit TEXT, source TEXT, clause TEXT, letter TEXT,
                                 illustrative BOOLEAN, set_at TEXT);
INSERT INTO qitu_quota_version (indicator, admin, year, version, withdrawn, value, unit, source, clause, letter,
                                illustrative, set_at)
SELECT indicator, admin, year, 1, 0, value, unit, source, clause, letter, illustrative, set_at FROM qitu_quota;
)");
    database.run(version_triggers());
}

std::string columns_of_quota(const sqlite::Database &database) {
    const bool gained = database.has_column("qitu_quota", "letter");
    return std::string("indicator, admin, year, value, unit, source, illustrative, ") +
           (gained ? "ifnull(clause, ''), ifnull(letter, '')" : "'', ''");
}

} // namespace

void ensure_quota_tables(const sqlite::Database &database) {
    ensure_quota_columns(database);
    ensure_versions(database);
}

void set_quota(Edit &edit, const Quota &quota) {
    const sqlite::Database &database = edit.database();
    ensure_quota_tables(database);
    const std::string now = time_stamp();
    sqlite::Statement(
        database,
        "INSERT INTO qitu_quota (indicator, admin, year, value, unit, source, illustrative, clause, "
        "letter, set_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (indicator, admin, year) "
        "DO UPDATE SET value = excluded.value, unit = excluded.unit, source = excluded.source, "
        "illustrative = excluded.illustrative, clause = excluded.clause, letter = excluded.letter, "
        "set_at = excluded.set_at")
        .bind(1, quota.indicator)
        .bind(2, quota.admin)
        .bind(3, std::int64_t{quota.year})
        .bind(4, quota.value)
        .bind(5, unit_name(quota.unit, false))
        .bind(6, quota.source)
        .bind(7, std::int64_t{quota.illustrative ? 1 : 0})
        .bind(8, quota.clause)
        .bind(9, quota.letter)
        .bind(10, now)
        .step();
    note_change(database, "qitu_quota", {});
}

std::vector<Quota> quotas(const Workspace &workspace) {
    std::vector<Quota> result;
    for (sqlite::Statement row(database_of(workspace),
                               "SELECT " + columns_of_quota(database_of(workspace)) +
                                   " FROM qitu_quota ORDER BY indicator, admin, year");
         row.step();)
        result.push_back({row.text(0), row.text(1), static_cast<int>(row.integer(2)), row.real(3),
                          unit_from(row.text(4)), row.text(5), row.integer(6) != 0, row.text(7),
                          row.text(8)});
    return result;
}

bool withdraw_quota(Edit &edit, const std::string &indicator, const std::string &admin, int year) {
    const sqlite::Database &database = edit.database();
    ensure_quota_tables(database);
    sqlite::Statement(database, "DELETE FROM qitu_quota WHERE indicator = ? AND admin = ? AND year = ?")
        .bind(1, indicator)
        .bind(2, admin)
        .bind(3, std::int64_t{year})
        .step();
    const bool withdrawn = database.changes() > 0;
    if (withdrawn)
        note_change(database, "qitu_quota", {});
    return withdrawn;
}

std::vector<QuotaVersion> quota_versions(const Workspace &workspace) {
    const sqlite::Database &database = database_of(workspace);
    const std::string columns = columns_of_quota(database);
    const std::string sql =
        database.has_table("qitu_quota_version")
            ? "SELECT " + columns + ", version, withdrawn, ifnull(set_at, '') FROM qitu_quota_version " +
                  "ORDER BY indicator, admin, year, version, id"
            : "SELECT " + columns + ", 1, 0, '' FROM qitu_quota ORDER BY indicator, admin, year";
    std::vector<QuotaVersion> result;
    for (sqlite::Statement row(database, sql); row.step();) {
        QuotaVersion version;
        version.quota = {row.text(0),         row.text(1), static_cast<int>(row.integer(2)),
                         row.real(3),         Unit{},      row.text(5),
                         row.integer(6) != 0, row.text(7), row.text(8)};
        version.unit = row.text(4);
        version.version = static_cast<int>(row.integer(9));
        version.withdrawn = row.integer(10) != 0;
        version.set_at = row.text(11);
        result.push_back(std::move(version));
    }
    return result;
}

} // namespace qitu::workspace
