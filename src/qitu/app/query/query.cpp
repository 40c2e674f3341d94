#include "connection.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/progress.h>
#include <qitu/core/base/text.h>
#include <qitu/data/sqlite/words.h>
#include <qitu/data/workspace/workspace.h>

#include <algorithm>

namespace qitu::query {

namespace {

// What stands behind the message's colon: "no such table: riverz" → riverz.
std::string after_colon(const std::string &message) {
    const std::size_t colon = message.find(": ");
    return colon == std::string::npos ? std::string() : message.substr(colon + 2);
}

std::vector<std::string> known_tables(const sqlite::Database &database) {
    return database.texts(
        "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'rtree%' UNION "
        "SELECT name FROM sqlite_temp_master WHERE type = 'view'");
}

std::vector<std::string> known_columns(const sqlite::Database &database) {
    std::vector<std::string> columns;
    for (const std::string &table : known_tables(database))
        for (std::string &column :
             database.texts("SELECT name FROM pragma_table_xinfo(" + sqlite::literal(table) + ")"))
            columns.push_back(std::move(column));
    return columns;
}

std::string hint_for(const Connection &connection, const std::string &message) {
    std::string word = after_colon(message);
    std::vector<std::string> known;
    if (message.starts_with("no such table"))
        known = known_tables(connection.database());
    else if (message.starts_with("no such column")) {
        word = word.substr(word.rfind('.') + 1);
        known = known_columns(connection.database());
    } else if (message.starts_with("no such function")) {
        if (!connection.has_spatialite())
            return " " + say("SpatiaLite's functions are missing: install the package "
                             "libsqlite3-mod-spatialite.");
        known = connection.database().texts("SELECT DISTINCT name FROM pragma_function_list");
    }
    const std::string near = nearest(word, known);
    return near.empty() ? std::string() : " " + say("Did you mean {}?", near);
}

void refuse_change(const Connection &connection) {
    if (const std::string &change = connection.watch().denied; !change.empty())
        throw Error(
            ErrorKind::refused,
            say("{}: the query would {}, and \"qitu sql\" only reads. Nothing was changed. Features are "
                "edited in QGIS, or by qitu's own commands.",
                connection.database().file().string(), change));
}

/// Why the statement failed, as the user's error.
[[noreturn]] void fail(const Connection &connection, const sqlite::Failure &failure) {
    const std::string file = connection.database().file().string();
    refuse_change(connection);
    const int code = failure.code();
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
        throw Error(ErrorKind::refused,
                    say("{}: another program is writing to it. Try again when it is done.", file));
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
        throw Error(ErrorKind::unreadable,
                    say("{}: SQLite reports: {}.", file, sqlite::words_of(failure.reason())));
    if (failure.reason().ends_with("may not be modified")) // what SQLite guards by itself
        throw Error(ErrorKind::refused, say("{}: \"qitu sql\" only reads. Nothing was changed.", file));
    throw Error(ErrorKind::usage,
                say("The query is not understood: {}.", sqlite::words_of(failure.reason())) +
                    hint_for(connection, failure.reason()));
}

/// What the work gives; its failures as the user's errors.
template <typename Work>
auto explained(const Connection &connection, const Work &work) {
    try {
        return work();
    } catch (const sqlite::Failure &failure) {
        fail(connection, failure);
    }
}

sqlite::Statement only_statement(const Connection &connection, const std::string &sql) {
    std::string_view rest;
    sqlite::Statement statement(connection.database(), sql, &rest);
    if (statement.empty())
        throw Error(ErrorKind::usage, say("The query is empty."));
    if (!sqlite::Statement(connection.database(), rest).empty())
        throw Error(ErrorKind::usage, say("One query at a time: a second one begins at \"{}\".", rest));
    if (!statement.read_only())
        throw Error(ErrorKind::refused, say("{}: \"qitu sql\" only reads. Nothing was changed.",
                                            connection.database().file().string()));
    return statement;
}

Cell cell_of(const sqlite::Database &database, const sqlite::Statement &row, int column) {
    switch (row.type(column)) {
    case sqlite::Type::integer:
        return row.integer(column);
    case sqlite::Type::real:
        return row.real(column);
    case sqlite::Type::text:
        return row.text(column);
    case sqlite::Type::blob: {
        const auto blob = row.blob(column);
        if (auto geometry = geometry_of(database, blob))
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
        : connection(workspace, catalogue, std::move(progress),
                     folded(sql).find("transform") != std::string::npos),
          statement(explained(connection, [&] { return only_statement(connection, sql); })),
          columns(statement.columns()) {
        if (connection.watch().planar_area)
            notes.push_back(
                say("ST_Area returns square degrees for the layers as they are stored (the unit of the "
                    "geometry's coordinate reference system). area_td1055(geom) gives m² by the land "
                    "survey's rule."));
    }

    Connection connection;
    sqlite::Statement statement; // finalized before the connection is closed
    std::vector<std::string> columns;
    std::vector<std::string> notes;
};

Query::Query(const std::filesystem::path &workspace, const catalogue::Catalogue &catalogue,
             const std::string &sql, Progress progress) {
    (void)workspace::Workspace::open(workspace, true); // refuses a file that is not a workspace
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
    sqlite::Statement &statement = state_->statement;
    row.clear();
    if (!explained(state_->connection, [&] { return statement.step(); })) {
        refuse_change(state_->connection);
        return false;
    }
    for (std::size_t i = 0; i < state_->columns.size(); ++i)
        row.push_back(cell_of(state_->connection.database(), statement, static_cast<int>(i)));
    return true;
}

} // namespace qitu::query
