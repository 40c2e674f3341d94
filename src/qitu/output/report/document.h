// The document: every figure of a report in tables that all formats print. What people read is rounded so
// that columns add up; the exact value stands beside it for JSON and CSV.
#pragma once

#include <qitu/output/report/notes.h>
#include <qitu/output/report/report.h>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace qitu::report {

struct Number {
    double exact = 0;   // for programs; of progress in the indicator's own unit
    double printed = 0; // for people
    int decimals = 0;
    std::string mark{};   // behind it: illustrative
    std::string before{}; // in front of it: ≥
};
/// A word that programs and people read differently: the unit of the exact and of the printed figures.
struct Word {
    std::string exact;
    std::string printed;
};
using Value = std::variant<std::monostate, std::string, Number, Word>;

/// A column whose cells follow from those of others in the same row.
struct Derived {
    enum class How { remaining, percent, sum, less };
    How how = How::less;
    std::vector<std::size_t> from; // remaining and percent: target, done; less: what, less what
    bool less_last = false;        // sum: the last one is taken away
};

struct Column {
    enum class Kind { text, wrapped, number, percent };
    std::string id;
    std::string head;
    std::string meaning; // a sentence for the legend
    Kind kind = Kind::text;
    bool sums = false; // parts add up to the rows above them, where the row says so
    std::optional<Derived> derived{};
    std::string missing = "–"; // where there is no value
    std::string band{};        // neighbours of one band stand under one head
};

struct Row {
    enum class Level { heading, total, league, part, apart, plain }; // apart: of the total, but of no league
    Level level = Level::plain;
    std::string code; // of the admin unit, where the row is one
    std::vector<Value> cells;
    bool sums = false; // columns that sum are sums of the parts below this row
};

struct Grid {
    std::string id;    // file name of the CSV, name in JSON
    std::string sheet; // name of its sheet
    std::string title;
    std::string unit; // for the line below the title
    std::vector<Column> columns;
    std::vector<Row> rows;
    std::string note{};
    std::string subject{};  // the indicator, league or layer that it is of
    std::string own_unit{}; // of the exact figures, where people read another
};

/// The line for those who sign below a table: the bureau, who made it, who checked it, the date.
std::vector<std::string> signature_words(const Figures &figures);

/// Text of a cell as people read it.
std::string text_of(const Value &value, const Column &column);

/// Rows that a sum at `at` adds up: [first, last]; none where there are no parts.
std::optional<std::pair<std::size_t, std::size_t>> parts_of(const Grid &grid, std::size_t at);

struct Document {
    std::string title;
    std::vector<Note> head;  // year, date, method …
    std::vector<Note> notes; // what counts
    std::vector<Note> sources;
    std::vector<Grid> grids;

    [[nodiscard]] const Grid *find(std::string_view id) const;
};

// ---- what charts show

/// The parts of an indicator in percent of its target.
struct AgainstTarget {
    const Row *row = nullptr;
    double done = 0, under_construction = 0, approved = 0;
};
/// Rows of a table with columns of progress that have a percentage of their target. The percentage of a share is of the
/// ground, so that it is none.
std::vector<AgainstTarget> against_targets(const Grid &grid);

/// Rows [first, last] of a table over time that are of one layer or indicator, and the first of its columns that has their figures.
struct TimeSeries {
    std::string name;
    std::size_t measure = 0;
    std::size_t first = 0, last = 0;
    bool changes = false;   // else there is nothing to draw
    std::string measured{}; // the head of the measure with the unit of the rows: "Done by then (mu)"
    std::optional<std::size_t>
        goal{}; // the column of the target, where the table has one and the rows have it
};
std::vector<TimeSeries> time_series(const Grid &grid);

// ---- the builders of grids, one for each part

/// Progress as it is printed: rounded over the whole region, then cut down to the unit of the report. In each
/// table an indicator begins with the row of that unit.
struct PrintedProgress {
    const Figures &figures;
    const catalogue::Catalogue &catalogue;
    indicators::ProgressTable own;    // in the unit's own scale; of the region also its leagues
    indicators::ProgressTable groups; // with what lies directly below, in the scale of `parts`; may be empty
    indicators::ProgressTable parts;  // banners below leagues; may be empty
    std::shared_ptr<const Rounded> rounded{}; // that it was cut from
};
PrintedProgress printed_progress(const Figures &figures, const catalogue::Catalogue &catalogue);
Document document_of(const PrintedProgress &printed);

/// The report of one unit, made once for all its formats. Refers to the figures and to the catalogue.
struct Edition {
    PrintedProgress progress;
    Document document;

    [[nodiscard]] const Figures &figures() const { return progress.figures; }
    [[nodiscard]] const catalogue::Catalogue &catalogue() const { return progress.catalogue; }
};
Edition edition_of(const Figures &figures, const catalogue::Catalogue &catalogue);

/// Where things stand, and what is furthest behind: a sentence each.
std::vector<std::string> opening(const PrintedProgress &printed);

Grid summary_grid(const PrintedProgress &printed);
std::vector<Grid> indicator_grids(const PrintedProgress &printed);
std::vector<Grid> league_grids(const PrintedProgress &printed);
Grid layer_grid(const PrintedProgress &printed, std::size_t layer); // of Figures::layers
/// What was done by the end of each month of the year, against the target; no rows where nothing has a date.
Grid months_grid(const PrintedProgress &printed);
/// What each layer was at each seal; no rows where there is only one moment to tell of.
Grid seals_grid(const Figures &figures, const catalogue::Catalogue &catalogue);
/// How many features each layer had, day by day or month by month; no rows where nothing ever changed.
Grid growth_grid(const Figures &figures, const catalogue::Catalogue &catalogue);
Grid overlaps_grid(const PrintedProgress &printed);
Grid findings_grid(const Figures &figures, const catalogue::Catalogue &catalogue);
std::vector<Grid> balance_grids(const Figures &figures, const catalogue::Catalogue &catalogue);
std::vector<Grid> plan_grids(const Figures &figures, const catalogue::Catalogue &catalogue);
Grid townships_grid(const PrintedProgress &printed);
Grid money_grid(const Figures &figures, const catalogue::Catalogue &catalogue);
Grid ledger_grid(const Figures &figures, const catalogue::Catalogue &catalogue);
Grid parcels_grid(const Figures &figures, const catalogue::Catalogue &catalogue);
Grid differences_grid(const Figures &figures, const catalogue::Catalogue &catalogue);
Grid banner_differences_grid(const PrintedProgress &printed);

} // namespace qitu::report
