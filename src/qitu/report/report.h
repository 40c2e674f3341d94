// report: tables, workbook, page. Prints figures that quota and tabulate made; computes none of its own.
//
// What people read is rounded so that the parts of a column add up to its total; JSON and CSV carry the
// unrounded values, in the shortest form that reads back as the same number.
#pragma once

#include <qitu/balance/balance.h>
#include <qitu/quality/quality.h>
#include <qitu/quota/quota.h>

#include <iosfwd>

namespace qitu::report {

enum class Format { table, csv, json };
Format format_from(std::string_view name); // throws Error (usage)

/// A plain table: heads and cells as text, numbers right-aligned; the widths count Chinese characters as two.
enum class Tone { plain, good, doubtful, bad };
struct Table {
    std::vector<std::string> heads;
    std::vector<bool> numeric;
    std::vector<std::vector<std::string>> cells;
    std::vector<Tone> tones = {}; // of each row's first cell; none: plain
};
void print(std::ostream &out, const Table &table);

/// What a stream leads to. Tables that are printed to it are as wide as it is: the widest column of words is
/// cut short with …, never one of figures. A stream of which nothing was said takes tables as they are.
struct Terminal {
    std::size_t columns = 0; // 0: any number
    bool colours = false;
};
void fit(std::ostream &out, const Terminal &terminal);

/// The fixed formats of docs/formats.md, UTF-8 with LF. In CSV group fields are columns of their own (group_x
/// where a field bears the name of a column), what is null is empty, and what lies outside every zone has an
/// empty zone. The table of `progress` leaves out units that have neither target nor figure and says how
/// many.
void print(std::ostream &out, const quota::Totals &totals, Format format);
/// The same with the layer's and the codes' names in the language in use; they differ in the table only.
void print(std::ostream &out, const quota::Totals &totals, const catalogue::Catalogue &catalogue,
           Format format);
void print(std::ostream &out, const quota::ProgressTable &progress, const catalogue::Catalogue &catalogue,
           Format format);
/// Features behind a figure, with the sum that gives it.
void print(std::ostream &out, const quota::Explanation &explanation, const catalogue::Catalogue &catalogue,
           Format format);
void print(std::ostream &out, const quota::OverlapTable &overlaps, const catalogue::Catalogue &catalogue,
           Format format);
/// Quotas as they stand; with every version, or as faults.
void print(std::ostream &out, const std::vector<store::QuotaVersion> &quotas, bool history,
           const catalogue::Catalogue &catalogue, Format format);
void print(std::ostream &out, const std::vector<quota::QuotaFault> &faults,
           const catalogue::Catalogue &catalogue, Format format);
void print(std::ostream &out, const std::vector<balance::Table> &accounts,
           const catalogue::Catalogue &catalogue, Format format);
/// `group_values[i]` are the values of group i, in the order of `group_fields`.
void print(std::ostream &out, const tabulate::Result &result, const std::vector<std::string> &group_fields,
           const std::vector<std::vector<std::string>> &group_values, const std::string &zones,
           Format format);

/// Findings of a check, in their order. The table groups them by rule, shows so many of each (0: all) and
/// counts the rest; CSV and JSON have them all, with the sentence in both languages.
void print(std::ostream &out, const quality::Inspected &inspected, Format format, std::size_t most_of_a_rule);

/// Everything that a report shows, gathered once; every format only prints it.
struct Figures {
    std::string title;
    std::string date; // ISO, pinned by SOURCE_DATE_EPOCH
    std::string boundaries_source;
    quota::ProgressTable region_and_leagues;
    quota::ProgressTable banners;
    std::vector<quota::Totals> layers; // by banner and stage, those with features
    std::vector<store::ImportRecord> imports;
    std::optional<store::Seal> seal; // the last one before these figures
};
/// Runs the engine once over each layer.
Figures gather(const store::Workspace &workspace, const catalogue::Catalogue &catalogue, int year,
               const tabulate::Options &options);

/// progress.xlsx: a summary, leagues, leagues with their banners, one sheet per layer with figures, a legend.
/// The same bytes for the same figures. Throws Error (refused) when the file cannot be written.
void write_workbook(const std::filesystem::path &file, const Figures &figures,
                    const catalogue::Catalogue &catalogue);
/// report.html: one self-contained page with a map of the banners by progress. Banners must be a partition
/// whose neighbours share their vertices (boundaries.h): borders of leagues are where two leagues meet.
void write_page(const std::filesystem::path &file, const Figures &figures,
                const catalogue::Catalogue &catalogue, const std::vector<store::Boundary> &banners,
                const std::vector<store::Boundary> &leagues);

} // namespace qitu::report
