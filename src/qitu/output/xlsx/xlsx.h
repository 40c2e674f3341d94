// The workbook of a report.
#pragma once

#include <qitu/output/report/report.h>

#include <filesystem>

namespace qitu::xlsx {

/// progress.xlsx: a summary, leagues and banners side by side, a sheet for each indicator, league and layer,
/// cross-overlaps, findings, land balance, why other ways of counting differ, a legend. The same bytes for
/// the same figures. Throws Error (refused) when the file cannot be written, as do the others.
void write_workbook(const std::filesystem::path &file, const report::Figures &figures,
                    const catalogue::Catalogue &catalogue);

} // namespace qitu::xlsx
