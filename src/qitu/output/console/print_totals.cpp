#include "figure_table.h"
#include "totals_json.h"
#include "value_columns.h"

#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/output/console/console.h>
#include <qitu/output/console/json.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>
#include <ostream>
#include <set>
#include <string>
#include <vector>

namespace qitu::console {

namespace {

using catalogue::Catalogue;
using indicators::TotalRow;
using indicators::Totals;

std::vector<std::string> fields_of(const Totals &totals) {
    std::set<std::string> fields;
    for (const TotalRow &row : totals.rows)
        for (const auto &[field, value] : row.group)
            fields.insert(field);
    return {fields.begin(), fields.end()};
}

std::string value_of(const TotalRow &row, const std::string &field) {
    const auto found = row.group.find(field);
    return found == row.group.end() ? "" : found->second;
}

std::vector<std::string> layers_of(const Totals &totals) {
    std::vector<std::string> layers;
    for (const TotalRow &row : totals.rows)
        if (std::find(layers.begin(), layers.end(), row.layer) == layers.end())
            layers.push_back(row.layer);
    return layers;
}

// What a unit has of its own ground, and values: of the lines that the table shows, in its order.
void add_columns(Table &table, const std::vector<const TotalRow *> &rows, const TotalsView &view) {
    constexpr int percent_decimals = 2;
    const auto add = [&](const std::string &heading,
                         const std::function<std::string(const TotalRow &)> &text) {
        table.headers.push_back(heading);
        table.numeric.push_back(true);
        for (std::size_t i = 0; i < rows.size(); ++i)
            table.cells[i].push_back(text(*rows[i]));
        table.cells.back().emplace_back();
    };
    if (std::ranges::any_of(rows, [](const TotalRow *row) { return row->percents.of_zone.has_value(); }))
        add(say("of unit (%)"), [](const TotalRow &row) {
            return row.percents.of_zone ? format::with_separators(*row.percents.of_zone, percent_decimals)
                                        : "";
        });
    for (const ValueColumn &column : view.values)
        add(value_heading(column), [&](const TotalRow &row) { return value_text(column, row.values); });
}

std::vector<std::string> headers_of(const catalogue::Layer *layer, const std::vector<std::string> &fields) {
    std::vector<std::string> headers{say("code"), say("name")};
    for (const std::string &field : fields) {
        const catalogue::Field *known = layer == nullptr ? nullptr : layer->field(field);
        headers.push_back(known == nullptr ? field : known->names.in(language_in_use()));
    }
    return headers;
}

// One table to a layer: areas of different layers are no parts of one whole.
void print_layer(std::ostream &out, const Totals &totals, const std::string &id,
                 const std::vector<std::string> &fields, const Catalogue *catalogue, const TotalsView &view) {
    const catalogue::Layer *layer = catalogue == nullptr ? nullptr : format::find_layer(*catalogue, id);
    std::vector<FigureLine> lines;
    std::vector<FigureLine> outside;
    std::vector<const TotalRow *> rows;
    std::vector<const TotalRow *> rows_outside;
    for (const TotalRow &row : totals.rows) {
        if (row.layer != id)
            continue;
        const bool inside = !row.admin.empty();
        FigureLine line{{row.admin, inside ? row.name : say("outside")},
                        inside ? format::admin_path(catalogue, row.admin) : format::Path{"outside"},
                        row.figures,
                        catalogue == nullptr || totals.shows(row, *catalogue)};
        for (const std::string &field : fields)
            line.labels.push_back(
                format::code_label(layer == nullptr ? nullptr : layer->field(field), value_of(row, field)));
        if (line.shown)
            (inside ? rows : rows_outside).push_back(&row);
        (inside ? lines : outside).push_back(std::move(line));
    }
    lines.insert(lines.end(), outside.begin(), outside.end());
    rows.insert(rows.end(), rows_outside.begin(), rows_outside.end());
    out << format::layer_label(layer, id) << '\n';
    Table table = figure_table(headers_of(layer, fields), lines, {}, {view.unit});
    add_columns(table, rows, view);
    print(out, table);
    out << '\n';
}

void print_table(std::ostream &out, const Totals &totals, const Catalogue *catalogue,
                 const TotalsView &view) {
    const std::vector<std::string> fields = fields_of(totals);
    for (const std::string &layer : layers_of(totals))
        print_layer(out, totals, layer, fields, catalogue, view);
    out << method_line(totals.method, totals.worst_relative) << '\n';
}

void print_csv(std::ostream &out, const Totals &totals, const TotalsView &view) {
    const std::vector<std::string> fields = fields_of(totals);
    const auto line = [&](std::vector<std::string> cells, const std::vector<std::string> &figures,
                          const std::vector<std::string> &percents, const std::vector<std::string> &values) {
        for (const auto &more : {figures, percents, values})
            cells.insert(cells.end(), more.begin(), more.end());
        write_csv(out, cells);
    };
    std::vector<std::string> headers{"layer", "admin", "name"};
    for (const std::string &field : fields)
        headers.push_back(group_header(field));
    line(std::move(headers), figure_headers(), percent_headers(), value_headers(view.values));
    for (const TotalRow &row : totals.rows) {
        std::vector<std::string> cells{row.layer, row.admin, row.name};
        for (const std::string &field : fields)
            cells.push_back(value_of(row, field));
        line(std::move(cells), figure_cells(row.figures), percent_cells(row.percents),
             value_cells(view.values, row.values));
    }
}

void print_as(std::ostream &out, const Totals &totals, const Catalogue *catalogue, Format format,
              const TotalsView &view) {
    switch (format) {
    case Format::table:
        return print_table(out, totals, catalogue, view);
    case Format::csv:
        return print_csv(out, rows_shown(totals, catalogue), view);
    case Format::json:
        return write_json(out, totals_json(rows_shown(totals, catalogue), view));
    }
}

} // namespace

indicators::Totals rows_shown(indicators::Totals totals, const Catalogue *catalogue) {
    if (catalogue != nullptr)
        std::erase_if(totals.rows, [&](const TotalRow &row) { return !totals.shows(row, *catalogue); });
    return totals;
}

Json totals_json(const Totals &totals, const TotalsView &view) {
    Json rows = Json::array();
    for (const TotalRow &row : totals.rows) {
        Json json{{"layer", row.layer}, {"admin", row.admin}, {"name", row.name}, {"group", row.group}};
        put_figures(json, row.figures);
        put_percents(json, row.percents);
        put_values(json, view.values, row.values);
        rows.push_back(std::move(json));
    }
    return {{"method", geodesy::method_name(totals.method)},
            {"rows", rows},
            {"conservation", {{"worst_relative", totals.worst_relative}}},
            {"findings", json_of(totals.findings)}};
}

void print(std::ostream &out, const Totals &totals, Format format) {
    print_as(out, totals, nullptr, format, {});
}

void print(std::ostream &out, const Totals &totals, const Catalogue &catalogue, Format format,
           const TotalsView &view) {
    print_as(out, totals, &catalogue, format, view);
}

} // namespace qitu::console
