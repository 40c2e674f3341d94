// report: tables, workbook, page. Prints figures that quota and tabulate made; computes none of its own.
//
// What people read is rounded so that the parts of a column add up to its total; JSON and CSV carry the
// unrounded values, in the shortest form that reads back as the same number.
#pragma once

#include <qitu/analysis/area_comparison/area_comparison.h>
#include <qitu/analysis/indicators/explain.h>
#include <qitu/analysis/land_balance/land_balance.h>
#include <qitu/analysis/quotas/quotas.h>
#include <qitu/analysis/validation/validation.h>
#include <qitu/core/base/language.h>
#include <qitu/data/workspace/imports.h>
#include <qitu/data/workspace/quotas.h>
#include <qitu/data/workspace/seal.h>

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::report {

enum class console::Format { table, csv, json };
console::Format console::format_from(std::string_view name); // throws Error (usage)

/// A plain table: heads and cells as text, numbers right-aligned; the widths count Chinese characters as two.
enum class console::Tone { plain, good, doubtful, bad };
struct console::Table {
    std::vector<std::string> heads;
    std::vector<bool> numeric;
    std::vector<std::vector<std::string>> cells;
    std::vector<console::Tone> tones = {}; // of each row's first cell; none: plain
};
void console::print(std::ostream &out, const console::Table &table);

/// What a stream leads to. Tables that are printed to it are as wide as it is: the widest column of words is
/// cut short with …, never one of figures. A stream of which nothing was said takes tables as they are.
struct console::Terminal {
    std::size_t columns = 0; // 0: any number
    bool colours = false;
};
void console::fit(std::ostream &out, const console::Terminal &terminal);

/// The fixed formats of docs/formats.md, UTF-8 with LF. In CSV group fields are columns of their own (group_x
/// where a field bears the name of a column), what is null is empty, and what lies outside every zone has an
/// empty zone. The table of `progress` leaves out units that have neither target nor figure and says how
/// many.
void console::print(std::ostream &out, const indicators::Totals &totals, console::Format format);
/// The same with the layer's and the codes' names in the language in use; they differ in the table only.
void console::print(std::ostream &out, const indicators::Totals &totals, const catalogue::Catalogue &catalogue,
           console::Format format);
void console::print(std::ostream &out, const indicators::ProgressTable &progress,
           const catalogue::Catalogue &catalogue, console::Format format);
/// Features behind a figure, with the sum that gives it.
void console::print(std::ostream &out, const indicators::Explanation &explanation,
           const catalogue::Catalogue &catalogue, console::Format format);
void console::print(std::ostream &out, const indicators::OverlapTable &overlaps, const catalogue::Catalogue &catalogue,
           console::Format format);
/// Quotas as they stand; with every version, or as faults.
void console::print(std::ostream &out, const std::vector<workspace::QuotaVersion> &quotas, bool history,
           const catalogue::Catalogue &catalogue, console::Format format);
void console::print(std::ostream &out, const std::vector<quotas::QuotaFault> &faults,
           const catalogue::Catalogue &catalogue, console::Format format);
void console::print(std::ostream &out, const std::vector<land_balance::Balance> &accounts,
           const catalogue::Catalogue &catalogue, console::Format format);
/// `group_values[i]` are the values of group i, in the order of `group_fields`.
void console::print(std::ostream &out, const tabulate::Result &result, const std::vector<std::string> &group_fields,
           const std::vector<std::vector<std::string>> &group_values, const std::string &zones,
           console::Format format);

/// Findings of a check, in their order. The table groups them by rule, shows so many of each (0: all) and
/// counts the rest; CSV and JSON have them all, with the sentence in both languages.
void console::print(std::ostream &out, const validation::Inspected &inspected, console::Format format,
           std::size_t most_of_a_rule);

/// The same as one self-contained page: how many of each rule, where they lie on a map of the banners, and
/// for each rule what it finds, the first thousand, and how many more there are. `subject` is what was
/// checked.
void html::write_findings_page(std::ostream &out, const validation::Inspected &inspected,
                         const std::string &subject, const catalogue::Catalogue &catalogue,
                         const std::vector<workspace::Boundary> &banners);

/// Quoted where CSV (RFC 4180) needs it.
std::string console::csv_cell(const std::string &cell);

/// How often each rule finds something in a layer.
struct Checked {
    std::string when; // date and time of the check
    struct Count {
        std::string layer;
        std::string rule;
        validation::Severity severity = validation::Severity::warning;
        std::uint64_t findings = 0;
        Names first; // the sentence of the first of them
    };
    std::vector<Count> counts; // by layer, in the order of rules
};

/// Everything that a report shows, gathered once; every format only prints it.
struct Figures {
    std::string title;
    std::string date; // ISO, pinned by SOURCE_DATE_EPOCH
    std::string boundaries_source;
    indicators::ProgressTable region_and_leagues;
    indicators::ProgressTable banners;
    std::vector<indicators::Totals> layers; // by banner and stage, those with features
    std::vector<workspace::ImportRecord> imports;
    std::optional<workspace::Seal> seal; // the last one before these figures
    std::string as_of;                   // the state that was asked for; "" for the latest
    indicators::Level by = indicators::Level::banner;
    std::vector<indicators::FeatureShares> shares; // of each of `layers`: what lies in which banner
    indicators::OverlapTable overlaps;             // between layers
    std::vector<land_balance::Balance> accounts;
    std::vector<area_comparison::LayerComparison> reconciled; // layers of polygons
    std::optional<Checked> checked;                           // none: not asked for
};

struct Gathering {
    int year = 0;
    indicators::Level by = indicators::Level::banner;
    std::string as_of;
    bool check = true;
    tabulate::Options engine;
};
/// Progress and totals only, for those who print no more: one run of the engine over each layer.
Figures gather(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue, int year,
               const tabulate::Options &options);
/// Everything. Runs the engine once over each layer, and once more over each that another one may overlap;
/// checks each layer by its rules.
Figures gather(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
               const Gathering &gathering);

/// What lies in each banner, simplified for a small map: a part of report.html.
struct map::Drawing {
    struct Part {
        std::string layer;
        std::string stage; // "" where the layer has none
        std::string kind;  // polygon, line, point
        std::string path;  // of SVG, in units of the banner's map
    };
    struct Map {
        int width = 0;
        int height = 0;
        double metres_per_unit = 0;
        std::string border; // path
        std::vector<Part> parts;
    };
    std::map<std::string, Map> banners; // by code
};
/// Reads the geometry of every feature once. A feature is drawn in each banner that it has a part of.
map::Drawing map::draw(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
             const Figures &figures);

/// progress.xlsx: a summary, leagues and banners side by side, a sheet for each indicator, league and layer,
/// cross-overlaps, findings, land balance, why other ways of counting differ, a legend. The same bytes for
/// the same figures. Throws Error (refused) when the file cannot be written, as do the others.
void xlsx::write_workbook(const std::filesystem::path &file, const Figures &figures,
                    const catalogue::Catalogue &catalogue);
/// report.html: one self-contained page with a map of the banners by progress, and a part for each league and
/// banner. Banners must be a partition whose neighbours share their vertices (boundaries.h): borders of
/// leagues are where two leagues meet.
void html::write_page(const std::filesystem::path &file, const Figures &figures,
                const catalogue::Catalogue &catalogue, const std::vector<workspace::Boundary> &banners,
                const std::vector<workspace::Boundary> &leagues, const map::Drawing &drawing = {});
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
