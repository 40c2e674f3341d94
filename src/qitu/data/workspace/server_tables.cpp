#include "server_tables.h"

#include "cell.h"
#include "record.h"

#include <qitu/core/base/date.h>
#include <qitu/core/base/digest.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/data/workspace/server.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace qitu::workspace {

namespace {

constexpr const char *log_tables[]{"qitu_change", "qitu_chain", "qitu_history"};

std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

std::string geometry_type(const sqlite::Database &database, const std::string &table) {
    sqlite::Statement row(database,
                          "SELECT geometry_type_name FROM gpkg_geometry_columns WHERE table_name = ?");
    return row.bind(1, table).step() ? row.text(0) : "GEOMETRY";
}

ServerColumn column_of(const std::string &name, const std::string &declared) {
    if (declared.find("INT") != std::string::npos || declared == "BOOLEAN")
        return {name, ServerKind::integer, "bigint"};
    if (declared == "REAL" || declared == "DOUBLE" || declared == "FLOAT")
        return {name, ServerKind::real, "double precision"};
    if (declared == "BLOB")
        return {name, ServerKind::blob, "bytea"};
    if (declared == "DATE")
        return {name, ServerKind::date, "date"};
    return {name, ServerKind::text, "text"};
}

ServerKind kind_of(const std::string &type) {
    if (type == "bigint")
        return ServerKind::integer;
    if (type == "double precision")
        return ServerKind::real;
    if (type == "bytea")
        return ServerKind::blob;
    if (type == "date")
        return ServerKind::date;
    return type.starts_with("geometry") ? ServerKind::geometry : ServerKind::text;
}

ServerTable table_of(const sqlite::Database &database, const std::string &name, const std::string &kind) {
    ServerTable table{name, key_of(database, name), kind, geometry_of(database, name), {}};
    sqlite::Statement column(database, "SELECT name, type FROM pragma_table_info(?) ORDER BY cid");
    for (column.bind(1, name); column.step();) {
        if (column.text(0) == table.key)
            continue;
        if (column.text(0) == table.geometry)
            table.columns.push_back({table.geometry, ServerKind::geometry,
                                     fmt::format("geometry({},4490)", geometry_type(database, name))});
        else
            table.columns.push_back(column_of(column.text(0), upper(column.text(1))));
    }
    return table;
}

std::string real_text(double value) {
    if (std::isinf(value))
        return value > 0 ? "Infinity" : "-Infinity";
    return fmt::format("{}", value);
}

} // namespace

std::vector<ServerTable> server_tables(const sqlite::Database &database) {
    std::set<std::string> layers;
    for (const std::string &layer : database.texts("SELECT layer FROM qitu_catalogue"))
        layers.insert(layer);
    std::vector<ServerTable> result;
    for (const std::string &name : recorded_tables(database))
        result.push_back(table_of(database, name, layers.contains(name) ? "features" : "recorded"));
    for (const char *name : log_tables)
        if (database.has_table(name))
            result.push_back(table_of(database, name, "log"));
    return result;
}

std::vector<ServerTable> server_tables(const postgres::Connection &server) {
    std::vector<ServerTable> result;
    const postgres::Result tables =
        server.query("SELECT tab, key, kind, geom FROM qitu_file.tables ORDER BY tab");
    for (int i = 0; i < tables.rows(); ++i)
        result.push_back({tables.text(i, 0), tables.text(i, 1), tables.text(i, 2), tables.text(i, 3), {}});
    for (ServerTable &table : result) {
        const postgres::Result columns = server.query(
            "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = "
            "format('qitu.%I', $1::text)::regclass AND attnum > 0 AND NOT attisdropped AND attname "
            "NOT IN ($2, $3) ORDER BY attnum",
            {table.name, table.key, version_column});
        for (int i = 0; i < columns.rows(); ++i)
            table.columns.push_back({columns.text(i, 0), kind_of(columns.text(i, 1)), columns.text(i, 1)});
    }
    return result;
}

