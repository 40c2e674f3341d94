#include "server_send.h"

#include "blob.h"

#include <qitu/core/base/digest.h>

#include <fmt/format.h>

#include <cstddef>
#include <optional>
#include <span>

namespace qitu::workspace {

namespace {

// Of text without NUL. What is no UTF-8 the server refuses.
std::string in_json(std::string_view text) {
    std::string result = "\"";
    for (const char c : text)
        if (c == '"' || c == '\\')
            result.append("\\").append(1, c);
        else if (static_cast<unsigned char>(c) < 0x20)
            result += fmt::format("\\u{:04x}", static_cast<int>(c));
        else
            result += c;
    return result + '"';
}

// WKB of PostGIS, in hexadecimal digits: the SRID stands after the type. \pre little-endian
std::string ewkb(std::span<const std::byte> wkb) {
    constexpr std::size_t type_end = 5;
    return hex_of(wkb.first(type_end - 1)) + "208a110000" + hex_of(wkb.subspan(type_end));
}

catalogue::GeometryType type_of(const ServerColumn &column) {
    if (column.type.find("POINT") != std::string::npos)
        return catalogue::GeometryType::point;
    if (column.type.find("LINE") != std::string::npos)
        return catalogue::GeometryType::line;
    return catalogue::GeometryType::polygon;
}

} // namespace

void shape_server(const postgres::Connection &server, const sqlite::Database &database) {
    for (const ServerTable &table : server_tables(database)) {
        std::string columns;
        for (const ServerColumn &column : table.columns)
            columns += fmt::format("{}{{\"name\": {}, \"type\": {}}}", columns.empty() ? "[" : ", ",
                                   in_json(column.name), in_json(column.type));
        const auto ignored = server.query("SELECT qitu_file.shape($1, $2, $3, $4, $5::json)",
                                          {table.name, table.key, table.kind, table.geometry, columns + "]"});
    }
}

Sending::Sending(const postgres::Connection &server, const sqlite::Database &database)
    : database_(database), copy_(server, "COPY qitu_file.inbox (tab, key, geom, cells) FROM STDIN") {}

std::string Sending::selection(const ServerTable &table, const std::string &condition) {
    std::string names = sqlite::identifier(table.key);
    for (const ServerColumn &column : table.columns)
        names += ", " + sqlite::identifier(column.name);
    return "SELECT " + names + " FROM " + sqlite::identifier(table.name) + condition;
}

void Sending::add(const ServerTable &table, const sqlite::Statement &row) {
    const std::int64_t number = row.integer(0);
    std::string cells = fmt::format("{{{}:\"{}\"", in_json(table.key), number);
    std::optional<std::string> exact;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const ServerColumn &of = table.columns[i];
        const int column = static_cast<int>(i) + 1;
        if (row.null(column))
            continue;
        std::string text;
        if (of.kind == ServerKind::geometry) {
            if (row.type(column) != sqlite::Type::blob)
                misfit(table, of, number);
            const auto blob = row.blob(column);
            const ServerGeometry geometry = geometry_for_server(blob, type_of(of));
            if (!geometry.same)
                exact = "\\x" + hex_of(blob);
            if (geometry.wkb.empty())
                continue;
            text = ewkb(geometry.wkb);
        } else
            text = server_text(row, column, table, of, number);
        cells += ',' + in_json(of.name) + ':' + in_json(text);
    }
    copy_.field(table.name);
    copy_.field(fmt::format("{}", number));
    exact ? copy_.field(*exact) : copy_.null();
    copy_.field(cells + '}');
    copy_.end_row();
}

void Sending::add_rows(const ServerTable &table) {
    for (sqlite::Statement row(database_, selection(table, "")); row.step();)
        add(table, row);
}

void Sending::add_rows_after(const ServerTable &table, std::int64_t number) {
    sqlite::Statement row(database_, selection(table, " WHERE rowid > ? ORDER BY rowid"));
    for (row.bind(1, number); row.step();)
        add(table, row);
}

void Sending::add_touched(const ServerTable &table, const std::set<std::int64_t> &numbers) {
    sqlite::Statement row(database_, selection(table, " WHERE rowid = ?"));
    for (const std::int64_t number : numbers) {
        if (row.bind(1, number).step()) {
            add(table, row);
            row.step(); // to its end, so that it can be bound again
            continue;
        }
        copy_.field(table.name);
        copy_.field(fmt::format("{}", number));
        copy_.null();
        copy_.null();
        copy_.end_row();
    }
}

void Sending::add_whole(const std::string &rows) {
    copy_.field(rows); // what says that it is sent, even where it is empty
    copy_.field("-1");
    copy_.null();
    copy_.null();
    copy_.end_row();
    std::int64_t number = 0;
    for (sqlite::Statement row(database_, cells_sql(database_, rows)); row.step();) {
        copy_.field(rows);
        copy_.field(fmt::format("{}", ++number));
        copy_.null();
        copy_.field(row.text(0));
        copy_.end_row();
    }
}

} // namespace qitu::workspace
