#include "money_columns.h"

#include <qitu/core/base/message.h>
#include <qitu/output/console/console.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>

#include <ostream>

namespace qitu::console {

namespace {

using project_figures::Row;
using Optional = std::optional<double>;

std::string text_of(const MoneyFigure &figure, const Row &row) {
    const Optional value = figure.value(row);
    return value ? format::with_separators(*value, figure.decimals) : "–";
}

} // namespace

std::vector<MoneyFigure> money_figures() {
    return {{"projects", say("projects"), 0, [](const Row &row) { return Optional(row.projects); }},
            {"investment_done", say("investment done (10,000 yuan)"), 2,
             [](const Row &row) { return Optional(row.done.investment); }},
            {"investment_under_construction", say("under construction"), 2,
             [](const Row &row) { return Optional(row.under_construction.investment); }},
            {"investment_approved", say("approved"), 2,
             [](const Row &row) { return Optional(row.approved.investment); }},
            {"yuan_per_mu", say("yuan per mu"), 2, [](const Row &row) { return row.yuan_per_mu(); }},
            {"scale_done_mu", say("declared scale done (mu)"), 2,
             [](const Row &row) { return Optional(row.done.scale_mu); }},
            {"scale_under_construction_mu", "", 2,
             [](const Row &row) { return Optional(row.under_construction.scale_mu); }},
            {"scale_approved_mu", "", 2, [](const Row &row) { return Optional(row.approved.scale_mu); }},
            {"new_capacity_done_kg", say("new capacity done (kg)"), 0,
             [](const Row &row) { return Optional(row.done.capacity_kg); }},
            {"new_capacity_under_construction_kg", "", 0,
             [](const Row &row) { return Optional(row.under_construction.capacity_kg); }},
            {"new_capacity_approved_kg", "", 0,
             [](const Row &row) { return Optional(row.approved.capacity_kg); }},
            {"projects_without_investment", say("without investment"), 0,
             [](const Row &row) { return Optional(row.without_investment); }}};
}

void print_money(std::ostream &out, const project_figures::Table &money,
                 const catalogue::Catalogue &catalogue) {
    Table table{{say("indicator"), say("unit of administration")}, {false, false}, {}};
    const std::vector<MoneyFigure> figures = money_figures();
    for (const MoneyFigure &figure : figures)
        if (!figure.heading.empty()) {
            table.headers.push_back(figure.heading);
            table.numeric.push_back(true);
        }
    std::string shown;
    for (const Row &row : money.rows) {
        const bool first = row.indicator != shown;
        shown = row.indicator;
        std::vector<std::string> cells{
            first ? format::indicator_label(format::find_indicator(catalogue, row.indicator), row.indicator)
                  : "",
            (first ? "" : "  ") + row.name};
        for (const MoneyFigure &figure : figures)
            if (!figure.heading.empty())
                cells.push_back(text_of(figure, row));
        table.cells.push_back(std::move(cells));
    }
    out << '\n' << say("Investment, scale and capacity, summed once a project") << '\n';
    print(out, table);
}

} // namespace qitu::console
