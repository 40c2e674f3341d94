#include "connection.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/progress.h>
#include <qitu/core/base/text.h>
#include <qitu/data/workspace/workspace.h>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace qitu::query {

namespace {

std::string or_nothing(const char *text) {
    return text == nullptr ? std::string() : std::string(text);
}

// What stands behind the message's colon: "no such table: riverz" → riverz.
std::string after_colon(const std::string &message) {
    const std::size_t colon = message.find(": ");
    return colon == std::string::npos ? std::string() : message.substr(colon + 2);
}

std::vector<std::string> known_tables(const Connection &connection) {
    return connection.texts(
        "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'rtree%' UNION "
        "SELECT name FROM sqlite_temp_master WHERE type = 'view'");
}

std::vector<std::string> known_columns(const Connection &connection) {
    std::vector<std::string> columns;
    for (const std::string &table : known_tables(connection))
        for (std::string &column :
             connection.texts(fmt::format("SELECT name FROM pragma_table_xinfo('{}')", table)))
            columns.push_back(std::move(column));
    return columns;
}

std::string hint_for(const Connection &connection, const std::string &message) {
    std::string word = after_colon(message);
    std::vector<std::string> known;
    if (message.starts_with("no such table"))
        known = known_tables(connection);
    else if (message.starts_with("no such column")) {
        word = word.substr(word.rfind('.') + 1);
        known = known_columns(connection);
    } else if (message.starts_with("no such function")) {
        if (!connection.has_spatialite())
            return " " + say("SpatiaLite's functions are not at hand: install the package "
                             "libsqlite3-mod-spatialite.");
        known = connection.texts("SELECT DISTINCT name FROM pragma_function_list");
    }
    const std::string near = nearest(word, known);
    return near.empty() ? std::string() : " " + say("Did you mean {}?", near);
}

/// Why the statement failed, as the user's error.
[[noreturn]] void fail(const Connection &connection, const std::string &file) {
    const Watch &watch = connection.watch();
    if (watch.stopped)
        throw Cancelled();
    if (!watch.denied.empty())
        throw Error(
            ErrorKind::refused,
            say("{}: the query would {}, and \"qitu sql\" only reads. Nothing was changed. Features are "
                "edited in QGIS, or by qitu's own commands.",
                file, watch.denied));
    const int code = sqlite3_errcode(connection.handle());
    const std::string message = sqlite3_errmsg(connection.handle());
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
        throw Error(ErrorKind::refused,
                    say("{}: another program is writing to it. Try again when it is done.", file));
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
        throw Error(ErrorKind::unreadable, say("{}: SQLite reports: {}.", file, message));
    if (message.ends_with("may not be modified")) // what SQLite guards by itself: its schema, its own tables
        throw Error(ErrorKind::refused, say("{}: \"qitu sql\" only reads. Nothing was changed.", file));
    throw Error(ErrorKind::usage,
                say("The query is not understood: {}.", message) + hint_for(connection, message));
}

StatementHandle prepared(const Connection &connection, const char *sql, const char **rest,
                         const std::string &file) {
    sqlite3_stmt *made = nullptr;
    if (sqlite3_prepare_v2(connection.handle(), sql, -1, &made, rest) != SQLITE_OK)
        fail(connection, file);
    return StatementHandle(made);
}

StatementHandle the_one(const Connection &connection, const std::string &sql, const std::string &file) {
    const char *rest = nullptr;
    StatementHandle statement = prepared(connection, sql.c_str(), &rest, file);
    if (!statement)
        throw Error(ErrorKind::usage, say("The query is empty."));
    if (prepared(connection, rest, nullptr, file))
        throw Error(ErrorKind::usage, say("One query at a time: a second one begins at \"{}\".", rest));
    if (sqlite3_stmt_readonly(statement.get()) == 0)
        throw Error(ErrorKind::refused, say("{}: \"qitu sql\" only reads. Nothing was changed.", file));
    return statement;
}

Cell cell_of(const Connection &connection, sqlite3_stmt *row, int column) {
    switch (sqlite3_column_type(row, column)) {
    case SQLITE_INTEGER:
        return sqlite3_column_int64(row, column);
    case SQLITE_FLOAT:
        return sqlite3_column_double(row, column);
    case SQLITE_TEXT:
        return or_nothing(reinterpret_cast<const char *>(sqlite3_column_text(row, column)));
    case SQLITE_BLOB: {
        const auto *data = static_cast<const std::byte *>(sqlite3_column_blob(row, column));
        const std::span<const std::byte> blob(data,
                                              static_cast<std::size_t>(sqlite3_column_bytes(row, column)));
        if (auto geometry = geometry_of(connection.handle(), blob))
            return std::move(*geometry);
        return std::vector<std::byte>(blob.begin(), blob.end());
    }
    default:
        return std::monostate{};
    }
}

} // namespace

struct Query::State {
    State(const std::filesystem::path &workspace, const catalogue::Catalogue &catalogue,
          const std::string &sql, Progress progress)
        : file(workspace.string()), connection(workspace, catalogue, std::move(progress),
                                               folded(sql).find("transform") != std::string::npos),
          statement(the_one(connection, sql, file)) {
        for (int i = 0; i < sqlite3_column_count(statement.get()); ++i)
            columns.push_back(or_nothing(sqlite3_column_name(statement.get(), i)));
        if (connection.watch().planar_area)
            notes.push_back(
                say("ST_Area counts in the units of the geometry's system: square degrees for the layers "
                    "as they are stored. area_td1055(geom) gives m² by the land survey's rule."));
    }

    std::string file;
    Connection connection;
    StatementHandle statement; // finalized before the connection is closed
    std::vector<std::string> columns;
    std::vector<std::string> notes;
};

Query::Query(const std::filesystem::path &workspace, const catalogue::Catalogue &catalogue,
             const std::string &sql, Progress progress) {
    (void)workspace::Workspace::open(workspace, true); // says what is wrong with a file that is none
    state_ = std::make_unique<State>(workspace, catalogue, sql, std::move(progress));
}

Query::~Query() = default;
Query::Query(Query &&) noexcept = default;
Query &Query::operator=(Query &&) noexcept = default;

const std::vector<std::string> &Query::columns() const {
    return state_->columns;
}

const std::vector<std::string> &Query::notes() const {
    return state_->notes;
}

bool Query::next(std::vector<Cell> &row) {
    const int result = sqlite3_step(state_->statement.get());
    if (result != SQLITE_ROW && (result != SQLITE_DONE || !state_->connection.watch().denied.empty()))
        fail(state_->connection, state_->file);
    row.clear();
    if (result == SQLITE_DONE)
        return false;
    for (std::size_t i = 0; i < state_->columns.size(); ++i)
        row.push_back(cell_of(state_->connection, state_->statement.get(), static_cast<int>(i)));
    return true;
}

} // namespace qitu::query
