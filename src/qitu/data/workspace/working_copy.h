// The GeoPackage in the user's cache that stands for a workspace in a database.
#pragma once

#include <qitu/data/postgres/postgres.h>
#include <qitu/data/sqlite/sqlite.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace qitu::workspace {

extern const std::string_view server_sql;

/// One process at a time holds the lock of a file, which is made where there is none.
class FileLock {
  public:
    explicit FileLock(const std::filesystem::path &file);
    ~FileLock();
    FileLock(const FileLock &) = delete;
    FileLock &operator=(const FileLock &) = delete;

  private:
    int descriptor_;
};

class WorkingCopy {
  public:
    /// Connects and brings the copy up to date. Throws Error (unreadable) where the database has no workspace.
    explicit WorkingCopy(const std::string &target);

    [[nodiscard]] const std::filesystem::path &file() const { return file_; }
    [[nodiscard]] std::string name() const { return server_.name(); }
    [[nodiscard]] std::string user() const { return server_.user(); }
    /// Until then no other process makes the copy anew.
    void opened() { lock_.reset(); }

    class Writing;

  private:
    void refresh();

    postgres::Connection server_;
    std::filesystem::path file_;
    std::optional<FileLock> lock_;
    std::int64_t seen_ = 0; // the last record that whoever works with it may have looked at
};

/// From before a transaction of the copy until after it. Nobody else writes to the database meanwhile, so that what is
/// sent follows what is there. The server commits first: what it has taken the copy gets at the latest when it is opened
/// again.
class WorkingCopy::Writing {
  public:
    Writing(WorkingCopy &copy, const sqlite::Database &database);
    ~Writing();
    Writing(const Writing &) = delete;
    Writing &operator=(const Writing &) = delete;

    [[nodiscard]] const postgres::Connection &connection() const { return server_; }
    /// Sends what the open transaction has written, and commits here and there. Throws Error (refused), with both sides, where
    /// it has written a feature that somebody else has changed since the copy was opened: the decision was made on what is
    /// no longer so.
    void commit(const sqlite::Transaction &open);

  private:
    void watch() const;
    void refuse_stale() const;
    void send() const;

    WorkingCopy &copy_;
    const postgres::Connection &server_;
    const sqlite::Database &database_;
    postgres::Transaction transaction_;
    std::optional<FileLock> lock_;
    std::int64_t last_ = 0, last_change_ = 0, last_link_ = 0; // of the records, before
    std::int64_t schema_ = 0;                                 // SQLite's number of the tables as they were
};

/// Whether the database has a workspace.
bool has_workspace(const postgres::Connection &server);
/// Throws Error (unreadable) where it has none, and says how to make one.
void refuse_without_workspace(const postgres::Connection &server);
/// Throws Error (refused) where it has.
void refuse_unless_empty(const std::string &target);
/// Makes the workspace of a file in the database, with all that it holds.
void bring(const std::filesystem::path &file, const std::string &target);

} // namespace qitu::workspace
