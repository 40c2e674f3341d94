#include "sqlite.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace qitu::workspace {

namespace {
constexpr int wait_for_lock_ms = 5000;
}

std::string sql_name(std::string_view name) {
    std::string result = "\"";
    for (const char c : name)
        result += c == '"' ? std::string("\"\"") : std::string(1, c);
    return result + '"';
}

Database::Database(std::filesystem::path file, Access access) : file_(std::move(file)) {
    const int flags = access == Access::read    ? SQLITE_OPEN_READONLY
                      : access == Access::write ? SQLITE_OPEN_READWRITE
                                                : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    sqlite3 *handle = nullptr;
    const int result = sqlite3_open_v2(file_.c_str(), &handle, flags, nullptr);
    handle_.reset(handle);
    if (result != SQLITE_OK)
        throw Error(ErrorKind::unreadable,
                    say("{}: cannot be opened ({}). Check the path and your rights to it.", file_.string(),
                        sqlite3_errstr(result)));
    sqlite3_busy_timeout(handle, wait_for_lock_ms);
}

void Database::fail() const {
    const int code = sqlite3_errcode(handle_.get());
    const std::string message = sqlite3_errmsg(handle_.get());
    const std::string name = file_.string();
    switch (code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        throw Error(ErrorKind::refused,
                    say("{}: another program is writing to it. Save and close it there (QGIS: "
                        "end editing), then try again; nothing was changed.",
                        name));
    case SQLITE_FULL:
        throw Error(ErrorKind::refused,
                    say("{}: the disk is full. Make room and try again; nothing was changed.", name));
    case SQLITE_READONLY:
        throw Error(
            ErrorKind::refused,
            say("{}: may only be read. Give yourself the right to write to it and to its folder.", name));
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
        throw Error(ErrorKind::unreadable,
                    say("{}: is damaged or no GeoPackage ({}). Use a copy or make a new workspace with "
                        "\"qitu init\".",
                        name, message));
    default:
        throw Error(ErrorKind::unreadable, say("{}: SQLite reports: {}.", name, message));
    }
}

void Database::run(const std::string &sql) const {
    if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        fail();
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

Statement::Statement(const Database &database, const std::string &sql) : database_(&database) {
    sqlite3_stmt *statement = nullptr;
    const int result = sqlite3_prepare_v2(database.handle(), sql.c_str(), -1, &statement, nullptr);
    statement_.reset(statement);
    check(result);
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

bool Statement::null(int column) const {
    return type(column) == SQLITE_NULL;
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
    const auto *data = static_cast<const std::byte *>(sqlite3_column_blob(statement_.get(), column));
    const int size = sqlite3_column_bytes(statement_.get(), column);
    return {data, data == nullptr ? 0 : static_cast<std::size_t>(size)};
}

int Statement::type(int column) const {
    return sqlite3_column_type(statement_.get(), column);
}

} // namespace qitu::workspace
