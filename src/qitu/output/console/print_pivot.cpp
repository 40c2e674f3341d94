#include "figure_table.h"
#include "tabulate_lines.h"

#include <qitu/core/base/exact_sum.h>
#include <qitu/core/base/message.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace qitu::console {

namespace {

using Figure = double tabulate::Figures::*;
using Cells = std::vector<double>; // by group

// Net area; net length where nothing has area; number where nothing has length either.
struct PivotMeasure {
    const char *key; // for programs
    Figure figure;   // null: number
};

bool any_figure(const std::vector<TabulateLine> &lines, Figure figure) {
    return std::any_of(lines.begin(), lines.end(),
                       [&](const TabulateLine &line) { return line.figures.*figure > 0; });
}

PivotMeasure pivot_measure(const std::vector<TabulateLine> &lines) {
    if (any_figure(lines, &tabulate::Figures::gross_m2))
        return {"net_m2", &tabulate::Figures::net_m2};
    if (any_figure(lines, &tabulate::Figures::length_m))
        return {"net_length_m", &tabulate::Figures::net_length_m};
    return {"features", nullptr};
}

struct Pivot {
    PivotMeasure measure;
    std::vector<std::string> zones; // "" outside
    std::vector<Cells> cells;       // of each zone
    std::vector<std::string> groups;
};

std::string label_of(const std::vector<std::string> &values) {
    std::vector<std::string> parts;
    for (const std::string &value : values)
        parts.push_back(value.empty() ? say("(none)") : value);
    return fmt::format("{}", fmt::join(parts, " / "));
}

Pivot pivot_of(const tabulate::Result &result, const TabulateView &view) {
    const std::vector<TabulateLine> lines = tabulate_lines(result);
    Pivot pivot{pivot_measure(lines), {}, {}, {}};
    for (const std::vector<std::string> &values : view.group_values)
        pivot.groups.push_back(label_of(values));
    for (const TabulateLine &line : lines) {
        if (pivot.zones.empty() || pivot.zones.back() != line.zone) {
            pivot.zones.push_back(line.zone);
            pivot.cells.emplace_back(pivot.groups.size());
        }
        pivot.cells.back()[line.group] = pivot.measure.figure == nullptr
                                             ? static_cast<double>(line.figures.features)
                                             : line.figures.*pivot.measure.figure;
    }
    return pivot;
}

double total_of(const Cells &cells) {
    ExactSum sum;
    for (const double cell : cells)
        sum += cell;
    return sum.value();
}

struct PivotScale {
    std::string heading; // of the whole table
    double size;
    int decimals;
};

PivotScale scale_of(const Pivot &pivot, const std::optional<Unit> &wanted) {
    if (pivot.measure.figure == nullptr)
        return {say("Number of features."), 1, 0};
    if (pivot.measure.figure == &tabulate::Figures::net_length_m)
        return {say("Net length in km."), 1000, 3};
    const Unit unit = wanted.value_or(Unit::mu);
    std::vector<double> all;
    for (const Cells &cells : pivot.cells)
        all.insert(all.end(), cells.begin(), cells.end());
    return {say("Net area in {}.", format::unit_label(unit)), unit_size(unit), places_of_areas(all, unit)};
}

// The cells of a zone add up to its total, those totals to the whole.
std::vector<Cells> rounded_cells(const Pivot &pivot, const PivotScale &scale) {
    std::vector<format::Path> paths;
    std::vector<double> parts;
    for (std::size_t z = 0; z < pivot.zones.size(); ++z)
        for (const double cell : pivot.cells[z]) {
            paths.push_back({pivot.zones[z]});
            parts.push_back(cell / scale.size);
        }
    const std::vector<double> leaves = format::SumTree(paths).rounded(parts, scale.decimals).leaves;
    std::vector<Cells> result = pivot.cells;
    auto leaf = leaves.begin();
    for (Cells &cells : result)
        for (double &cell : cells)
            cell = *leaf++;
    return result;
}

void add_total_line(Table &table, const std::vector<Cells> &rounded, const PivotScale &scale) {
    std::vector<std::string> line(table.headers.size() - rounded.front().size() - 1);
    line.front() = say("Total");
    Cells totals(rounded.front().size());
    for (std::size_t group = 0; group < totals.size(); ++group) {
        ExactSum sum;
        for (const Cells &cells : rounded)
            sum += cells[group];
        totals[group] = sum.value();
        line.push_back(format::with_separators(totals[group], scale.decimals));
    }
    line.push_back(format::with_separators(total_of(totals), scale.decimals));
    table.cells.push_back(std::move(line));
}

// With "class_" before one that bears the name of another column.
std::vector<std::string> class_headers(const Pivot &pivot, const std::vector<std::string> &others) {
    std::vector<std::string> headers;
    for (const std::string &group : pivot.groups)
        headers.push_back(std::ranges::find(others, group) == others.end() ? group : "class_" + group);
    return headers;
}

} // namespace

