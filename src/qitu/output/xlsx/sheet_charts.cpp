// The sheet of charts.
#include "sheets.h"

#include <qitu/core/base/message.h>
#include <qitu/output/format/numbers.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace qitu::xlsx {

namespace {

constexpr RowAt table_row = first_table_row;
constexpr ColumnAt right_column = 4; // of the charts on the right
constexpr ColumnAt last_column = 11;
constexpr double charted_name_width = 44;
constexpr int left_width = 490; // pixels, of charts
constexpr int right_width = 480;
constexpr int row_pixels = 20;
constexpr RowAt rows_of_a_chart = 15;
constexpr RowAt least_rows_of_the_first = 14;
constexpr RowAt rows_of_a_page = 64;

Chart chart_against_targets(const Sheet &sheet, std::size_t lines) {
    return {Chart::Kind::stacked_bars,
            say("Indicators against their targets"),
            say("% of the target"),
            sheet.name(),
            table_row + 1,
            static_cast<RowAt>(table_row + lines),
            0,
            {{say("Done"), 1, done_fill},
             {say("Under construction"), 2, building_fill},
             {say("Approved"), 3, approved_fill}}};
}

void write_table(Sheet &sheet, const report::Grid &grid, const std::vector<report::AgainstTarget> &lines) {
    const std::string heads[] = {say("Indicator"), say("Done (%)"), say("Under construction (%)"),
                                 say("Approved (%)")};
    for (std::size_t column = 0; column < std::size(heads); ++column)
        sheet.text(table_row, static_cast<ColumnAt>(column), heads[column], head_style());
    sheet.height(table_row, 30);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto row = static_cast<RowAt>(table_row + 1 + i);
        sheet.text(row, 0, text_of(lines[i].row->cells.front(), grid.columns.front()), text_style());
        const double parts[] = {lines[i].done, lines[i].under_construction, lines[i].approved};
        for (std::size_t column = 0; column < std::size(parts); ++column)
            sheet.number(row, static_cast<ColumnAt>(column + 1), format::rounded(parts[column], 1),
                         number_style(1));
    }
}

// Below the table, two beside each other; the row behind them.
RowAt write_pairs(Sheet &sheet, RowAt row, const std::vector<Chart> &charts) {
    std::vector<RowAt> breaks;
    RowAt page = 0;
    for (std::size_t i = 0; i < charts.size(); ++i) {
        const bool left = i % 2 == 0;
        if (left && i > 0)
            row += rows_of_a_chart + 1;
        if (left && row + rows_of_a_chart > page + rows_of_a_page) {
            page = row;
            breaks.push_back(row);
        }
        sheet.chart(row, left ? 0 : right_column, left ? left_width : right_width,
                    rows_of_a_chart * row_pixels, charts[i]);
    }
    sheet.pages(breaks);
    return charts.empty() ? row : row + rows_of_a_chart;
}

std::vector<report::AgainstTarget> targets_of(const report::Document &document) {
    const report::Grid *summary = document.find("summary");
    return summary == nullptr ? std::vector<report::AgainstTarget>() : report::against_targets(*summary);
}

} // namespace

bool has_charts(const report::Document &document) {
    const auto changes = [&](const char *id) {
        const report::Grid *grid = document.find(id);
        const auto series = grid == nullptr ? std::vector<report::TimeSeries>() : report::time_series(*grid);
        return std::any_of(series.begin(), series.end(), [](const auto &one) { return one.changes; });
    };
    return !targets_of(document).empty() || changes("months") || changes("seals") || changes("growth");
}

std::vector<Chart> charts_over_time(const Listed &listed, const report::Grid &grid) {
    std::vector<Chart> charts;
    for (const report::TimeSeries &series : report::time_series(grid)) {
        if (!series.changes)
            continue;
        charts.push_back({Chart::Kind::columns,
                          series.name,
                          series.measured,
                          listed.sheet.name(),
                          static_cast<RowAt>(listed.first_row + series.first),
                          static_cast<RowAt>(listed.first_row + series.last),
                          1,
                          {{series.measured, static_cast<ColumnAt>(series.measure), done_fill}}});
    }
    return charts;
}

Listed write_charts(Sheet &sheet, const report::Figures &figures, const report::Document &document,
                    const std::vector<Listed> &sheets) {
    const std::string title = say("Charts");
    write_title(sheet, figures, title, say("as in the head"), last_column + 1);
    sheet.width(0, charted_name_width);
    const std::vector<report::AgainstTarget> lines = targets_of(document);
    RowAt row = table_row;
    if (!lines.empty()) {
        write_table(sheet, *document.find("summary"), lines);
        const auto rows = std::max(least_rows_of_the_first, static_cast<RowAt>(lines.size() + 2));
        sheet.chart(table_row, right_column, right_width, static_cast<int>(rows) * row_pixels,
                    chart_against_targets(sheet, lines.size()));
        row += rows + 1;
    }
    std::vector<Chart> charts;
    for (const Listed &listed : sheets)
        charts.insert(charts.end(), listed.charts.begin(), listed.charts.end());
    const RowAt end = write_pairs(sheet, row, charts);
    sheet.freeze(table_row, 0);
    sheet.print_area(end, last_column);
    sheet.paper(Paper::a4, false);
    return {sheet, title};
}

} // namespace qitu::xlsx
