// report: tables, workbook, page. Prints figures that quota and tabulate made; computes none of its own.
#pragma once

#include <qitu/quota/quota.h>

#include <iosfwd>

namespace qitu::report {

enum class Format { table, csv, json };
Format format_from(std::string_view name);

/// A plain table: heads and cells as text, numbers right-aligned; the widths count Chinese characters as two.
struct Table {
    std::vector<std::string> heads;
    std::vector<bool> numeric;
    std::vector<std::vector<std::string>> cells;
};
void print(std::ostream &out, const Table &table);

/// The fixed formats of DESIGN.md, The command. Group fields become columns of their own in CSV.
void print(std::ostream &out, const quota::Totals &totals, Format format);
void print(std::ostream &out, const quota::ProgressTable &progress, const catalogue::Catalogue &catalogue,
           Format format);
void print(std::ostream &out, const tabulate::Result &result, const std::vector<std::string> &group_fields,
           const std::vector<std::vector<std::string>> &group_values, const std::string &zones,
           Format format);

/// Everything that a report shows, gathered once; every format only prints it.
struct Figures {
    std::string title;
    std::string date; // ISO, pinned by SOURCE_DATE_EPOCH
    std::string boundaries_source;
    quota::ProgressTable region_and_leagues;
    quota::ProgressTable banners;
    std::vector<quota::Totals> layers; // by banner and stage
};
Figures gather(const store::Workspace &workspace, const catalogue::Catalogue &catalogue, int year,
               const tabulate::Options &options);

/// progress.xlsx: a summary, leagues with their banners, one sheet per layer with figures, a legend.
void write_workbook(const std::filesystem::path &file, const Figures &figures,
                    const catalogue::Catalogue &catalogue);
/// report.html: one self-contained page with a map of the banners by progress.
void write_page(const std::filesystem::path &file, const Figures &figures,
                const catalogue::Catalogue &catalogue, const std::vector<store::Boundary> &banners,
                const std::vector<store::Boundary> &leagues);

} // namespace qitu::report
