// The sheets of the workbook, one function each.
#pragma once

#include "book.h"

#include <qitu/output/format/rounded.h>
#include <qitu/output/report/document.h>

#include <optional>
#include <string>
#include <vector>

namespace qitu::xlsx {

/// Figures that are printed already.
struct Printed {
    const report::Figures &figures;
    const catalogue::Catalogue &catalogue;
    std::vector<format::IndicatorRows> own; // of the region also its leagues
    std::vector<format::IndicatorRows>
        leagues; // what lies directly below the unit, in the scale of `banners`
    std::vector<format::IndicatorRows> banners; // and below that; may be empty
};

/// A sheet that was written, and what stands on it.
struct Listed {
    Sheet sheet;
    std::string title;
    RowAt first_row = 0;            // of a table's figures
    std::vector<Chart> charts = {}; // of its cells, for the sheet of charts
};
Listed write_grid(Book &book, const report::Figures &figures, const report::Grid &grid);
Listed write_leagues(Book &book, const Printed &printed);
Listed write_parts(Book &book, const Printed &printed); // what lies below one league or banner
Listed write_banners(Book &book, const Printed &printed);
Listed write_legend(Book &book, const report::Figures &figures, const report::Document &document);
/// Whether there is anything that a chart could show.
bool has_charts(const report::Document &document);
/// Fills the sheet of charts: the indicators against their targets, and the charts of the other sheets.
Listed write_charts(Sheet &sheet, const report::Figures &figures, const report::Document &document,
                    const std::vector<Listed> &sheets);
/// Of a table over time that has been written, one for each layer.
std::vector<Chart> charts_over_time(const Listed &listed, const report::Grid &grid);
inline constexpr std::uint32_t done_fill = 0x4F9D69, building_fill = 0xF0B95B, approved_fill = 0x9FB4BF,
                               target_fill = 0xC4CBCE;

/// Fills the first sheet with links to the others.
void write_contents(Sheet &sheet, const report::Figures &figures, const std::vector<Listed> &sheets);

/// Title over all columns, below it a line with year, date, method and unit. The table begins in the row
/// after.
inline constexpr RowAt first_table_row = 2;
void write_title(Sheet &sheet, const report::Figures &figures, const std::string &title,
                 const std::string &unit, ColumnAt columns);

Style head_style();
Style text_style();
Style number_style(int decimals);
Style percent_style();

/// Value in its unit's format, or a dash.
void write_value(Sheet &sheet, RowAt row, ColumnAt column, const std::optional<double> &value, Style style);
void write_percent(Sheet &sheet, RowAt row, ColumnAt column, const std::optional<double> &percent,
                   Style style);
/// The target with its mark: 示意 is set in italics by colour and explained in the legend.
void write_target(Sheet &sheet, RowAt row, ColumnAt column, const indicators::ProgressRow &progress,
                  Style style);

} // namespace qitu::xlsx
