#include "working_copy.h"

#include "record.h"
#include "server_receive.h"
#include "server_send.h"

#include <qitu/core/base/cache_folder.h>
#include <qitu/core/base/digest.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/staging.h>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

namespace qitu::workspace {

namespace {

namespace fs = std::filesystem;

constexpr const char *one_state = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

// Of this workspace for this user.
std::string copy_id(const std::string &workspace, const std::string &user) {
    return sha256_hex(workspace + '\n' + user).substr(0, 16);
}

void remove_copy(const fs::path &file) {
    for (const char *suffix : {"-wal", "-shm", "-journal", ""})
        fs::remove(file.string() + suffix);
}

void make_anew(const postgres::Connection &server, const fs::path &file) {
    remove_copy(file);
    const StagedFile staged(file);
    receive_whole(server, staged.path());
    chmod(staged.path().c_str(), S_IRUSR | S_IWUSR);
    {
        const sqlite::Database made(staged.path(), sqlite::Access::write);
        note_state(made, state_of(server));
    }
    staged.commit();
    // Who reads does not keep from writing: SQLite's log beside the file.
    sqlite::Database(file, sqlite::Access::write).run("PRAGMA journal_mode = WAL");
}

std::int64_t highest(const sqlite::Database &database, const char *table, const char *key) {
    return database.has_table(table)
               ? number_of(database, fmt::format("SELECT ifnull(max({}), 0) FROM {}", key, table))
               : 0;
}

std::map<std::string, std::set<std::int64_t>> rows_recorded_after(const sqlite::Database &database,
                                                                  std::int64_t after) {
    std::map<std::string, std::set<std::int64_t>> result;
    sqlite::Statement row(database, "SELECT DISTINCT tab, row FROM qitu_history WHERE id > ?");
    for (row.bind(1, after); row.step();)
        result[row.text(0)].insert(row.integer(1));
    return result;
}

} // namespace

FileLock::FileLock(const fs::path &file)
    : descriptor_(open(file.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR)) {
    if (descriptor_ < 0 || flock(descriptor_, LOCK_EX) != 0)
        throw Error(ErrorKind::refused, say("{}: cannot be locked.", file.string()));
}

FileLock::~FileLock() {
    close(descriptor_);
}

bool has_workspace(const postgres::Connection &server) {
    return server.number("SELECT count(*) FROM pg_namespace WHERE nspname IN ('qitu', 'qitu_file')") > 0;
}

void refuse_without_workspace(const postgres::Connection &server) {
    if (!has_workspace(server))
        throw Error(
            ErrorKind::unreadable,
            say("{}: the database has no workspace. Create one with \"qitu init\", or bring one there with "
                "\"qitu copy\".",
                server.name()));
}

WorkingCopy::WorkingCopy(const std::string &target) : server_(target) {
    refuse_without_workspace(server_);
    if (server_.text("SELECT has_table_privilege('qitu_file.rows', 'SELECT')") != "t")
        throw Error(
            ErrorKind::refused,
            say("{}: user {} sees a part of the workspace only, and qitu works on the whole. Edit your "
                "features in QGIS; the commands need a user with the role region.",
                name(), user()));
    file_ = cache_folder() / (copy_id(server_.text("SELECT id FROM qitu_file.about"), user()) + ".gpkg");
    lock_.emplace(file_.string() + ".lock");
    postgres::Transaction reading(server_, one_state);
    refresh();
    reading.commit();
}

void WorkingCopy::refresh() {
    bool current = false;
    if (fs::exists(file_))
        current = receive_news(server_, sqlite::Database(file_, sqlite::Access::write));
    if (!current)
        make_anew(server_, file_);
    seen_ = highest(sqlite::Database(file_, sqlite::Access::read), "qitu_history", "id");
}

WorkingCopy::Writing::Writing(WorkingCopy &copy, const sqlite::Database &database)
    : copy_(copy), server_(copy.server_), database_(database), transaction_(server_) {
    server_.run("SELECT qitu_file.lock()");
    lock_.emplace(copy.file_.string() + ".lock");
    if (!receive_news(server_, database_))
        throw Error(
            ErrorKind::refused,
            say("{}: its tables were changed meanwhile. Try again; nothing was changed.", copy.name()));
    last_ = highest(database_, "qitu_history", "id");
    last_change_ = highest(database_, "qitu_change", "id");
    last_link_ = highest(database_, "qitu_chain", "record");
    schema_ = number_of(database_, "PRAGMA schema_version");
    watch();
}

WorkingCopy::Writing::~Writing() {
    try {
        for (const std::string &name : database_.texts(
                 "SELECT name FROM sqlite_temp_master WHERE type = 'trigger' AND name GLOB 'qitu_watch_*'"))
            database_.run("DROP TRIGGER temp." + sqlite::identifier(name));
    } catch (const Error &) { // they go with the connection
    }
}

// Tables whose rows have no records tell by temporary triggers that they were written.
void WorkingCopy::Writing::watch() const {
    database_.run(
        "CREATE TEMP TABLE IF NOT EXISTS qitu_watched (tab TEXT PRIMARY KEY); DELETE FROM temp.qitu_watched");
    for (const std::string &table : other_tables(database_)) {
        if (table == "qitu_session")
            continue;
        for (const char *what : {"INSERT", "UPDATE", "DELETE"})
            database_.run(
                fmt::format("CREATE TEMP TRIGGER {} AFTER {} ON main.{} BEGIN INSERT OR IGNORE INTO "
                            "qitu_watched VALUES ({}); END",
                            sqlite::identifier(fmt::format("qitu_watch_{}_{}", what, table)), what,
                            sqlite::identifier(table), sqlite::literal(table)));
    }
}

void WorkingCopy::Writing::send() const {
    std::vector<std::string> whole = database_.texts("SELECT tab FROM temp.qitu_watched");
    if (number_of(database_, "PRAGMA schema_version") != schema_) {
        shape_server(server_, database_);
        whole = other_tables(database_);
        whole.emplace_back(schema_rows);
    }
    whole.emplace_back(sequence_rows);
    const std::map<std::string, std::int64_t> logs{
        {"qitu_change", last_change_}, {"qitu_chain", last_link_}, {"qitu_history", last_}};
    const auto touched = rows_recorded_after(database_, last_);
    Sending sending(server_, database_);
    for (const ServerTable &table : server_tables(database_))
        if (const auto log = logs.find(table.name); log != logs.end())
            sending.add_rows_after(table, log->second);
        else if (const auto rows = touched.find(table.name); rows != touched.end())
            sending.add_touched(table, rows->second);
    for (const std::string &rows : whole)
        sending.add_whole(rows);
    sending.finish();
    const auto ignored = server_.query("SELECT qitu_file.send($1)", {fmt::format("{}", last_)});
}

namespace {

// One side of a record as it is shown: "stage"='accepted',"year"=2023
std::string side_of(const sqlite::Statement &record, int cells) {
    constexpr int moved = 5, operation = 6;
    if (record.text(operation) == "delete" && record.text(cells).empty())
        return say("nothing, the feature was removed");
    std::string text = record.text(cells);
    if (record.integer(moved) != 0)
        text += say("geometry") + ",";
    if (!text.empty())
        text.pop_back();
    return text;
}

} // namespace

// Both have records of the feature: those between what was seen and the lock, and those of this transaction.
void WorkingCopy::Writing::refuse_stale() const {
    sqlite::Statement both(
        database_, "SELECT tab, row FROM qitu_history WHERE id > ?1 AND id <= ?2 AND tab IN (SELECT "
                   "layer FROM qitu_catalogue) INTERSECT SELECT tab, row FROM qitu_history WHERE id > ?2");
    if (!both.bind(1, copy_.seen_).bind(2, last_).step())
        return;
    const std::string layer = both.text(0);
    const std::int64_t feature = both.integer(1);
    sqlite::Statement record(database_, "SELECT h.id, ifnull(c.who, ''), ifnull(c.program, ''), "
                                        "ifnull(h.before, ''), ifnull(h.after, ''), h.moved, h.op FROM "
                                        "qitu_history h LEFT JOIN qitu_change c ON c.id = h.change WHERE "
                                        "h.tab = ? AND h.row = ? AND h.id > ? ORDER BY h.id");
    record.bind(1, layer).bind(2, feature).bind(3, copy_.seen_);
    std::string stood, who, theirs, ours;
    while (record.step()) {
        const bool by_us = record.integer(0) > last_;
        if (!by_us && who.empty())
            stood = side_of(record, 3);
        if (!by_us)
            who = fmt::format("{} ({})", record.text(1), record.text(2));
        (by_us ? ours : theirs) = side_of(record, 4);
    }
    throw Error(ErrorKind::refused, say("{}: feature {} of {} was changed by {} meanwhile; nothing was "
                                        "written. It was {}; they wrote {}; "
                                        "you would have written {}. Look at it again.",
                                        copy_.name(), feature, layer, who, stood, theirs, ours));
}

void WorkingCopy::Writing::commit(const sqlite::Transaction &open) {
    refuse_stale();
    send();
    const KnownState state = state_of(server_);
    transaction_.commit();
    copy_.seen_ = state.record;
    try {
        note_state(database_, state);
        open.commit();
    } catch (const sqlite::Failure &) { // it is written; the copy gets it when it is opened again
    }
}

} // namespace qitu::workspace