std::vector<std::string> other_tables(const sqlite::Database &database) {
    std::set<std::string> typed{"server_state"};
    for (const ServerTable &table : server_tables(database))
        typed.insert(table.name);
    std::vector<std::string> result =
        database.texts("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name "
                       "NOT GLOB 'sqlite_*' ORDER BY name");
    std::erase_if(result, [&](const std::string &name) { return typed.contains(name); });
    return result;
}

std::string cells_sql(const sqlite::Database &database, const std::string &rows) {
    if (rows == schema_rows)
        return "SELECT '\"type\"='||quote(type)||',\"name\"='||quote(name)||',\"sql\"='||quote(sql)||',' "
               "FROM "
               "sqlite_master WHERE sql IS NOT NULL AND name NOT GLOB 'sqlite_*' AND name <> 'server_state' "
               "AND "
               "name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow') ORDER BY rowid";
    if (rows == pragma_rows)
        return "SELECT '\"application_id\"='||application_id||',\"user_version\"='||user_version||',' FROM "
               "pragma_application_id, pragma_user_version";
    if (rows == sequence_rows)
        return "SELECT '\"name\"='||quote(name)||',\"seq\"='||quote(seq)||',' FROM sqlite_sequence";
    std::string cells;
    for (const std::string &column :
         database.texts("SELECT name FROM pragma_table_info(" + sqlite::literal(rows) + ") ORDER BY cid"))
        cells += (cells.empty() ? "" : "||") + sqlite::literal(sqlite::identifier(column) + "=") +
                 "||quote(" + sqlite::identifier(column) + ")||','";
    return "SELECT " + cells + " FROM " + sqlite::identifier(rows);
}

std::string selection_of(const ServerTable &table) {
    std::string result = "t." + postgres::identifier(table.key);
    for (const ServerColumn &column : table.columns) {
        const std::string name = "t." + postgres::identifier(column.name);
        if (column.kind == ServerKind::date)
            result += ", to_char(" + name + ", 'YYYY-MM-DD')";
        else if (column.kind == ServerKind::geometry)
            result +=
                fmt::format(", coalesce((SELECT e.geom FROM qitu_file.exact e WHERE e.tab = {} AND e.row "
                            "= t.{}), qitu_file.blob({}))",
                            postgres::literal(table.name), postgres::identifier(table.key), name);
        else
            result += ", " + name;
    }
    return result;
}

Cell cell_of(const postgres::CopyOut &row, std::size_t column, ServerKind kind) {
    if (row.null(column))
        return {};
    switch (kind) {
    case ServerKind::integer:
        return row.integer(column);
    case ServerKind::real:
        return row.real(column);
    case ServerKind::blob:
    case ServerKind::geometry: {
        const auto bytes = row.bytes(column);
        return std::vector<std::byte>(bytes.begin(), bytes.end());
    }
    default:
        return row.text(column);
    }
}

void misfit(const ServerTable &table, const ServerColumn &of, std::int64_t number) {
    throw Error(
        ErrorKind::refused,
        say("{} {}: the value of {} is not of the type {}, which the database would refuse. Correct it "
            "first; nothing was written.",
            table.name, number, of.name, of.type));
}

std::string server_text(const sqlite::Statement &row, int column, const ServerTable &table,
                        const ServerColumn &of, std::int64_t number) {
    const sqlite::Type type = row.type(column);
    if (of.kind == ServerKind::integer && type == sqlite::Type::integer)
        return fmt::format("{}", row.integer(column));
    if (of.kind == ServerKind::real && type == sqlite::Type::real)
        return real_text(row.real(column));
    if (of.kind == ServerKind::blob && type == sqlite::Type::blob)
        return "\\x" + hex_of(row.blob(column));
    if (type != sqlite::Type::text)
        misfit(table, of, number);
    std::string text = row.text(column);
    if (of.kind == ServerKind::text && text.find('\0') == std::string::npos)
        return text;
    const auto day = of.kind == ServerKind::date ? date_from(text) : std::nullopt;
    if (!day || date_text(*day) != text)
        misfit(table, of, number);
    return text;
}

} // namespace qitu::workspace
