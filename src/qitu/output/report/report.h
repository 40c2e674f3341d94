// The figures of a report, and the report as JSON, CSV and Markdown.
//
// What people read is rounded so that the parts of a column add up to its total; JSON and CSV carry the
// unrounded values, in the shortest form that reads back as the same number.
#pragma once

#include <qitu/analysis/overview/overview.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qitu::report {

struct Edition; // document.h
struct Rounded;

/// What every format of a report prints: the figures of a workspace under a title.
struct Figures : overview::Overview {
    std::string title;
    std::string date; // ISO, pinned by SOURCE_DATE_EPOCH
    /// The unit that the report is of: the region, a league, a banner or a township. The figures are those of the
    /// whole region all the same, so that a unit's are rounded as they are there.
    std::string of;
    std::string of_name;
    indicators::Level level = indicators::Level::region;
    bool signatures = false; // with lines for those who sign

    std::shared_ptr<const Rounded> rounded{}; // once for all units; else rounded when it is printed

    void show_in(std::optional<Unit> unit); // areas of progress
};
/// What is rounded over the whole region before it is cut down to a unit: the same for every unit.
std::shared_ptr<const Rounded> rounded_once(const Figures &figures, const catalogue::Catalogue &catalogue);
/// Of the region, titled by it and the year, dated today.
Figures figures_of(overview::Overview overview, const catalogue::Catalogue &catalogue);
/// Makes it the report of one unit: titled by its name.
void narrow(Figures &figures, const std::string &code, const std::string &name, indicators::Level level);

/// Whether a unit is the one of the report or lies in it. Codes of six digits and of townships nest by the catalogue.
bool shows(const Figures &figures, const std::string &admin, const catalogue::Catalogue &catalogue);

/// report.json: every table of the other formats, exact and as printed, with what each column means.
void write_json_report(const std::filesystem::path &file, const Edition &edition);
/// The same tables as CSV, one file each in the folder; their names.
std::vector<std::filesystem::path> write_csv_report(const std::filesystem::path &folder,
                                                    const Edition &edition);
/// report.md: the same tables as Markdown.
void write_markdown(const std::filesystem::path &file, const Edition &edition);

} // namespace qitu::report
