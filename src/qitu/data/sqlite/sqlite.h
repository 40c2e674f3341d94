// sqlite: SQLite behind RAII. A connection, prepared statements, transactions, functions, and errors that
// name the file.
#pragma once

#include <qitu/core/base/error.h>
#include <qitu/core/base/progress.h>

#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::sqlite {

/// An identifier in double quotes for SQL.
std::string identifier(std::string_view name);
/// A string in single quotes for SQL.
std::string literal(std::string_view text);

/// An error that SQLite reported, with the file in its message. Refused: the file is locked or read-only, or
/// the disk is full. Unreadable: anything else.
class Failure : public Error {
  public:
    Failure(ErrorKind kind, const std::string &message, int code, std::string reason)
        : Error(kind, message), code_(code), reason_(std::move(reason)) {}
    /// SQLite's primary result code, such as SQLITE_BUSY.
    [[nodiscard]] int code() const noexcept { return code_; }
    /// SQLite's own words, without the file.
    [[nodiscard]] const std::string &reason() const noexcept { return reason_; }

  private:
    int code_;
    std::string reason_;
};

/// `create` makes the file where there is none.
enum class Access { read, write, create };
/// Who uses a connection: `one` thread at a time saves SQLite its locks.
enum class Threads { any, one };
enum class Type { null, integer, real, text, blob };

/// A call of a function that was added to a connection: its arguments, counted from 0, and its result, NULL
/// unless one is set.
class Call {
  public:
    Call(sqlite3_context *context, std::span<sqlite3_value *> arguments)
        : context_(context), arguments_(arguments) {}
    [[nodiscard]] std::size_t arguments() const { return arguments_.size(); }
    [[nodiscard]] Type type(std::size_t argument) const;
    [[nodiscard]] double real(std::size_t argument) const;
    [[nodiscard]] std::span<const std::byte> blob(std::size_t argument) const;
    void answer(double value);
    void answer(bool value);

  private:
    sqlite3_context *context_;
    std::span<sqlite3_value *> arguments_;
};
using Function = std::function<void(Call &)>;

/// A connection. It waits five seconds for another program's lock. Statements and functions keep its address:
/// it is moved before they are made, or not at all.
class Database {
  public:
    /// Throws Failure (unreadable) when SQLite cannot open the file.
    Database(std::filesystem::path file, Access access, Threads threads = Threads::any);
    static Database in_memory();

    /// One or more statements whose rows are of no interest.
    void run(const std::string &sql) const;
    /// The first column of each row; "" for NULL.
    [[nodiscard]] std::vector<std::string> texts(const std::string &sql) const;
    [[nodiscard]] bool has_table(std::string_view name) const;
    [[nodiscard]] bool has_column(std::string_view table, std::string_view column) const;
    [[nodiscard]] std::int64_t last_row_id() const { return sqlite3_last_insert_rowid(handle()); }
    /// Rows that the last INSERT, UPDATE or DELETE changed.
    [[nodiscard]] std::uint64_t changes() const;
    /// Rows that were inserted, changed or deleted since the connection was opened, by triggers too.
    [[nodiscard]] std::int64_t rows_written() const { return sqlite3_total_changes64(handle()); }

    /// A deterministic function of SQL that triggers and indexes may call; what it throws becomes its error.
    /// A negative number of arguments: any.
    void add_function(const std::string &name, int arguments, Function function) const;
    /// Asks every few milliseconds while a statement runs; on true the statement throws Cancelled.
    void stop_when(std::function<bool()> stop);

    /// For the rare call that has no place here.
    [[nodiscard]] sqlite3 *handle() const { return handle_.get(); }
    [[nodiscard]] const std::filesystem::path &file() const { return file_; }
    /// What people know it by, where that is not the file: for messages, and as file().
    void call(std::filesystem::path name) { file_ = std::move(name); }
    /// Throws Failure with SQLite's last error; says what to do when the file is locked or the disk is full.
    /// Cancelled when the statement was stopped.
    [[noreturn]] void fail() const;

  private:
    struct Close {
        void operator()(sqlite3 *handle) const { sqlite3_close_v2(handle); }
    };
    std::filesystem::path file_;
    std::unique_ptr<std::function<bool()>> stop_; // outlives the connection, which calls it
    std::unique_ptr<sqlite3, Close> handle_;
};

/// A prepared statement. Parameters count from 1 and columns from 0, as in SQLite. Bound texts and blobs must
/// live until the statement is stepped. Whatever fails throws Failure, or Cancelled.
class Statement {
  public:
    /// The first statement in `sql`; `rest` is set to what follows it.
    Statement(const Database &database, std::string_view sql, std::string_view *rest = nullptr);

    Statement &bind(int parameter, std::int64_t value);
    Statement &bind(int parameter, double value);
    Statement &bind(int parameter, std::string_view value);
    Statement &bind(int parameter, std::span<const std::byte> value);
    Statement &bind_null(int parameter);

    /// True while there are rows. A statement that has ended is ready to be bound and stepped again.
    bool step();
    /// Back to before the first row; bindings stay.
    void reset();

    /// True for SQL of blanks and comments only.
    [[nodiscard]] bool empty() const { return statement_ == nullptr; }
    [[nodiscard]] bool read_only() const { return sqlite3_stmt_readonly(statement_.get()) != 0; }
    [[nodiscard]] std::vector<std::string> columns() const;

    [[nodiscard]] Type type(int column) const;
    [[nodiscard]] bool null(int column) const { return type(column) == Type::null; }
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] double real(int column) const;
    /// Also of a number, as SQLite writes it; "" for NULL.
    [[nodiscard]] std::string text(int column) const;
    /// Valid until the next step.
    [[nodiscard]] std::span<const std::byte> blob(int column) const;

  private:
    struct Finalize {
        void operator()(sqlite3_stmt *statement) const { sqlite3_finalize(statement); }
    };
    void check(int result) const;

    const Database *database_;
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// A transaction that writes (BEGIN IMMEDIATE); rolled back at its end unless it was committed. Throws
/// logic_error inside another one.
class Transaction {
  public:
    explicit Transaction(const Database &database);
    ~Transaction();
    Transaction(const Transaction &) = delete;
    Transaction &operator=(const Transaction &) = delete;
    void commit() const;

  private:
    const Database &database_;
};

} // namespace qitu::sqlite
