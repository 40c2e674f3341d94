// What the projects behind the indicators cost, their declared scale and the capacity that they add.
#include "document.h"

#include <qitu/core/base/message.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>

#include <optional>
#include <string>
#include <vector>

namespace qitu::report {

namespace {

using Level = Row::Level;
using Kind = Column::Kind;
using project_figures::Amounts;

Value figure_of(std::optional<double> exact, int decimals) {
    return exact ? Value(Number{*exact, format::rounded(*exact, decimals), decimals}) : Value();
}

std::vector<Column> money_columns() {
    const std::string once = say("Summed once a project; a project in several banners is divided by area.");
    return {{"code", say("Code"), say("Of the unit of administration."), Kind::text},
            {"name", say("Indicator, unit"), say("The whole stands above its parts."), Kind::wrapped},
            {"projects", say("Projects"), say("With a part in the figure."), Kind::number},
            {"investment_done", say("Investment done (10,000 yuan)"), once, Kind::number},
            {"investment_under_construction", say("Under construction"), once, Kind::number},
            {"investment_approved", say("Approved"), once, Kind::number},
            {"yuan_per_mu", say("Yuan per mu"), say("Investment done over the area that it paid for."),
             Kind::number},
            {"scale_done_mu", say("Declared scale done (mu)"), once, Kind::number},
            {"new_capacity_done_kg", say("New capacity done (kg)"), once, Kind::number},
            {"without_investment", say("Without investment"),
             say("Projects that name none, or contradict themselves."), Kind::number}};
}

Row money_row(const project_figures::Row &row, const std::string &name, Level level) {
    return {level,
            row.admin,
            {row.admin, name, figure_of(static_cast<double>(row.projects), 0),
             figure_of(row.done.investment, 2), figure_of(row.under_construction.investment, 2),
             figure_of(row.approved.investment, 2), figure_of(row.yuan_per_mu(), 2),
             figure_of(row.done.scale_mu, 2), figure_of(row.done.capacity_kg, 0),
             figure_of(static_cast<double>(row.without_investment), 0)}};
}

} // namespace

Grid money_grid(const Figures &figures, const catalogue::Catalogue &catalogue) {
    Grid grid{"money",
              say("Investment"),
              say("Investment, scale and capacity, summed once a project"),
              say("as in the head"),
              {},
              {}};
    grid.columns = money_columns();
    if (!figures.money.contradictions.empty())
        grid.note = say("{} figures of projects contradict themselves and are left out.",
                        figures.money.contradictions.size());
    for (const project_figures::Row &row : figures.money.rows) {
        const bool own = row.admin == figures.of;
        const bool part = row.level == figures.by || row.level == indicators::Level::township;
        if (!own && (!part || !shows(figures, row.admin, catalogue)))
            continue;
        const catalogue::Indicator *indicator = format::find_indicator(catalogue, row.indicator);
        grid.rows.push_back(money_row(row, own ? format::indicator_label(indicator, row.indicator) : row.name,
                                      own ? Level::league : Level::part));
    }
    return grid;
}

} // namespace qitu::report
