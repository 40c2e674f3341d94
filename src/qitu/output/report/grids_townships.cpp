// Indicators by township, where a workspace has their borders.
#include "rounded_once.h"

#include <qitu/core/base/message.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>
#include <qitu/output/format/rounded.h>

#include <optional>
#include <string>
#include <vector>

namespace qitu::report {

namespace {

using indicators::ProgressRow;
using Level = Row::Level;
using Kind = Column::Kind;

std::vector<Column> township_columns() {
    return {
        {"code", say("Code"), say("Of the unit of administration."), Kind::text},
        {"name", say("Indicator, township"), say("The region's figure by indicator, its townships below."),
         Kind::wrapped},
        {"done", say("Done"), say("What counts for the target; net, each place once."), Kind::number, true},
        {"under_construction", say("Under construction"), say("Past approval, before the stage that counts."),
         Kind::number, true},
        {"approved", say("Approved"), say("Approved, not begun."), Kind::number, true}};
}

Value optional_cell(const std::optional<double> &exact, const std::optional<double> &printed, int decimals) {
    return exact && printed ? Value(Number{*exact, *printed, decimals}) : Value();
}

Row township_row(const ProgressRow &printed, const ProgressRow &exact, const std::string &name, Level level,
                 bool sums) {
    const int decimals = format::places_of(printed);
    return {level,
            printed.admin,
            {printed.admin, name, Number{exact.done, printed.done, decimals},
             optional_cell(exact.under_construction, printed.under_construction, decimals),
             optional_cell(exact.approved, printed.approved, decimals)},
            sums};
}

} // namespace

Grid townships_grid(const PrintedProgress &of) {
    const Figures &figures = of.figures;
    const catalogue::Catalogue &catalogue = of.catalogue;
    Grid grid{"townships", say("Townships"), say("Indicators by township"), say("as in the column"), {}, {}};
    if (!figures.townships || figures.level != indicators::Level::region)
        return grid; // of one banner they stand below it in the tables of indicators
    grid.columns = township_columns();
    const auto exact = format::by_indicator(*figures.townships, catalogue);
    const auto printed = format::by_indicator(of.rounded->townships, catalogue);
    for (std::size_t i = 0; i < printed.size(); ++i) {
        const format::IndicatorRows &group = printed[i];
        if (!format::has_figure(group.rows.front()))
            continue;
        const std::string label = format::indicator_label(group.indicator, group.id);
        const bool sums = format::additive(group.indicator);
        for (std::size_t row = 0; row < group.rows.size(); ++row)
            if (row == 0 || format::has_figure(group.rows[row]))
                grid.rows.push_back(township_row(group.rows[row], exact[i].rows[row],
                                                 row == 0 ? label : group.rows[row].name,
                                                 row == 0 ? Level::league : Level::part, row == 0 && sums));
    }
    return grid;
}

} // namespace qitu::report
