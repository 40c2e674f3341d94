// What charts show, taken from the tables of the document.
#include "document.h"

#include <qitu/core/base/message.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

namespace qitu::report {

namespace {

namespace column { // of progress, in summaries and the tables of indicators
enum { target = 2, done, percent, remaining, under_construction, approved };
}

const Number *number_at(const Row &row, std::size_t column) {
    return column < row.cells.size() ? std::get_if<Number>(&row.cells[column]) : nullptr;
}

double value_at(const Row &row, std::size_t column) {
    const Number *number = number_at(row, column);
    return number == nullptr ? 0 : number->exact;
}

bool has_begun(const AgainstTarget &of) {
    return of.done > 0 || of.under_construction > 0 || of.approved > 0;
}

std::string measured(const Grid &grid, const TimeSeries &series) {
    const std::string &head = grid.columns[series.measure].head;
    const auto unit = std::ranges::find(grid.columns, "unit", &Column::id);
    if (unit == grid.columns.end())
        return head;
    const auto column = static_cast<std::size_t>(unit - grid.columns.begin());
    return say("{} ({})", head, text_of(grid.rows[series.last].cells[column], *unit));
}

} // namespace

std::vector<AgainstTarget> against_targets(const Grid &grid) {
    std::vector<AgainstTarget> result;
    for (const Row &row : grid.rows) {
        const double target = value_at(row, column::target);
        const Number *percent = number_at(row, column::percent);
        const auto part = [&](std::size_t column) { return 100 * value_at(row, column) / target; };
        if (target > 0 && percent != nullptr && std::abs(part(column::done) - percent->exact) < 0.1)
            result.push_back(
                {&row, part(column::done), part(column::under_construction), part(column::approved)});
    }
    if (std::none_of(result.begin(), result.end(), has_begun))
        result.clear(); // nothing to show
    return result;
}

std::vector<TimeSeries> time_series(const Grid &grid) {
    std::vector<TimeSeries> result;
    for (std::size_t i = 0; i < grid.rows.size(); ++i) {
        std::string name = text_of(grid.rows[i].cells.front(), grid.columns.front());
        if (result.empty() || result.back().name != name)
            result.push_back({std::move(name), 0, i, i});
        result.back().last = i;
    }
    for (TimeSeries &series : result) {
        const auto begin = grid.rows.begin() + static_cast<std::ptrdiff_t>(series.first);
        const auto end = grid.rows.begin() + static_cast<std::ptrdiff_t>(series.last) + 1;
        for (std::size_t column = grid.columns.size(); column-- > 0;) {
            if (grid.columns[column].id == "target" && number_at(*begin, column) != nullptr)
                series.goal = column;
            if (grid.columns[column].kind == Column::Kind::number &&
                std::any_of(begin, end, [&](const Row &row) { return number_at(row, column) != nullptr; }))
                series.measure = column;
        }
        series.measured = measured(grid, series);
        series.changes = std::any_of(begin, end, [&](const Row &row) {
            return value_at(row, series.measure) != value_at(*begin, series.measure);
        });
    }
    return result;
}

} // namespace qitu::report
