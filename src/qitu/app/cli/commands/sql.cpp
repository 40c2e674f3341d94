#include "options.h"
#include "perform.h"

#include <qitu/app/commands/sql_command.h>
#include <qitu/core/base/language.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>
#include <iterator>

namespace qitu::cli {

namespace {

using query::Cell;
using Row = std::vector<Cell>;
using Json = nlohmann::ordered_json;

// Numbers stand right: a column with a number and no words.
bool numeric(const std::vector<Row> &rows, std::size_t column) {
    const auto is_number = [&](const Row &row) {
        return row[column].index() == 1 || row[column].index() == 2;
    };
    const auto is_empty = [&](const Row &row) { return row[column].index() == 0; };
    return std::any_of(rows.begin(), rows.end(), is_number) &&
           std::all_of(rows.begin(), rows.end(),
                       [&](const Row &row) { return is_number(row) || is_empty(row); });
}

void print_table(std::ostream &out, query::Query &query) {
    std::vector<Row> rows;
    for (Row row; query.next(row);)
        rows.push_back(std::move(row));
    console::Table table{query.columns(), {}, {}};
    for (std::size_t i = 0; i < table.headers.size(); ++i)
        table.numeric.push_back(numeric(rows, i));
    for (const Row &row : rows) {
        table.cells.emplace_back();
        for (const Cell &cell : row)
            table.cells.back().push_back(query::text_of(cell));
    }
    console::print(out, table);
}

std::string hexadecimal(const std::vector<std::byte> &bytes) {
    std::string text;
    for (const std::byte byte : bytes)
        text += fmt::format("{:02x}", std::to_integer<unsigned>(byte));
    return text;
}

std::string plain_text(const Cell &cell) {
    if (const auto *geometry = std::get_if<query::Geometry>(&cell))
        return query::wkt_of(*geometry);
    if (const auto *bytes = std::get_if<std::vector<std::byte>>(&cell))
        return hexadecimal(*bytes);
    return query::text_of(cell);
}

void print_csv(std::ostream &out, query::Query &query) {
    console::write_csv(out, query.columns());
    for (Row row; query.next(row);) {
        std::vector<std::string> cells;
        for (const Cell &cell : row)
            cells.push_back(plain_text(cell));
        console::write_csv(out, cells);
    }
}

Json json_of(const Cell &cell) {
    if (const auto *whole = std::get_if<std::int64_t>(&cell))
        return *whole;
    if (const auto *real = std::get_if<double>(&cell))
        return *real;
    if (const auto *geometry = std::get_if<query::Geometry>(&cell))
        return Json::parse(query::geojson_of(*geometry), nullptr, false);
    return std::holds_alternative<std::monostate>(cell) ? Json() : Json(plain_text(cell));
}

void print_json(std::ostream &out, query::Query &query) {
    Json rows = Json::array();
    for (Row row; query.next(row);) {
        Json object = Json::object();
        for (std::size_t i = 0; i < row.size(); ++i)
            object[query.columns()[i]] = json_of(row[i]);
        rows.push_back(std::move(object));
    }
    out << Json{{"columns", query.columns()}, {"rows", rows}}.dump(1, ' ', false,
                                                                   Json::error_handler_t::replace)
        << '\n';
}

void print(std::ostream &out, query::Query &rows, console::Format format) {
    if (format == console::Format::json)
        print_json(out, rows);
    else if (format == console::Format::csv)
        print_csv(out, rows);
    else
        print_table(out, rows);
}

void run(Printed<commands::SqlCommand> &sql, Session &session) {
    const console::Format format = sql.output.chosen();
    if (sql.query == "-")
        sql.query = {std::istreambuf_iterator<char>(std::cin), {}};
    if (sql.output.file.ends_with(".gpkg"))
        sql.geopackage = sql.output.file;
    Listing listing;
    const auto read = [&](query::Query &rows) {
        listing = listing_of(sql.output, [&](std::ostream &out) { print(out, rows, format); });
    };
    const commands::Outcome outcome = under_bar(session, [&] { return sql.run(session.context, read); });
    if (sql.geopackage.empty())
        put_listing(sql.output, session.title, listing);
    tell(outcome, session);
}

const char *sql_description() {
    return translated(
        "Queries the workspace in SQL, read-only. Tables are the layers by id or Chinese name (then with "
        "Chinese columns), banner, league, and qitu's own (qitu_quota, qitu_import …). SpatiaLite's "
        "functions take the geometry column directly.\n\narea_td1055(geom, qitu_cm): m² by the land survey's "
        "rule, the gross area of all totals.\narea_geodesic(geom), area_straight(geom): m² by the other two "
        "methods.  length_geodesic(geom): m.\nST_Area(geom) is in units of the geometry's coordinate system: "
        "square degrees for stored layers.\nA result with geometry becomes a layer with -o NAME.gpkg; it is "
        "WKT in CSV and a GeoJSON geometry in JSON.");
}

} // namespace

void add_sql(const Command &app, Session &session) {
    const auto arguments = std::make_shared<Printed<commands::SqlCommand>>();
    arguments->output.layers = true;
    const Command command = app.add_command("sql", sql_description());
    command.group(translated("Reference and samples"));
    command.footer(translated("Status 4: the query would change the workspace, and was not run."));
    add_workspace(command, arguments->workspace);
    command.add_option("QUERY", arguments->query, translated("One SELECT; - reads it from standard input"))
        .required();
    command
        .add_option("--seconds", arguments->seconds,
                    translated("Give the query up after so many seconds; 0: never"))
        .type_name("N")
        .capture_default_str();
    add_output_options(command, arguments->output);
    command.add_flag("--overwrite", arguments->overwrite, translated("Replace the GeoPackage if it exists"))
        .group(translated("Output"));
    command.callback([arguments, &session] { run(*arguments, session); });
}

} // namespace qitu::cli
