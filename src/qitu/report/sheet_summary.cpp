#include "numbers.h"
#include "sheets.h"
#include "words.h"

namespace qitu::report {

namespace {

constexpr double name_width = 44; // characters
constexpr double two_lines = 30;  // points

using quota::ProgressRow;

enum Column : ColumnAt {
    name,
    unit,
    target,
    done,
    percent,
    remaining,
    under_construction,
    approved,
    basis,
    columns
};

void write_heads(Sheet &sheet, RowAt row) {
    const std::string heads[columns] = {say("Indicator"),
                                        say("Unit"),
                                        say("Target"),
                                        say("Done"),
                                        say("Done (%)"),
                                        say("Remaining"),
                                        say("Under construction"),
                                        say("Approved"),
                                        say("Basis")};
    const double widths[columns] = {name_width, 9, 18, 13, 10, 13, 13, 13, 16};
    for (ColumnAt column = 0; column < columns; ++column) {
        sheet.text(row, column, heads[column], head_style());
        sheet.width(column, widths[column]);
    }
    sheet.height(row, 24);
}

std::string basis_of(const catalogue::Indicator *indicator) {
    return indicator == nullptr || indicator->clause.empty() ? "" : say("clause {}", indicator->clause);
}

void write_row(Sheet &sheet, RowAt at, const IndicatorRows &group) {
    const ProgressRow &row = group.rows.front();
    const Style value = number_style(decimals_of(row.unit));
    Style wrapped = text_style();
    wrapped.wrap = true;
    Style centred = text_style();
    centred.align = Align::centre;
    const std::string label = indicator_label(group.indicator, group.id);
    sheet.text(at, name, label, wrapped);
    if (static_cast<double>(display_width(label)) > name_width)
        sheet.height(at, two_lines);
    sheet.text(at, unit, group.indicator == nullptr ? unit_label(row.unit) : unit_label(*group.indicator),
               centred);
    write_target(sheet, at, target, row, value);
    write_value(sheet, at, done, done_of(row), value);
    write_percent(sheet, at, percent, row.percent, value);
    write_value(sheet, at, remaining, row.remaining, value);
    sheet.number(at, under_construction, row.under_construction, value);
    sheet.number(at, approved, row.approved, value);
    sheet.text(at, basis, basis_of(group.indicator), centred);
}

// Programme heading of an indicator's layer; "" where the catalogue has none.
std::string heading_of(const Printed &printed, const IndicatorRows &group) {
    const catalogue::Layer *layer =
        group.indicator == nullptr ? nullptr : find_layer(printed.catalogue, group.indicator->layer);
    return layer == nullptr ? "" : layer->group.in(language_in_use());
}

} // namespace

void write_summary(Book &book, const Printed &printed) {
    Sheet sheet = book.sheet(say("Summary"));
    write_title(sheet, printed, printed.figures.title, say("as in the column"), columns);
    write_heads(sheet, first_table_row);
    Style heading_style = text_style();
    heading_style.bold = true;
    heading_style.fill = league_fill;
    RowAt row = first_table_row + 1;
    std::string heading;
    for (const IndicatorRows &group : printed.leagues) {
        const std::string here = heading_of(printed, group);
        if (here != heading) {
            heading = here;
            sheet.merged(row, 0, row, columns - 1, heading, heading_style);
            ++row;
        }
        write_row(sheet, row++, group);
    }
    if (row > first_table_row + 1)
        sheet.colour_by_progress(first_table_row + 1, percent, row - 1, percent);
    sheet.freeze(first_table_row + 1, 1);
    sheet.repeat(0, first_table_row, 0);
}

} // namespace qitu::report
