#include "sheets.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/staging.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>
#include <qitu/output/xlsx/xlsx.h>

#include <filesystem>
#include <string>

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

void write_workbook(const std::filesystem::path &file, const report::Figures &figures,
                    const catalogue::Catalogue &catalogue) {
    const auto rounded = [&](const indicators::ProgressTable &progress) {
        return format::by_indicator(format::rounded_for_display(progress, catalogue), catalogue);
    };
    const Printed printed_figures{figures, catalogue, rounded(figures.region_and_leagues),
                                  rounded(figures.banners)};
    const report::Document document = report::document_of(figures, catalogue);
    const StagedFile staged(file);
    Book book(staged.path(), figures.title, figures.date);
    write_grid(book, figures, document.grids.front());
    if (figures.by != indicators::Level::region)
        write_leagues(book, printed_figures);
    if (figures.by == indicators::Level::banner)
        write_banners(book, printed_figures);
    for (std::size_t i = 1; i < document.grids.size(); ++i)
        write_grid(book, figures, document.grids[i]);
    write_legend(book, figures, document);
    book.close();
    staged.commit();
}

} // namespace qitu::xlsx
