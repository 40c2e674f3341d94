#include "json.h"
#include <qitu/output/format/numbers.h>
#include <qitu/output/format/rounded_progress.h>
#include <qitu/output/format/labels.h>

#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>

#include <fmt/format.h>

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

std::vector<std::string> cells_of(const ProgressRow &row, const format::IndicatorRows &group, bool first) {
    std::vector<std::string> cells(2);
    if (first)
        cells = {format::indicator_label(group.indicator, group.id),
                 group.indicator == nullptr ? format::unit_label(row.unit) : format::unit_label(*group.indicator)};
    cells.insert(cells.end(), {(first ? "" : "  ") + row.name,
                               row.target ? number(row.target, row.unit) : say("no target"),
                               number(format::done_of(row), row.unit),
                               row.percent ? fmt::format("{:.1f}", *row.percent) : no_value,
                               number(row.remaining, row.unit), number(row.under_construction, row.unit),
                               number(row.approved, row.unit), row.rank ? fmt::format("{}", *row.rank) : "",
                               row.expected ? number(row.expected, row.unit) : "",
                               row.target_illustrative ? say("(illustrative)") : ""});
    return cells;
}

// A column that nobody asked for.
void leave_out_empty(Table &table, std::size_t column) {
    for (const auto &cells : table.cells)
        if (!cells[column].empty())
            return;
    const auto at = static_cast<std::ptrdiff_t>(column);
    table.heads.erase(table.heads.begin() + at);
    table.numeric.erase(table.numeric.begin() + at);
    for (auto &cells : table.cells)
        cells.erase(cells.begin() + at);
}

void print_table(std::ostream &out, const ProgressTable &progress, const Catalogue &catalogue) {
    Table table;
    table.heads = {say("indicator"),
                   say("unit"),
                   say("unit of administration"),
                   say("target"),
                   say("done"),
                   "%",
                   say("remaining"),
                   say("under construction"),
                   say("approved"),
                   say("rank"),
                   say("expected by then"),
                   ""};
    table.numeric = {false, false, false, true, true, true, true, true, true, true, true, false};
    std::size_t left_out = 0;
    for (const format::IndicatorRows &group : format::by_indicator(format::printed(progress, catalogue), catalogue))
        for (const ProgressRow &row : group.rows) {
            const bool first = &row == &group.rows.front();
            if (first || format::has_something(row))
                table.cells.push_back(cells_of(row, group, first));
            else
                ++left_out;
        }
    leave_out_empty(table, table.heads.size() - 2);
    print(out, table);
    out << '\n' << say("Programme year {}. Method {}.", progress.year, format::method_label(progress.method)) << '\n';
    if (left_out > 0)
        out << say("Left out: {} lines of units with neither target nor figure; csv and json have them.",
                   left_out)
            << '\n';
}

void print_csv(std::ostream &out, const ProgressTable &progress) {
    const auto text = [](const std::optional<double> &value) {
        return value ? format::shortest(*value) : std::string();
    };
    write_csv(out, {"indicator", "admin", "name", "unit", "target", "done", "percent", "remaining",
                    "under_construction", "approved", "target_illustrative", "rank", "expected"});
    for (const ProgressRow &row : progress.rows)
        write_csv(out, {row.indicator, row.admin, row.name, std::string(unit_name(row.unit, true)),
                        text(row.target), format::shortest(row.done), text(row.percent), text(row.remaining),
                        format::shortest(row.under_construction), format::shortest(row.approved),
                        row.target_illustrative ? "true" : "false",
                        row.rank ? fmt::format("{}", *row.rank) : "", text(row.expected)});
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
    Json rows = Json::array();
    for (const ProgressRow &row : progress.rows)
        rows.push_back({{"indicator", row.indicator},
                        {"admin", row.admin},
                        {"name", row.name},
                        {"unit", unit_name(row.unit, true)},
                        {"target", json_of(row.target)},
                        {"done", row.done},
                        {"percent", json_of(row.percent)},
                        {"remaining", json_of(row.remaining)},
                        {"under_construction", row.under_construction},
                        {"approved", row.approved},
                        {"target_illustrative", row.target_illustrative},
                        {"rank", row.rank ? Json(*row.rank) : Json()},
                        {"expected", json_of(row.expected)}});
    write_json(out, {{"year", progress.year},
                     {"by", level_name(progress.by)},
                     {"method", geodesy::method_name(progress.method)},
                     {"rows", rows},
                     {"conservation", {{"worst_relative", progress.worst_relative}}},
                     {"findings", json_of(progress.findings)}});
}

} // namespace

void print(std::ostream &out, const ProgressTable &progress, const Catalogue &catalogue, Format format) {
    switch (format) {
    case Format::table:
        return print_table(out, progress, catalogue);
    case Format::csv:
        return print_csv(out, progress);
    case Format::json:
        return print_json(out, progress);
    }
}

} // namespace qitu::console
