// SQLite behind RAII: a connection, a statement, and errors that say which file.
#pragma once

#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace qitu::workspace {

/// An identifier in double quotes for SQL.
std::string sql_name(std::string_view name);

class Database {
  public:
    enum class Access { read, write, create };
    /// Throws Error (unreadable) when SQLite cannot open the file.
    Database(std::filesystem::path file, Access access);

    void run(const std::string &sql) const;
    [[nodiscard]] bool has_table(std::string_view name) const;
    [[nodiscard]] bool has_column(std::string_view table, std::string_view column) const;
    [[nodiscard]] sqlite3 *handle() const { return handle_.get(); }
    [[nodiscard]] const std::filesystem::path &file() const { return file_; }
    /// Throws Error with SQLite's last message; says what to do when the file is locked or the disk is full.
    [[noreturn]] void fail() const;

  private:
    struct Close {
        void operator()(sqlite3 *handle) const { sqlite3_close_v2(handle); }
    };
    std::filesystem::path file_;
    std::unique_ptr<sqlite3, Close> handle_;
};

/// A prepared statement. Parameters and columns count from 1 and 0, as in SQLite. Bound text and blobs must
/// live until the statement is stepped.
class Statement {
  public:
    Statement(const Database &database, const std::string &sql);

    Statement &bind(int parameter, std::int64_t value);
    Statement &bind(int parameter, double value);
    Statement &bind(int parameter, std::string_view value);
    Statement &bind(int parameter, std::span<const std::byte> value);
    Statement &bind_null(int parameter);

    /// True while there are rows. A statement that has ended is ready to be bound and stepped again.
    bool step();

    [[nodiscard]] bool read_only() const { return sqlite3_stmt_readonly(statement_.get()) != 0; }

    [[nodiscard]] bool null(int column) const;
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] double real(int column) const;
    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] std::span<const std::byte> blob(int column) const;
    [[nodiscard]] int type(int column) const;

  private:
    struct Finalize {
        void operator()(sqlite3_stmt *statement) const { sqlite3_finalize(statement); }
    };
    void check(int result) const;

    const Database *database_;
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

} // namespace qitu::workspace
