// What projects cost, as columns of a listing and as a table.
#pragma once

#include "listing.h"

#include <qitu/analysis/project_figures/project_figures.h>
#include <qitu/core/catalogue/catalogue.h>

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace qitu::console {

/// A figure of a row: its key for programs, its heading and decimals for people (none: programs only).
struct MoneyFigure {
    const char *key;
    std::string heading;
    int decimals;
    std::optional<double> (*value)(const project_figures::Row &);
};
std::vector<MoneyFigure> money_figures();

/// For programs; `of` gives the row of a line, or null.
template <typename Line>
Columns<Line> money_columns(std::function<const project_figures::Row *(const Line &)> of) {
    Columns<Line> columns;
    for (const MoneyFigure &figure : money_figures())
        columns.push_back({figure.key, "", Align::right, [of, value = figure.value](const Line &line) {
                               const project_figures::Row *row = of(line);
                               return row == nullptr ? Value() : value_of(value(*row));
                           }});
    return columns;
}

void print_money(std::ostream &out, const project_figures::Table &money,
                 const catalogue::Catalogue &catalogue);

} // namespace qitu::console
