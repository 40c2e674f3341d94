// Workbooks: of a report, and of any listing.
#pragma once

#include <qitu/output/console/table.h>
#include <qitu/output/report/report.h>

#include <filesystem>
#include <string>

namespace qitu::xlsx {

/// progress.xlsx: a summary, leagues and banners side by side, a sheet for each indicator, league and layer,
/// cross-overlaps, findings, land balance, why other ways of counting differ, a legend. The same bytes for
/// the same figures. Throws Error (refused) when the file cannot be written, as do the others.
void write_workbook(const std::filesystem::path &file, const report::Edition &edition);

/// Any listing as a workbook, a sheet for each table: numbers as numbers, the head frozen and filtered, the words
/// around the tables on a sheet of their own.
void write_tables(const std::filesystem::path &file, const std::string &title, const console::Pages &pages);

/// An empty table of a layer to be filled in: the fields' names as heads, lists of the codes, rules and notes in the
/// cells; behind the fields the columns of coordinates, a row for each corner of a parcel. What comes back is read by
/// import without a question.
void write_template(const std::filesystem::path &file, const catalogue::Layer &layer);

} // namespace qitu::xlsx
