#include "figure_table.h"
#include "tabulate_lines.h"
#include "value_columns.h"

#include <qitu/core/base/message.h>
#include <qitu/output/console/console.h>
#include <qitu/output/console/json.h>
#include <qitu/output/format/numbers.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>
#include <ostream>
#include <string>
#include <tuple>
#include <vector>

namespace qitu::console {

namespace {

using Measured = tabulate::Figures;
using tabulate::Percents;
using tabulate::Result;
using tabulate::ValueSums;
using Lines = std::vector<TabulateLine>;
using Percent = std::optional<double> Percents::*;

constexpr int percent_decimals = 2;

// ---------------------------------------------------------------- table

class ResultColumns {
  public:
    ResultColumns(Table &table, const Lines &lines) : table_(table), lines_(lines) {}

    /// Rounded so that parts of the same whole, with what is left of it, add up. `part_of` names the whole of a line.
    void percents(const std::string &heading, Percent percent,
                  const std::function<std::string(const TabulateLine &)> &part_of,
                  const std::vector<std::pair<std::string, double>> &rests) {
        std::vector<format::Path> paths;
        std::vector<double> parts;
        for (const TabulateLine &line : lines_) {
            paths.push_back({part_of(line)});
            parts.push_back((line.percents.*percent).value_or(0));
        }
        for (const auto &[whole, rest] : rests) {
            paths.push_back({whole});
            parts.push_back(rest);
        }
        const auto rounded = format::SumTree(paths).rounded(parts, percent_decimals).leaves;
        head(heading);
        for (std::size_t i = 0; i < lines_.size(); ++i)
            table_.cells[i].push_back(lines_[i].percents.*percent
                                          ? format::with_separators(rounded[i], parts[i], percent_decimals)
                                          : "");
        total("");
    }

    void values(const ValueColumn &column) {
        head(value_heading(column));
        std::vector<ValueSums> all(column.index + 1);
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            table_.cells[i].push_back(value_text(column, lines_[i].values));
            if (column.index < lines_[i].values.size())
                all[column.index] += lines_[i].values[column.index];
        }
        total(value_text(column, all));
    }

  private:
    void head(const std::string &heading) {
        table_.headers.push_back(heading);
        table_.numeric.push_back(true);
    }
    void total(const std::string &cell) {
        if (table_.cells.size() > lines_.size())
            table_.cells.back().push_back(cell);
    }

