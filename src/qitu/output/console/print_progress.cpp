#include "listing.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>
#include <qitu/output/console/console.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>
#include <qitu/output/format/rounded.h>

#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::console {

namespace {

using catalogue::Catalogue;
using indicators::ProgressRow;
using indicators::ProgressTable;

constexpr const char *no_value = "–";

std::string number(const std::optional<double> &value, Unit unit) {
    return value ? format::with_separators(*value, format::decimals_of(unit)) : no_value;
}

/// A row in its table: its group stands at the head of the first one.
struct ProgressLine {
    const ProgressRow *row;
    const format::IndicatorRows *group = nullptr;
    bool first = false;
};

using ProgressText = std::function<std::string(const ProgressLine &)>;

Column<ProgressLine> figure_column(const char *key, std::string heading, Value (*value)(const ProgressRow &),
                                   ProgressText text) {
    return {key, std::move(heading), Align::right, [=](const ProgressLine &line) { return value(*line.row); },
            std::move(text)};
}

Column<ProgressLine> key_column(const char *key, Value (*value)(const ProgressRow &)) {
    return {key, "", Align::left, [=](const ProgressLine &line) { return value(*line.row); }};
}

std::string indicator_text(const ProgressLine &line) {
    return line.first ? format::indicator_label(line.group->indicator, line.group->id) : "";
}

std::string unit_text(const ProgressLine &line) {
    if (!line.first)
        return "";
    return line.group->indicator == nullptr ? format::unit_label(line.row->unit)
                                            : format::unit_label(*line.group->indicator);
}

ProgressText number_text(std::optional<double> (*value)(const ProgressRow &)) {
    return [=](const ProgressLine &line) { return number(value(*line.row), line.row->unit); };
}

// `expected` has a column where it was asked for.
Columns<ProgressLine> columns_of(bool expected) {
    Columns<ProgressLine> columns{
        {"indicator", say("indicator"), Align::left,
         [](const ProgressLine &line) { return line.row->indicator; }, indicator_text},
        {"", say("unit"), Align::left, {}, unit_text},
        key_column("admin", [](const ProgressRow &row) { return Value(row.admin); }),
        {"name", say("unit of administration"), Align::left,
         [](const ProgressLine &line) { return line.row->name; },
         [](const ProgressLine &line) { return (line.first ? "" : "  ") + line.row->name; }},
        key_column("unit",
                   [](const ProgressRow &row) { return Value(std::string(unit_name(row.unit, true))); }),
        figure_column(
            "target", say("target"), [](const ProgressRow &row) { return value_of(row.target); },
            [](const ProgressLine &line) {
                return line.row->target ? number(line.row->target, line.row->unit) : say("no target");
            }),
        figure_column(
            "done", say("done"), [](const ProgressRow &row) { return Value(row.done); },
            number_text(format::done_of)),
        figure_column(
            "percent", "%", [](const ProgressRow &row) { return value_of(row.percent); },
            [](const ProgressLine &line) { return format::percent_text(line.row->percent); }),
        figure_column(
            "remaining", say("remaining"), [](const ProgressRow &row) { return value_of(row.remaining); },
            number_text([](const ProgressRow &row) { return row.remaining; })),
        figure_column(
            "under_construction", say("under construction"),
            [](const ProgressRow &row) { return Value(row.under_construction); },
            number_text([](const ProgressRow &row) { return std::optional(row.under_construction); })),
        figure_column(
            "approved", say("approved"), [](const ProgressRow &row) { return Value(row.approved); },
            number_text([](const ProgressRow &row) { return std::optional(row.approved); })),
        key_column("target_illustrative",
                   [](const ProgressRow &row) { return Value(row.target_illustrative); }),
        figure_column(
            "rank", say("rank"),
            [](const ProgressRow &row) { return row.rank ? Value(std::int64_t{*row.rank}) : Value(); },
            [](const ProgressLine &line) {
                return line.row->rank ? fmt::format("{}", *line.row->rank) : "";
            }),
        figure_column(
            "expected", say("expected by then"),
            [](const ProgressRow &row) { return value_of(row.expected); },
            [](const ProgressLine &line) {
                return line.row->expected ? number(line.row->expected, line.row->unit) : "";
            }),
        {"", "", Align::left, {}, [](const ProgressLine &line) {
             return line.row->target_illustrative ? say("(illustrative)") : std::string();
         }}};
    if (!expected)
        columns[columns.size() - 2].text = {};
    return columns;
}

bool any_expected(const ProgressTable &progress) {
    return std::any_of(progress.rows.begin(), progress.rows.end(),
                       [](const ProgressRow &row) { return row.expected.has_value(); });
}

void print_table(std::ostream &out, const ProgressTable &progress, const Catalogue &catalogue) {
    const std::vector<format::IndicatorRows> groups =
        format::by_indicator(format::rounded_for_display(progress, catalogue), catalogue);
    std::vector<ProgressLine> lines;
    std::size_t left_out = 0;
    for (const format::IndicatorRows &group : groups)
        for (const ProgressRow &row : group.rows) {
            const bool first = &row == &group.rows.front();
            if (first || format::has_something(row))
                lines.push_back({&row, &group, first});
            else
                ++left_out;
        }
    print(out, table_of(columns_of(any_expected(progress)), lines));
    out << '\n'
        << say("Programme year {}. Method {}.", progress.year, format::method_label(progress.method)) << '\n';
    if (left_out > 0)
        out << say("Left out: {} lines of units with neither target nor figure; csv and json have them.",
                   left_out)
            << '\n';
}

std::vector<ProgressLine> exact_lines(const ProgressTable &progress) {
    std::vector<ProgressLine> lines;
    for (const ProgressRow &row : progress.rows)
        lines.push_back({&row});
    return lines;
}

std::string_view level_name(indicators::Level level) {
    switch (level) {
    case indicators::Level::region:
        return "region";
    case indicators::Level::league:
        return "league";
    case indicators::Level::banner:
        return "banner";
    }
    return "";
}

void print_json(std::ostream &out, const ProgressTable &progress) {
    write_json(out, {{"year", progress.year},
                     {"by", level_name(progress.by)},
                     {"method", geodesy::method_name(progress.method)},
                     {"rows", json_of(columns_of(true), exact_lines(progress))},
                     {"conservation", {{"worst_relative", progress.worst_relative}}},
                     {"findings", json_of(progress.findings)}});
}

} // namespace

void print(std::ostream &out, const ProgressTable &progress, const Catalogue &catalogue, Format format) {
    switch (format) {
    case Format::table:
        return print_table(out, progress, catalogue);
    case Format::csv:
        return write_csv(out, columns_of(true), exact_lines(progress));
    case Format::json:
        return print_json(out, progress);
    }
}

} // namespace qitu::console
