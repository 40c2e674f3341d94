#include "markup.h"
#include "page_parts.h"

#include <qitu/core/base/message.h>

#include <fmt/format.h>

#include <string>

namespace qitu::html {

namespace {

using Level = report::Row::Level;
using Kind = report::Column::Kind;

const char *class_of(Level level) {
    switch (level) {
    case Level::heading:
        return "group";
    case Level::total:
    case Level::league:
        return "sum";
    case Level::part:
    case Level::apart:
        return "part";
    case Level::plain:
        return "";
    }
    return "";
}

std::string cell_of(const report::Value &value, const report::Column &column) {
    const std::string text = escaped(text_of(value, column));
    switch (column.kind) {
    case Kind::text:
        return "<td class=\"text\">" + text + "</td>";
    case Kind::wrapped:
        return "<td class=\"text wrap\">" + text + "</td>";
    case Kind::percent:
        if (const auto *number = std::get_if<report::Number>(&value))
            return "<td class=\"bars\">" + bar_of(number->exact) + text + "</td>";
        return "<td>" + text + "</td>";
    case Kind::number:
        break;
    }
    const auto *number = std::get_if<report::Number>(&value);
    if (number != nullptr && !number->mark.empty()) {
        const std::string plain = text_of(
            report::Number{number->exact, number->printed, number->decimals, {}, number->before}, column);
        return fmt::format("<td>{}<span class=\"mark\">{}</span></td>", escaped(plain),
                           escaped(number->mark));
    }
    return number == nullptr ? "<td class=\"quiet\">" + text + "</td>" : "<td>" + text + "</td>";
}

// Units are shown by name: their codes are in the other formats.
bool shown(const report::Column &column) {
    return column.id != "code";
}

std::string row_of(const report::Row &row, const report::Grid &grid, std::size_t columns) {
    if (row.level == Level::heading)
        return fmt::format("<tr class=\"group\"><th colspan=\"{}\" scope=\"colgroup\">{}</th></tr>\n",
                           columns, escaped(std::get<std::string>(row.cells.front())));
    std::string cells;
    for (std::size_t i = 0; i < grid.columns.size(); ++i) {
        if (!shown(grid.columns[i]))
            continue;
        const report::Value value = i < row.cells.size() ? row.cells[i] : report::Value();
        if (!cells.empty()) {
            cells += cell_of(value, grid.columns[i]);
            continue;
        }
        std::string name = escaped(text_of(value, grid.columns[i]));
        if (row.code.size() == 6 && row.level != Level::total && !grid.id.starts_with("unit.") &&
            grid.columns[i].id == "name" && !(grid.id.starts_with("league.") && row.level == Level::league))
            name = fmt::format("<a href=\"#u{}\">{}</a>", escaped(row.code), name);
        cells = fmt::format("<th scope=\"row\"{}>{}</th>",
                            grid.columns[i].kind == Kind::wrapped ? " class=\"wrap\"" : "", name);
    }
    return fmt::format("<tr class=\"{}\">{}</tr>\n", class_of(row.level), cells);
}

} // namespace

std::string table_of(const report::Grid &grid, const std::string &id, bool hidden) {
    std::string headers;
    std::size_t columns = 0;
    for (const report::Column &column : grid.columns) {
        if (!shown(column))
            continue;
        ++columns;
        const bool text = column.kind == Kind::text || column.kind == Kind::wrapped;
        headers += fmt::format("<th scope=\"col\"{} title=\"{}\">{}</th>", text ? " class=\"text\"" : "",
                               escaped(column.meaning), escaped(column.head));
    }
    std::string rows;
    for (const report::Row &row : grid.rows)
        rows += row_of(row, grid, columns);
    return fmt::format(
        "<div class=\"scroll\" id=\"{}\"{}><table class=\"sortable\"><caption>{}</caption><thead><tr>{}"
        "</tr></thead><tbody>\n{}</tbody></table></div>\n",
        escaped(id), hidden ? " hidden=\"hidden\"" : "", escaped(say("{} ({})", grid.title, grid.unit)),
        headers, rows);
}

} // namespace qitu::html
