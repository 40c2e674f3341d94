#include "listing.h"
#include "money_columns.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>
#include <qitu/data/workspace/history.h>
#include <qitu/output/console/console.h>
#include <qitu/output/console/progress_listing.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>
#include <qitu/output/format/rounded.h>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qitu::console {

namespace {

using catalogue::Catalogue;
using indicators::ProgressRow;
using indicators::ProgressTable;

std::string unit_word(const ProgressRow &row) {
    return row.unit_words.zh.empty() ? std::string(unit_name(row.unit, true)) : row.unit_words.zh;
}

// The target, and the document's own where a quota has taken its place.
std::string target_text(const ProgressRow &row) {
    std::string own = row.target ? format::target_label(format::figure_text(row.target, row), row.target_kind)
                                 : say("no target");
    if (!row.document_target)
        return own;
    return own + " " +
           say("(document: {})",
               format::target_label(format::figure_text(row.document_target, row), row.target_kind));
}

std::string_view kind_name(catalogue::TargetKind kind) {
    switch (kind) {
    case catalogue::TargetKind::at_least:
        return "at_least";
    case catalogue::TargetKind::about:
        return "about";
    case catalogue::TargetKind::exactly:
        break;
    }
    return "exactly";
}

std::string joined(const std::vector<Names> &names) {
    std::vector<std::string> words;
    for (const Names &name : names)
        words.push_back(name.in(language_in_use()));
    return fmt::format("{}", fmt::join(words, say(", ")));
}

// "2 of 3: …; missing …; not counted: …", of what the document names.
std::string named_text(const ProgressRow &row) {
    std::vector<std::string> parts;
    const indicators::NamedStatus &named = *row.named;
    const std::size_t all = named.counted.size() + named.missing.size();
    if (all > 0)
        parts.push_back(named.counted.empty()
                            ? say("none of {}", all)
                            : say("{} of {}: {}", named.counted.size(), all, joined(named.counted)));
    if (!named.missing.empty())
        parts.push_back(say("missing {}", joined(named.missing)));
    if (!named.others.empty())
        parts.push_back(say("not counted: {}", joined(named.others)));
    return fmt::format("{}", fmt::join(parts, say("; ")));
}

/// A row in its table: its group stands at the head of the first one.
struct ProgressLine {
    const ProgressRow *row;
    const format::IndicatorRows *group = nullptr;
    bool first = false;
    const project_figures::Row *money = nullptr;
};

using ProgressText = std::function<std::string(const ProgressLine &)>;

Column<ProgressLine> figure_column(const char *key, std::string heading, Value (*value)(const ProgressRow &),
                                   ProgressText text) {
    return {key, std::move(heading), Align::right, [=](const ProgressLine &line) { return value(*line.row); },
            std::move(text)};
}

Column<ProgressLine> key_column(const char *key, Value (*value)(const ProgressRow &)) {
    return {key, "", Align::left, [=](const ProgressLine &line) { return value(*line.row); }};
}

std::string indicator_text(const ProgressLine &line) {
    return line.first ? format::indicator_label(line.group->indicator, line.group->id) : "";
}

std::string unit_text(const ProgressLine &line) {
    return line.first ? format::unit_label(*line.row) : "";
}

ProgressText number_text(std::optional<double> (*value)(const ProgressRow &),
                         bool ProgressRow::*trace = nullptr) {
    return [=](const ProgressLine &line) {
        return format::figure_text(value(*line.row), *line.row, trace != nullptr && line.row->*trace);
    };
}

// A share of nothing is held against nothing; of a league that is missing not even that is known.
bool is_missing(const ProgressRow &row) {
    return !row.known && !row.base_m2;
}

// `expected` has a column where it was asked for.
Columns<ProgressLine> columns_of(bool expected) {
    Columns<ProgressLine> columns{
        {"indicator", say("indicator"), Align::left,
         [](const ProgressLine &line) { return line.row->indicator; }, indicator_text},
        {"", say("unit"), Align::left, {}, unit_text},
        key_column("admin", [](const ProgressRow &row) { return Value(row.admin); }),
        {"name", say("unit of administration"), Align::left,
         [](const ProgressLine &line) { return line.row->name; },
         [](const ProgressLine &line) { return (line.first ? "" : "  ") + line.row->name; }},
        key_column("unit", [](const ProgressRow &row) { return Value(unit_word(row)); }),
        figure_column(
            "target", say("target"), [](const ProgressRow &row) { return value_of(row.target); },
            [](const ProgressLine &line) { return target_text(*line.row); }),
        figure_column(
            "done", say("done"),
            [](const ProgressRow &row) { return is_missing(row) ? Value() : Value(row.done); },
            number_text(format::done_of, &ProgressRow::trace_done)),
        figure_column(
            "percent", "%", [](const ProgressRow &row) { return value_of(row.percent); },
            [](const ProgressLine &line) { return format::percent_text(line.row->percent); }),
        figure_column(
            "remaining", say("remaining"), [](const ProgressRow &row) { return value_of(row.remaining); },
            number_text([](const ProgressRow &row) { return row.remaining; })),
        figure_column(
            "under_construction", say("under construction"),
            [](const ProgressRow &row) { return value_of(row.under_construction); },
            number_text([](const ProgressRow &row) { return row.under_construction; },
                        &ProgressRow::trace_under_construction)),
        figure_column(
            "approved", say("approved"), [](const ProgressRow &row) { return value_of(row.approved); },
            number_text([](const ProgressRow &row) { return row.approved; }, &ProgressRow::trace_approved)),
        key_column("target_illustrative",
                   [](const ProgressRow &row) { return Value(row.target_illustrative); }),
        figure_column(
            "rank", say("rank"),
            [](const ProgressRow &row) { return row.rank ? Value(std::int64_t{*row.rank}) : Value(); },
            [](const ProgressLine &line) {
                return line.row->rank ? fmt::format("{}", *line.row->rank) : "";
            }),
        figure_column(
            "expected", say("expected by then"),
            [](const ProgressRow &row) { return value_of(row.expected); },
            [](const ProgressLine &line) {
                return line.row->expected ? format::figure_text(line.row->expected, *line.row) : "";
            }),
        key_column("cumulative", [](const ProgressRow &row) { return value_of(row.cumulative); }),
        key_column("target_kind",
                   [](const ProgressRow &row) { return Value(std::string(kind_name(row.target_kind))); }),
        key_column("document_target", [](const ProgressRow &row) { return value_of(row.document_target); }),
        key_column("part_m2", [](const ProgressRow &row) { return value_of(row.part_m2); }),
        key_column("base_m2", [](const ProgressRow &row) { return value_of(row.base_m2); }),
        key_column("per_year_m2", [](const ProgressRow &row) { return value_of(row.per_year_m2); }),
        {"", "", Align::left, {}, [](const ProgressLine &line) {
             return line.row->target_illustrative ? say("(illustrative)") : std::string();
         }}};
    for (Column<ProgressLine> &column : columns)
        if (column.key == "expected" && !expected)
            column.text = {};
    return columns;
}

void add_money_columns(Columns<ProgressLine> &columns) {
    for (Column<ProgressLine> &column :
         money_columns<ProgressLine>([](const ProgressLine &line) { return line.money; }))
        columns.push_back(std::move(column));
}

bool any_expected(const ProgressTable &progress) {
    return std::any_of(progress.rows.begin(), progress.rows.end(),
                       [](const ProgressRow &row) { return row.expected.has_value(); });
}

// Of the first line of each indicator: the region's.
void print_named(std::ostream &out, const std::vector<ProgressLine> &lines) {
    std::string_view apart = "\n"; // from the table
    for (const ProgressLine &line : lines)
        if (line.first && line.row->named)
            out << std::exchange(apart, "") << indicator_text(line) << say(": ") << named_text(*line.row)
                << '\n';
}

// Of a share with a target: how much that is, and what each year must add.
void print_paths(std::ostream &out, const ProgressTable &progress, const Catalogue &catalogue) {
    const auto wan_mu = [](double m2) {
        return format::with_separators(m2 / unit_size(Unit::wan_mu), format::decimals_of(Unit::wan_mu));
    };
    for (const ProgressRow &row : progress.rows)
        if (row.per_year_m2)
            out << say("{}, {}: built {} of {} ×10,000 mu, {} left to the target, {} a year needed.",
                       format::indicator_label(format::find_indicator(catalogue, row.indicator),
                                               row.indicator),
                       row.name, wan_mu(*row.part_m2), wan_mu(*row.base_m2),
                       wan_mu(std::max(0.0, *row.target / 100 * *row.base_m2 - *row.part_m2)),
                       wan_mu(*row.per_year_m2))
                << '\n';
}

Json list_of(const std::vector<Names> &names) {
    Json result = Json::array();
    for (const Names &name : names)
        result.push_back(name.zh);
    return result;
}

// Lists have no place in a row of CSV.
Json rows_with_names(const Columns<ProgressLine> &columns, const std::vector<ProgressLine> &lines) {
    Json rows = json_of(columns, lines);
    for (std::size_t i = 0; i < lines.size(); ++i)
        if (const auto &named = lines[i].row->named)
            rows[i]["named"] = {{"counted", list_of(named->counted)},
                                {"missing", list_of(named->missing)},
                                {"others", list_of(named->others)}};
    return rows;
}

void print_table(std::ostream &out, const ProgressTable &progress, const Catalogue &catalogue) {
    const std::vector<format::IndicatorRows> groups =
        format::by_indicator(format::rounded_for_display(progress, catalogue), catalogue);
    std::vector<ProgressLine> lines;
    std::size_t left_out = 0;
    for (const format::IndicatorRows &group : groups)
        for (const ProgressRow &row : group.rows) {
            const bool first = &row == &group.rows.front();
            if (!progress.shows(row, catalogue))
                continue;
            if (first || format::has_something(row) || is_missing(row))
                lines.push_back({&row, &group, first});
            else
                ++left_out;
        }
    print(out, table_of(columns_of(any_expected(progress)), lines));
    print_named(out, lines);
    print_paths(out, progress, catalogue);
    out << '\n'
        << say("Programme year {}. Method {}.", progress.year, format::method_label(progress.method)) << '\n';
    if (!progress.assume.empty())
        out << say("What if: from the stage {} on everything is taken for done.",
                   catalogue.stage(progress.assume)->names.in(language_in_use()))
            << '\n';
    if (left_out > 0)
        out << say("Left out: {} lines of units with neither target nor figure; csv and json have them.",
                   left_out)
            << '\n';
}

using Money = std::optional<project_figures::Table>;

std::vector<ProgressLine> exact_lines(const ProgressTable &progress, const Money &money,
                                      const Catalogue &catalogue) {
    std::map<std::pair<std::string_view, std::string_view>, const project_figures::Row *> rows;
    if (money)
        for (const project_figures::Row &row : money->rows)
            rows[{row.indicator, row.admin}] = &row;
    std::vector<ProgressLine> lines;
    for (const ProgressRow &row : progress.rows) {
        if (!progress.shows(row, catalogue))
            continue;
        const auto found = rows.find({row.indicator, row.admin});
        lines.push_back({&row, nullptr, false, found == rows.end() ? nullptr : found->second});
    }
    return lines;
}

Columns<ProgressLine> exact_columns(const Money &money) {
    Columns<ProgressLine> columns = columns_of(true);
    if (money)
        add_money_columns(columns);
    return columns;
}

using Leagues = std::vector<indicators::League>;

Columns<indicators::League> league_columns() {
    using indicators::League;
    const auto known = [](const League &league) { return league.sums != nullptr; };
    return {{"league", "", Align::left, [](const League &league) { return league.code; }},
            {"name", say("league"), Align::left, [](const League &league) { return league.name; },
             [](const League &league) { return league.name; }},
            {"server", say("server"), Align::left, [](const League &league) { return league.server; },
             [](const League &league) { return league.server; }},
            {"state", say("state"), Align::left,
             [known](const League &league) { return std::string(known(league) ? "counted" : "missing"); },
             [known](const League &league) { return known(league) ? say("counted") : say("missing"); }},
            {"counted_at", say("counted at"), Align::left,
             [](const League &league) {
                 return league.at == 0 ? Value() : Value(workspace::utc_text(league.at));
             },
             [](const League &league) { return league.at == 0 ? "" : workspace::time_text(league.at); }},
            {"later", say("changes since"), Align::right,
             [known](const League &league) { return known(league) ? Value(league.later) : Value(); },
             [known](const League &league) {
                 return known(league) ? fmt::format("{}", league.later) : std::string();
             }},
            {"why", "", Align::left, [](const League &league) { return league.why; }}};
}

void print_json(std::ostream &out, const ProgressTable &progress, const Money &money, const Leagues &leagues,
                const Catalogue &catalogue) {
    Json json{{"year", progress.year},
              {"by", indicators::level_name(progress.by)},
              {"method", geodesy::method_name(progress.method)},
              {"assume", progress.assume},
              {"rows", rows_with_names(exact_columns(money), exact_lines(progress, money, catalogue))},
              {"conservation", {{"worst_relative", progress.worst_relative}}},
              {"findings", json_of(progress.findings)}};
    if (!leagues.empty())
        json["leagues"] = json_of(league_columns(), leagues);
    write_json(out, json);
}

} // namespace

void print(std::ostream &out, const ProgressTable &progress, const Catalogue &catalogue, Format format) {
    print(out, progress, std::nullopt, catalogue, format);
}

void print(std::ostream &out, const ProgressTable &progress, const Money &money, const Catalogue &catalogue,
           Format format) {
    print(out, progress, money, Leagues(), catalogue, format);
}

void print(std::ostream &out, const ProgressTable &progress, const Money &money, const Leagues &leagues,
           const Catalogue &catalogue, Format format) {
    switch (format) {
    case Format::table:
        print_table(out, progress, catalogue);
        if (money)
            print_money(out, *money, catalogue);
        return;
    case Format::csv:
        return write_csv(out, exact_columns(money), exact_lines(progress, money, catalogue));
    case Format::json:
        return print_json(out, progress, money, leagues, catalogue);
    }
}

void print(std::ostream &out, const Leagues &leagues, Format format) {
    switch (format) {
    case Format::table:
        return print(out, table_of(league_columns(), leagues));
    case Format::csv:
        return write_csv(out, league_columns(), leagues);
    case Format::json:
        return write_json(out, {{"rows", json_of(league_columns(), leagues)}});
    }
}

} // namespace qitu::console
