// postgres: libpq behind RAII. A connection, results, rows copied in as text and out in binary, and errors that name
// the database and never a password.
#pragma once

#include <qitu/core/base/error.h>

#include <libpq-fe.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::postgres {

/// An identifier in double quotes, a string in single quotes for SQL.
std::string identifier(std::string_view name);
std::string literal(std::string_view text);

/// What a connection is called before people: the target without a password that it may hold.
std::string shown(const std::string &target);

/// Throws Failure (usage) where the target cannot be read, or holds a password.
void refuse_unfit(const std::string &target);

/// The connection as a data source of QGIS, without user and password.
std::string for_qgis(const std::string &target);

/// An error that the server or libpq reported, with the database in its message. Refused: rights, locks, values that the
/// server does not take. Unreadable: anything else.
class Failure : public Error {
  public:
    Failure(ErrorKind kind, const std::string &message, std::string state)
        : Error(kind, message), state_(std::move(state)) {}
    /// SQLSTATE, such as 42501; "" where there was no answer.
    [[nodiscard]] const std::string &state() const noexcept { return state_; }

  private:
    std::string state_;
};

/// Rows that a query gave, as text.
class Result {
  public:
    explicit Result(PGresult *result) : result_(result) {}
    [[nodiscard]] int rows() const { return PQntuples(result_.get()); }
    [[nodiscard]] std::string text(int row, int column) const;
    [[nodiscard]] std::int64_t integer(int row, int column) const;
    [[nodiscard]] PGresult *handle() const { return result_.get(); }

  private:
    struct Clear {
        void operator()(PGresult *result) const { PQclear(result); }
    };
    std::unique_ptr<PGresult, Clear> result_;
};

/// A connection. Passwords come from where libpq looks for them: PGPASSWORD, ~/.pgpass, a service.
class Connection {
  public:
    /// `target` is PG:KEY=VALUE …, or postgresql://…. Throws Failure: unreadable when there is no connection within ten
    /// seconds (PGCONNECT_TIMEOUT, connect_timeout), usage where the target holds a password.
    explicit Connection(const std::string &target);

    /// One or more statements whose rows are of no interest.
    void run(const std::string &sql) const;
    /// One statement; $1, $2 … stand for the parameters.
    [[nodiscard]] Result query(const std::string &sql, const std::vector<std::string> &parameters = {}) const;
    /// The first column of the first row; "" and 0 where there is none.
    [[nodiscard]] std::string text(const std::string &sql,
                                   const std::vector<std::string> &parameters = {}) const;
    [[nodiscard]] std::int64_t number(const std::string &sql,
                                      const std::vector<std::string> &parameters = {}) const;

    [[nodiscard]] const std::string &name() const { return name_; }
    [[nodiscard]] std::string user() const;
    /// What the server keeps of a password, so that it is sent to nobody as it is.
    [[nodiscard]] std::string encrypted(const std::string &password, const std::string &user) const;
    [[nodiscard]] PGconn *handle() const { return handle_.get(); }
    /// Throws Failure with what the server said last.
    [[noreturn]] void fail(const PGresult *result = nullptr) const;

  private:
    struct Finish {
        void operator()(PGconn *handle) const { PQfinish(handle); }
    };
    std::string name_;
    std::unique_ptr<PGconn, Finish> handle_;
};

/// A transaction; rolled back at its end unless it was committed.
class Transaction {
  public:
    explicit Transaction(const Connection &connection, const char *begin = "BEGIN");
    ~Transaction();
    Transaction(const Transaction &) = delete;
    Transaction &operator=(const Transaction &) = delete;
    void commit();

  private:
    const Connection &connection_;
    bool open_ = true;
};

/// Rows that go into a table: COPY … FROM STDIN, in its text format.
class CopyIn {
  public:
    CopyIn(const Connection &connection, const std::string &copy);
    void field(std::string_view text);
    void null() { begin_field().append("\\N"); }
    void end_row();
    void finish();

  private:
    std::string &begin_field();
    void send();

    const Connection &connection_;
    std::string buffer_;
    bool first_ = true; // field of its row
};

/// Rows that a query gives, one by one: COPY (query) TO STDOUT in binary. Numbers are to the last bit. They must be
/// read to their end before the connection is used again.
class CopyOut {
  public:
    CopyOut(const Connection &connection, const std::string &query);
    bool next();

    [[nodiscard]] bool null(std::size_t column) const { return fields_[column].data() == nullptr; }
    [[nodiscard]] std::int64_t integer(std::size_t column) const; // a bigint
    [[nodiscard]] double real(std::size_t column) const;          // a double precision
    [[nodiscard]] std::string text(std::size_t column) const;
    [[nodiscard]] std::span<const std::byte> bytes(std::size_t column) const { return fields_[column]; }

  private:
    struct Free {
        void operator()(char *data) const { PQfreemem(data); }
    };
    bool read();
    std::span<const std::byte> take(std::size_t size);
    std::uint64_t number(std::size_t size);

    const Connection &connection_;
    std::unique_ptr<char, Free> message_;
    std::span<const std::byte> rest_; // of the message
    std::vector<std::span<const std::byte>> fields_;
    bool headed_ = false;
};

} // namespace qitu::postgres
