// The figures of a report, and the report as JSON, CSV and Markdown.
//
// What people read is rounded so that the parts of a column add up to its total; JSON and CSV carry the
// unrounded values, in the shortest form that reads back as the same number.
#pragma once

#include <qitu/analysis/overview/overview.h>

#include <filesystem>
#include <string>
#include <vector>

namespace qitu::report {

/// What every format of a report prints: the figures of a workspace under a title.
struct Figures : overview::Overview {
    std::string title;
    std::string date; // ISO, pinned by SOURCE_DATE_EPOCH
};
/// Titled by the region and the year, dated today.
Figures figures_of(overview::Overview overview, const catalogue::Catalogue &catalogue);

/// report.json: every table of the other formats, exact and as printed, with what each column means.
void write_json_report(const std::filesystem::path &file, const Figures &figures,
                       const catalogue::Catalogue &catalogue);
/// The same tables as CSV, one file each in the folder; their names.
std::vector<std::filesystem::path> write_csv_report(const std::filesystem::path &folder,
                                                    const Figures &figures,
                                                    const catalogue::Catalogue &catalogue);
/// report.md: the same tables as Markdown.
void write_markdown(const std::filesystem::path &file, const Figures &figures,
                    const catalogue::Catalogue &catalogue);

} // namespace qitu::report
