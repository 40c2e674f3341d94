// A listing is described once, column by column; table, CSV and JSON are printed from the same description.
#pragma once

#include <qitu/output/console/csv.h>
#include <qitu/output/console/json.h>
#include <qitu/output/console/table.h>

#include <nlohmann/json.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace qitu::console {

/// What a program reads in a cell: null, yes or no, a count, a number or text.
using Value = std::variant<std::monostate, bool, std::int64_t, double, std::string>;

/// Null where there is none.
template <typename T>
Value value_of(const std::optional<T> &value) {
    return value ? Value(*value) : Value();
}

std::string csv_text(const Value &value);
Json json_of(const Value &value);

enum class Align { left, right };

/// A column for programs has a key, one for people a heading; most have both.
template <typename Row>
struct Column {
    std::string key;     // in JSON and CSV; "" where only the table has the column
    std::string heading; // in the language in use, on the table; unused where `text` is empty
    Align align = Align::left;
    std::function<Value(const Row &)> value{};      // exact
    std::function<std::string(const Row &)> text{}; // rounded for display
};

template <typename Row>
using Columns = std::vector<Column<Row>>;

template <typename Row>
Table table_of(const Columns<Row> &columns, const std::vector<Row> &rows) {
    Table table;
    table.cells.resize(rows.size());
    for (const Column<Row> &column : columns) {
        if (!column.text)
            continue;
        table.headers.push_back(column.heading);
        table.numeric.push_back(column.align == Align::right);
        for (std::size_t i = 0; i < rows.size(); ++i)
            table.cells[i].push_back(column.text(rows[i]));
    }
    return table;
}

/// `rows`: any range of them.
template <typename Row, typename Rows>
void write_csv(std::ostream &out, const Columns<Row> &columns, const Rows &rows) {
    std::vector<std::string> keys;
    for (const Column<Row> &column : columns)
        if (column.value)
            keys.push_back(column.key);
    write_csv(out, keys);
    for (const Row &row : rows) {
        std::vector<std::string> cells;
        for (const Column<Row> &column : columns)
            if (column.value)
                cells.push_back(csv_text(column.value(row)));
        write_csv(out, cells);
    }
}

template <typename Row>
Json json_of(const Columns<Row> &columns, const Row &row) {
    Json object = Json::object();
    for (const Column<Row> &column : columns)
        if (column.value)
            object[column.key] = json_of(column.value(row));
    return object;
}

/// An array of objects.
template <typename Row>
Json json_of(const Columns<Row> &columns, const std::vector<Row> &rows) {
    Json result = Json::array();
    for (const Row &row : rows)
        result.push_back(json_of(columns, row));
    return result;
}

} // namespace qitu::console
