#include "words.h"

#include <qitu/core/base/message.h>
#include <qitu/data/sqlite/sqlite.h>

#include <stdexcept>

namespace qitu::sqlite {

namespace {

constexpr int wait_for_lock_ms = 5000;

std::string quoted(std::string_view text, char quote) {
    std::string result(1, quote);
    for (const char c : text)
        result.append(c == quote ? 2 : 1, c);
    return result + quote;
}

int flags_of(Access access, Threads threads) {
    const int flags = access == Access::read    ? SQLITE_OPEN_READONLY
                      : access == Access::write ? SQLITE_OPEN_READWRITE
                                                : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    return threads == Threads::one ? flags | SQLITE_OPEN_NOMUTEX : flags;
}

Type type_of(int type) {
    switch (type) {
    case SQLITE_INTEGER:
        return Type::integer;
    case SQLITE_FLOAT:
        return Type::real;
    case SQLITE_TEXT:
        return Type::text;
    case SQLITE_BLOB:
        return Type::blob;
    default:
        return Type::null;
    }
}

std::string or_empty(const char *text) {
    return text == nullptr ? std::string() : std::string(text);
}

std::span<const std::byte> bytes(const void *data, int size) {
    return {static_cast<const std::byte *>(data), data == nullptr ? 0 : static_cast<std::size_t>(size)};
}

} // namespace

std::string identifier(std::string_view name) {
    return quoted(name, '"');
}

std::string literal(std::string_view text) {
    return quoted(text, '\'');
}

// ---------------------------------------------------------------- connection

Database::Database(std::filesystem::path file, Access access, Threads threads) : file_(std::move(file)) {
    sqlite3 *handle = nullptr;
    const int result = sqlite3_open_v2(file_.c_str(), &handle, flags_of(access, threads), nullptr);
    handle_.reset(handle);
    if (result != SQLITE_OK)
        throw Failure(ErrorKind::unreadable,
                      say("{}: cannot be opened ({}). Check the path and your rights to it.", file_.string(),
                          words_of(sqlite3_errstr(result))),
                      result, sqlite3_errstr(result));
    sqlite3_busy_timeout(handle, wait_for_lock_ms);
}

Database Database::in_memory() {
    return {":memory:", Access::create};
}

void Database::fail() const {
    const int code = sqlite3_errcode(handle());
    const std::string reason = sqlite3_errmsg(handle());
    const std::string name = file_.string();
    switch (code) {
    case SQLITE_INTERRUPT:
        throw Cancelled();
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        throw Failure(ErrorKind::refused,
                      say("{}: another program is writing to it. Save and close it there (QGIS: "
                          "end editing), then try again; nothing was changed.",
                          name),
                      code, reason);
    case SQLITE_FULL:
        throw Failure(ErrorKind::refused,
                      say("{}: the disk is full. Make room and try again; nothing was changed.", name), code,
                      reason);
    case SQLITE_READONLY:
        throw Failure(
            ErrorKind::refused,
            say("{}: may only be read. Give yourself the right to write to it and to its folder.", name),
            code, reason);
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
        throw Failure(ErrorKind::unreadable,
                      say("{}: is damaged or not a GeoPackage ({}). Use a copy or make a new workspace with "
                          "\"qitu init\".",
                          name, words_of(reason)),
                      code, reason);
    default:
        throw Failure(ErrorKind::unreadable, say("{}: SQLite reports: {}.", name, words_of(reason)), code,
                      reason);
    }
}

void Database::run(const std::string &sql) const {
    if (sqlite3_exec(handle(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        fail();
}

std::vector<std::string> Database::texts(const std::string &sql) const {
    std::vector<std::string> result;
    for (Statement rows(*this, sql); rows.step();)
        result.push_back(rows.text(0));
    return result;
}

bool Database::has_table(std::string_view name) const {
    return Statement(*this, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND lower(name) = lower(?)")
        .bind(1, name)
        .step();
}

bool Database::has_column(std::string_view table, std::string_view column) const {
    return Statement(*this, "SELECT 1 FROM pragma_table_info(?) WHERE lower(name) = lower(?)")
        .bind(1, table)
        .bind(2, column)
        .step();
}

std::uint64_t Database::changes() const {
    return static_cast<std::uint64_t>(sqlite3_changes64(handle()));
}

void Database::stop_when(std::function<bool()> stop) {
    constexpr int steps = 20000; // a few milliseconds
    stop_ = std::make_unique<std::function<bool()>>(std::move(stop));
    const auto ask = [](void *data) { return (*static_cast<std::function<bool()> *>(data))() ? 1 : 0; };
    sqlite3_progress_handler(handle(), steps, ask, stop_.get());
}

// ---------------------------------------------------------------- functions

Type Call::type(std::size_t argument) const {
    return type_of(sqlite3_value_type(arguments_[argument]));
}

double Call::real(std::size_t argument) const {
    return sqlite3_value_double(arguments_[argument]);
}

std::span<const std::byte> Call::blob(std::size_t argument) const {
    const void *data = sqlite3_value_blob(arguments_[argument]);
    return bytes(data, sqlite3_value_bytes(arguments_[argument]));
}

void Call::answer(double value) {
    sqlite3_result_double(context_, value);
}

void Call::answer(bool value) {
    sqlite3_result_int(context_, value ? 1 : 0);
}

void Database::add_function(const std::string &name, int arguments, Function function) const {
    const auto call = [](sqlite3_context *context, int count, sqlite3_value **values) {
        Call made(context, {values, static_cast<std::size_t>(count)});
        try { // SQLite is C
            (*static_cast<Function *>(sqlite3_user_data(context)))(made);
        } catch (const std::bad_alloc &) {
            sqlite3_result_error_nomem(context);
        } catch (const std::exception &error) {
            sqlite3_result_error(context, error.what(), -1);
        }
    };
    const auto destroy = [](void *data) { std::default_delete<Function>()(static_cast<Function *>(data)); };
    constexpr int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    auto kept = std::make_unique<Function>(std::move(function));
    if (sqlite3_create_function_v2(handle(), name.c_str(), arguments, flags, kept.release(), call, nullptr,
                                   nullptr, destroy) != SQLITE_OK)
        fail();
}

// ---------------------------------------------------------------- statement

Statement::Statement(const Database &database, std::string_view sql, std::string_view *rest)
    : database_(&database) {
    sqlite3_stmt *statement = nullptr;
    const char *tail = nullptr;
    const int result =
        sqlite3_prepare_v2(database.handle(), sql.data(), static_cast<int>(sql.size()), &statement, &tail);
    statement_.reset(statement);
    check(result);
    if (rest != nullptr)
        *rest = sql.substr(static_cast<std::size_t>(tail - sql.data()));
}

void Statement::check(int result) const {
    if (result != SQLITE_OK)
        database_->fail();
}

Statement &Statement::bind(int parameter, std::int64_t value) {
    check(sqlite3_bind_int64(statement_.get(), parameter, value));
    return *this;
}

Statement &Statement::bind(int parameter, double value) {
    check(sqlite3_bind_double(statement_.get(), parameter, value));
    return *this;
}

Statement &Statement::bind(int parameter, std::string_view value) {
    const char *data = value.data() == nullptr ? "" : value.data();
    check(sqlite3_bind_text64(statement_.get(), parameter, data, value.size(), SQLITE_STATIC, SQLITE_UTF8));
    return *this;
}

Statement &Statement::bind(int parameter, std::span<const std::byte> value) {
    check(sqlite3_bind_blob64(statement_.get(), parameter, value.data(), value.size(), SQLITE_STATIC));
    return *this;
}

Statement &Statement::bind_null(int parameter) {
    check(sqlite3_bind_null(statement_.get(), parameter));
    return *this;
}

bool Statement::step() {
    const int result = sqlite3_step(statement_.get());
    if (result == SQLITE_ROW)
        return true;
    check(sqlite3_reset(statement_.get()));
    return false;
}

void Statement::reset() {
    sqlite3_reset(statement_.get()); // reports the error of the last step once more
}

std::vector<std::string> Statement::columns() const {
    std::vector<std::string> names;
    for (int i = 0; i < sqlite3_column_count(statement_.get()); ++i)
        names.push_back(or_empty(sqlite3_column_name(statement_.get(), i)));
    return names;
}

Type Statement::type(int column) const {
    return type_of(sqlite3_column_type(statement_.get(), column));
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
}

double Statement::real(int column) const {
    return sqlite3_column_double(statement_.get(), column);
}

std::string Statement::text(int column) const {
    const auto *data = reinterpret_cast<const char *>(sqlite3_column_text(statement_.get(), column));
    const int size = sqlite3_column_bytes(statement_.get(), column);
    return data == nullptr ? std::string() : std::string(data, static_cast<std::size_t>(size));
}

std::span<const std::byte> Statement::blob(int column) const {
    const void *data = sqlite3_column_blob(statement_.get(), column);
    return bytes(data, sqlite3_column_bytes(statement_.get(), column));
}

// ---------------------------------------------------------------- transaction

Transaction::Transaction(const Database &database) : database_(database) {
    if (sqlite3_get_autocommit(database_.handle()) == 0)
        throw std::logic_error("a transaction inside a transaction");
    database_.run("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
    if (sqlite3_get_autocommit(database_.handle()) == 0) // SQLite has not rolled back by itself
        sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() const {
    database_.run("COMMIT");
}

} // namespace qitu::sqlite
