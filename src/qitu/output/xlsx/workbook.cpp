#include "sheets.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/staging.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>
#include <qitu/output/xlsx/xlsx.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace qitu::xlsx {

Style head_style() {
    Style style;
    style.align = Align::centre;
    style.bold = true;
    style.wrap = true;
    style.fill = head_fill;
    return style;
}

Style text_style() {
    return {};
}

Style number_style(int decimals) {
    Style style;
    style.number = number_format(decimals);
    style.align = Align::right;
    return style;
}

Style percent_style() {
    Style style;
    style.number = "0.0%";
    style.align = Align::right;
    return style;
}

void write_title(Sheet &sheet, const report::Figures &figures, const std::string &title,
                 const std::string &unit, ColumnAt columns) {
    Style heading;
    heading.border = false;
    heading.bold = true;
    heading.size = 15;
    heading.align = Align::centre;
    Style below;
    below.border = false;
    below.size = 9;
    below.ink = 0x56646B;
    below.align = Align::right;
    const auto last = static_cast<ColumnAt>(columns - 1);
    sheet.merged(0, 0, 0, last, title, heading);
    sheet.height(0, 28);
    sheet.merged(1, 0, 1, last,
                 say("Programme year {} · as of {} · unit: {} · area method {}", figures.banners.year,
                     figures.date, unit, geodesy::method_name(figures.banners.method)),
                 below);
}

void write_value(Sheet &sheet, RowAt row, ColumnAt column, const std::optional<double> &value, Style style) {
    if (value)
        return sheet.number(row, column, *value, style);
    style.number.clear();
    sheet.text(row, column, "–", style);
}

void write_percent(Sheet &sheet, RowAt row, ColumnAt column, const std::optional<double> &percent,
                   Style style) {
    style.number = percent_style().number;
    write_value(sheet, row, column, percent ? std::optional(*percent / 100) : std::nullopt, style);
}

void write_target(Sheet &sheet, RowAt row, ColumnAt column, const indicators::ProgressRow &progress,
                  Style style) {
    if (!progress.target) {
        style.number.clear();
        style.ink = 0x6B777D;
        return sheet.text(row, column, say("no target"), style);
    }
    if (progress.target_illustrative)
        style.number += say("\" (illustr.)\"");
    sheet.number(row, column, *progress.target, style);
}

void write_contents(Sheet &sheet, const report::Figures &figures, const std::vector<Listed> &sheets) {
    write_title(sheet, figures, say("Contents"), say("as in the head"), 2);
    sheet.text(first_table_row, 0, say("Sheet"), head_style());
    sheet.text(first_table_row, 1, say("What stands on it"), head_style());
    sheet.width(0, 34);
    sheet.width(1, 64);
    auto row = static_cast<RowAt>(first_table_row + 1);
    for (const Listed &listed : sheets) {
        Style link = text_style();
        link.ink = 0x17594A;
        sheet.link(row, 0, listed.sheet, listed.sheet.name(), link);
        sheet.text(row++, 1, listed.title, text_style());
    }
    sheet.freeze(first_table_row + 1, 0);
    sheet.repeat(0, first_table_row, 0);
    sheet.print_area(row - 1, 1);
    sheet.paper(Paper::a4, false);
}

namespace {

bool has_parts(const Printed &printed) {
    return std::any_of(printed.leagues.begin(), printed.leagues.end(),
                       [](const format::IndicatorRows &group) { return group.rows.size() > 1; });
}

std::vector<Listed> write_units_of(Book &book, const Printed &printed) {
    std::vector<Listed> sheets;
    const bool whole = printed.figures.level == indicators::Level::region;
    if (whole && printed.figures.by != indicators::Level::region)
        sheets.push_back(write_leagues(book, printed));
    if (whole && printed.figures.by == indicators::Level::banner)
        sheets.push_back(write_banners(book, printed));
    if (!whole && has_parts(printed))
        sheets.push_back(write_parts(book, printed));
    return sheets;
}

// Of a unit without parts a table by units has the one line that stands in the summary too.
bool repeats_summary(const report::Grid &grid, const Printed &printed) {
    return printed.figures.level != indicators::Level::region && !has_parts(printed) &&
           grid.id.starts_with("indicator.");
}

Listed write_listed(Book &book, const report::Figures &figures, const report::Grid &grid) {
    Listed listed = write_grid(book, figures, grid);
    if (grid.id == "months" || grid.id == "seals" || grid.id == "growth")
        listed.charts = charts_over_time(listed, grid);
    return listed;
}

} // namespace

void write_workbook(const std::filesystem::path &file, const report::Edition &edition) {
    const report::PrintedProgress &printed = edition.progress;
    const report::Figures &figures = edition.figures();
    const catalogue::Catalogue &catalogue = edition.catalogue();
    const auto grouped = [&](const indicators::ProgressTable &progress) {
        return format::by_indicator(progress, catalogue);
    };
    const Printed printed_figures{figures, catalogue, grouped(printed.own), grouped(printed.groups),
                                  grouped(printed.parts)};
    const report::Document &document = edition.document;
    const StagedFile staged(file);
    Book book(staged.path(), figures.title, figures.date);
    Sheet contents = book.sheet(say("Contents"));
    std::vector<Listed> listed; // in the order of the sheets
    if (const report::Grid *summary = document.find("summary"))
        listed.push_back(write_grid(book, figures, *summary));
    std::optional<Sheet> charts;
    if (has_charts(document))
        charts.emplace(book.sheet(say("Charts")));
    std::vector<Listed> others = write_units_of(book, printed_figures);
    for (const report::Grid &grid : document.grids)
        if (grid.id != "summary" && !repeats_summary(grid, printed_figures))
            others.push_back(write_listed(book, figures, grid));
    if (charts)
        listed.push_back(write_charts(*charts, figures, document, others));
    others.push_back(write_legend(book, figures, document));
    std::copy(others.begin(), others.end(), std::back_inserter(listed));
    write_contents(contents, figures, listed);
    book.close();
    staged.commit();
}

} // namespace qitu::xlsx