void print_pivot_table(std::ostream &out, const tabulate::Result &result, const TabulateView &view) {
    const Pivot pivot = pivot_of(result, view);
    const PivotScale scale = scale_of(pivot, view.unit);
    const std::vector<Cells> rounded = rounded_cells(pivot, scale);
    Table table;
    table.headers = {say("zone")};
    table.headers.insert(table.headers.end(), view.zone_fields.begin(), view.zone_fields.end());
    table.numeric.assign(table.headers.size(), false);
    table.headers.insert(table.headers.end(), pivot.groups.begin(), pivot.groups.end());
    table.headers.push_back(say("Total"));
    table.numeric.resize(table.headers.size(), true);
    for (std::size_t z = 0; z < pivot.zones.size(); ++z) {
        std::vector<std::string> line{pivot.zones[z].empty() ? say("outside") : pivot.zones[z]};
        for (std::string &text : zone_texts(view, pivot.zones[z]))
            line.push_back(std::move(text));
        for (std::size_t g = 0; g < rounded[z].size(); ++g)
            line.push_back(
                format::with_separators(rounded[z][g], pivot.cells[z][g] / scale.size, scale.decimals));
        line.push_back(format::with_separators(total_of(rounded[z]), scale.decimals));
        table.cells.push_back(std::move(line));
    }
    if (!view.overlapping_zones && !rounded.empty())
        add_total_line(table, rounded, scale);
    print(out, table);
    out << '\n' << scale.heading << '\n';
}

void print_pivot_csv(std::ostream &out, const tabulate::Result &result, const TabulateView &view) {
    const Pivot pivot = pivot_of(result, view);
    std::vector<std::string> headers{"zone"};
    for (const std::string &header : zone_headers(view))
        headers.push_back(header);
    std::vector<std::string> taken = headers;
    taken.emplace_back("total");
    for (std::string &header : class_headers(pivot, taken))
        headers.push_back(std::move(header));
    headers.emplace_back("total");
    write_csv(out, headers);
    for (std::size_t z = 0; z < pivot.zones.size(); ++z) {
        std::vector<std::string> line{pivot.zones[z]};
        for (std::string &text : zone_texts(view, pivot.zones[z]))
            line.push_back(std::move(text));
        for (const double cell : pivot.cells[z])
            line.push_back(format::shortest(cell));
        line.push_back(format::shortest(total_of(pivot.cells[z])));
        write_csv(out, line);
    }
}

Json pivot_json(const tabulate::Result &result, const TabulateView &view) {
    const Pivot pivot = pivot_of(result, view);
    Json rows = Json::array();
    for (std::size_t z = 0; z < pivot.zones.size(); ++z) {
        Json classes = Json::object();
        for (std::size_t g = 0; g < pivot.groups.size(); ++g)
            classes[pivot.groups[g]] = pivot.cells[z][g];
        rows.push_back({{"zone", pivot.zones[z]},
                        {"zone_fields", zone_fields(view, pivot.zones[z])},
                        {"classes", std::move(classes)},
                        {"total", total_of(pivot.cells[z])}});
    }
    return {{"measure", pivot.measure.key}, {"rows", std::move(rows)}};
}

} // namespace qitu::console