    Table &table_;
    const Lines &lines_;
};

bool any(const Lines &lines, Percent percent) {
    return std::any_of(lines.begin(), lines.end(),
                       [&](const TabulateLine &line) { return (line.percents.*percent).has_value(); });
}

std::vector<std::pair<std::string, double>> uncovered(const Result &result) {
    std::vector<std::pair<std::string, double>> rests;
    for (const tabulate::ZoneGround &zone : result.zones)
        if (const auto percent = zone.uncovered_percent())
            rests.emplace_back(zone.zone, *percent);
    return rests;
}

Table table_of(const Result &result, const TabulateView &view, const Lines &lines) {
    std::vector<std::string> headers{say("zone")};
    headers.insert(headers.end(), view.zone_fields.begin(), view.zone_fields.end());
    headers.insert(headers.end(), view.group_fields.begin(), view.group_fields.end());
    std::vector<FigureLine> figures;
    for (const TabulateLine &line : lines) {
        std::vector<std::string> labels{line.outside() ? say("outside") : line.zone};
        for (std::string &text : zone_texts(view, line.zone))
            labels.push_back(std::move(text));
        const std::vector<std::string> &values = view.group_values.at(line.group);
        labels.insert(labels.end(), values.begin(), values.end());
        figures.push_back({std::move(labels), {line.outside() ? "outside" : line.zone}, line.figures});
    }
    Table table = figure_table(headers, figures, result.features - result.rejected,
                               {view.unit, !view.overlapping_zones});
    ResultColumns columns(table, lines);
    if (view.overlapping_zones && any(lines, &Percents::of_all))
        columns.percents(say("share (%)"), &Percents::of_all,
                         [](const TabulateLine &line) { return line.zone; }, {});
    if (any(lines, &Percents::of_zone))
        columns.percents(
            say("of zone (%)"), &Percents::of_zone, [](const TabulateLine &line) { return line.zone; },
            uncovered(result));
    if (view.group_values.size() > 1 && any(lines, &Percents::of_class))
        columns.percents(say("of class (%)"), &Percents::of_class,
                         [](const TabulateLine &line) { return std::to_string(line.group); }, {});
    for (const ValueColumn &column : view.values)
        columns.values(column);
    return table;
}

void print_table(std::ostream &out, const Result &result, const TabulateView &view) {
    if (view.pivot)
        print_pivot_table(out, result, view);
    else
        print(out, table_of(result, view, tabulate_lines(result)));
    out << '\n' << method_line(result.method, result.worst_relative) << '\n';
    if (result.max_edge > 0)
        out << say("Edges longer than {} m were divided.", result.max_edge) << '\n';
    if (view.overlapping_zones)
        out << say("Each zone stands for itself: ground that several zones share is in each of them.")
            << '\n';
    out << say("Read {} features: {} repaired, {} rejected.", format::with_separators(result.features),
               result.repaired, result.rejected)
        << '\n';
}

// ---------------------------------------------------------------- CSV and JSON

template <typename Texts>
void append(std::vector<std::string> &cells, const Texts &texts) {
    cells.insert(cells.end(), texts.begin(), texts.end());
}

void print_csv(std::ostream &out, const Result &result, const TabulateView &view) {
    std::vector<std::string> headers{"zone"};
    for (const std::string &field : view.group_fields)
        headers.push_back(group_header(field));
    append(headers, figure_headers());
    append(headers, percent_headers());
    append(headers, value_headers(view.values));
    append(headers, zone_headers(view));
    write_csv(out, headers);
    for (const TabulateLine &line : tabulate_lines(result)) {
        std::vector<std::string> cells{line.zone};
        append(cells, view.group_values.at(line.group));
        append(cells, figure_cells(line.figures));
        append(cells, percent_cells(line.percents));
        append(cells, value_cells(view.values, line.values));
        append(cells, zone_texts(view, line.zone));
        write_csv(out, cells);
    }
}

// Without the numbers that the file gives its features: the same features in another order are the same JSON.
Json findings_by_place(std::vector<tabulate::Finding> findings) {
    std::sort(findings.begin(), findings.end(), [](const tabulate::Finding &a, const tabulate::Finding &b) {
        return std::tie(a.kind, a.what, a.m2) < std::tie(b.kind, b.what, b.m2);
    });
    Json result = json_of(findings);
    for (Json &finding : result)
        finding.erase("feature");
    return result;
}

Json line_json(const TabulateLine &line, const TabulateView &view) {
    Json group = Json::object();
    for (std::size_t i = 0; i < view.group_fields.size(); ++i)
        group[view.group_fields[i]] = view.group_values.at(line.group).at(i);
    Json json{{"zone", line.zone}, {"group", group}};
    put_figures(json, line.figures);
    json["zone_fields"] = zone_fields(view, line.zone);
    put_percents(json, line.percents);
    put_values(json, view.values, line.values);
    return json;
}

Json outside_json(const Lines &lines, const TabulateView &view) {
    std::vector<Measured> figures;
    ExactSum percent;
    std::vector<ValueSums> values;
    for (const TabulateLine &line : lines) {
        figures.push_back(line.figures);
        percent += line.percents.of_all.value_or(0);
        values.resize(std::max(values.size(), line.values.size()));
        for (std::size_t i = 0; i < line.values.size(); ++i)
            values[i] += line.values[i];
    }
    Json json = Json::object();
    put_figures(json, sum_of(figures));
    json["percent_of_all"] = percent.value();
    put_values(json, view.values, values);
    return json;
}

Json zones_json(const Result &result, const TabulateView &view) {
    Json zones = Json::array();
    for (const tabulate::ZoneGround &zone : result.zones)
        zones.push_back({{"zone", zone.zone},
                         {"zone_fields", zone_fields(view, zone.zone)},
                         {"m2", zone.m2},
                         {"covered_m2", json_of(zone.covered_m2)},
                         {"percent_uncovered", json_of(zone.uncovered_percent())}});
    return zones;
}

void print_json(std::ostream &out, const Result &result, const TabulateView &view) {
    Json rows = Json::array();
    Lines outside;
    Json outside_by_group = Json::array();
    for (TabulateLine &line : tabulate_lines(result)) {
        if (!line.outside()) {
            rows.push_back(line_json(line, view));
            continue;
        }
        outside_by_group.push_back(line_json(line, view));
        outside.push_back(std::move(line));
    }
    Json json{{"method", geodesy::method_name(result.method)},
              {"zones", view.zones},
              {"input",
               {{"features", result.features}, {"repaired", result.repaired}, {"rejected", result.rejected}}},
              {"rows", rows},
              {"outside", outside_json(outside, view)},
              {"outside_rows", outside_by_group},
              {"zone_grounds", zones_json(result, view)},
              {"overlapping_zones", view.overlapping_zones},
              {"max_edge_m", result.max_edge > 0 ? Json(result.max_edge) : Json()},
              {"long_edges", {{"count", result.long_edges}, {"longest_m", result.longest_edge_m}}},
              {"conservation", {{"worst_relative", result.worst_relative}}},
              {"overlay_rungs", result.overlay_rungs},
              {"findings", findings_by_place(result.findings)}};
    if (view.pivot)
        json["pivot"] = pivot_json(result, view);
    write_json(out, json);
}

} // namespace

void print(std::ostream &out, const Result &result, const TabulateView &view, Format format) {
    switch (format) {
    case Format::table:
        return print_table(out, result, view);
    case Format::csv:
        return view.pivot ? print_pivot_csv(out, result, view) : print_csv(out, result, view);
    case Format::json:
        return print_json(out, result, view);
    }
}

} // namespace qitu::console
