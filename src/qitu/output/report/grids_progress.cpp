// Indicators of the region, of each league and its banners, and the same by league.
#include "document.h"

#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>
#include <qitu/output/format/rounded.h>

#include <algorithm>
#include <string>
#include <vector>

namespace qitu::report {

namespace {

using indicators::ProgressRow;
using Level = Row::Level;
using Kind = Column::Kind;

/// The exact rows by indicator and unit; those that are printed carry rounded values.
class Exact {
  public:
    explicit Exact(const Figures &figures) {
        for (const indicators::ProgressTable *table : {&figures.region_and_leagues, &figures.banners})
            for (const ProgressRow &row : table->rows)
                rows_[{row.indicator, row.admin}] = &row;
    }
    [[nodiscard]] const ProgressRow &of(const ProgressRow &printed) const {
        return *rows_.at({printed.indicator, printed.admin});
    }

  private:
    std::map<std::pair<std::string, std::string>, const ProgressRow *> rows_;
};

Value value_of(const std::optional<double> &exact, const std::optional<double> &printed, int decimals) {
    return exact && printed ? Value(Number{*exact, *printed, decimals}) : Value();
}

constexpr std::size_t progress_cells_count = 6;

/// Columns of progress from `first` on.
std::vector<Column> progress_columns(std::size_t first, bool sums) {
    const std::size_t target = first;
    const std::size_t done = first + 1;
    std::vector<Column> columns{
        {"target",
         say("Target"),
         say("The quota of the unit for the programme year, in the indicator's unit."),
         Kind::number,
         sums,
         {},
         say("no target")},
        {"done", say("Done"), say("What counts for the target; net, each place once."), Kind::number, sums},
        {"percent", say("Done (%)"), say("Done over target. For a share: the share itself."), Kind::percent,
         false, Derived{Derived::How::percent, {target, done}}},
        {"remaining", say("Remaining"), say("Target less done, never below 0."), Kind::number, false,
         Derived{Derived::How::remaining, {target, done}}},
        {"under_construction", say("Under construction"), say("Past approval, before the stage that counts."),
         Kind::number, sums},
        {"approved", say("Approved"), say("Approved, not begun."), Kind::number, sums}};
    return columns;
}

// The document's words, and its own target where a quota has taken its place.
void mark_target(Number &target, const ProgressRow &row) {
    target.before = format::target_label("", row.target_kind);
    if (row.target_illustrative)
        target.mark = say("(illustrative)");
    if (row.document_target)
        target.mark += say(
            "(document: {})",
            format::target_label(format::with_separators(*row.document_target, format::decimals_of(row.unit)),
                                 row.target_kind));
}

void add_progress(std::vector<Value> &cells, const ProgressRow &printed, const ProgressRow &exact) {
    const int decimals = format::decimals_of(printed.unit);
    Value target = value_of(exact.target, printed.target, decimals);
    if (printed.target)
        mark_target(std::get<Number>(target), printed);
    cells.push_back(std::move(target));
    cells.push_back(value_of(format::done_of(exact), format::done_of(printed), decimals));
    cells.push_back(printed.percent ? Value(Number{*exact.percent, format::rounded(*printed.percent, 1), 1})
                                    : Value());
    cells.push_back(value_of(exact.remaining, printed.remaining, decimals));
    cells.push_back(value_of(exact.under_construction, printed.under_construction, decimals));
    cells.push_back(value_of(exact.approved, printed.approved, decimals));
}

std::string unit_of(const format::IndicatorRows &group) {
    return group.indicator == nullptr ? format::unit_label(group.rows.front().unit)
                                      : format::unit_label(*group.indicator);
}

const format::IndicatorRows *find_group(const std::vector<format::IndicatorRows> &groups,
                                        const std::string &id) {
    const auto found = std::find_if(groups.begin(), groups.end(),
                                    [&](const format::IndicatorRows &group) { return group.id == id; });
    return found == groups.end() ? nullptr : &*found;
}

bool below_the_region(const format::IndicatorRows &group) {
    return std::any_of(group.rows.begin() + 1, group.rows.end(), format::has_something);
}

std::string heading_of(const catalogue::Catalogue &catalogue, const format::IndicatorRows &group) {
    const catalogue::Layer *layer =
        group.indicator == nullptr ? nullptr : format::find_layer(catalogue, group.indicator->layer);
    return layer == nullptr ? "" : layer->group.in(language_in_use());
}

Row indicator_row(const format::IndicatorRows &group, const Exact &exact) {
    const ProgressRow &row = group.rows.front();
    Row result{Level::plain, row.admin, {format::indicator_label(group.indicator, group.id), unit_of(group)}};
    add_progress(result.cells, row, exact.of(row));
    result.cells.emplace_back(group.indicator == nullptr || group.indicator->clause.empty()
                                  ? std::string()
                                  : say("clause {}", group.indicator->clause));
    return result;
}

Row unit_row(Level level, const ProgressRow &row, const Exact &exact, bool sums) {
    Row result{level, row.admin, {row.admin, row.name}, sums};
    add_progress(result.cells, row, exact.of(row));
    result.cells.push_back(
        row.rank ? Value(Number{static_cast<double>(*row.rank), static_cast<double>(*row.rank), 0})
                 : Value());
    return result;
}

} // namespace

Grid summary_grid(const RoundedFigures &printed) {
    Grid grid{"summary", say("Summary"), printed.figures.title, say("as in the column"), {}, {}};
    grid.columns = {{"indicator", say("Indicator"), say("What is counted against a target."), Kind::wrapped},
                    {"unit", say("Unit"), say("In which the figures of the line are."), Kind::text}};
    for (Column &column : progress_columns(2, false))
        grid.columns.push_back(std::move(column));
    grid.columns.push_back(
        {"basis", say("Basis"), say("Clause of the document that sets the target."), Kind::text});
    const Exact exact(printed.figures);
    std::string heading;
    for (const format::IndicatorRows &group : format::by_indicator(printed.leagues, printed.catalogue)) {
        if (const std::string here = heading_of(printed.catalogue, group); here != heading) {
            heading = here;
            grid.rows.push_back({Level::heading, "", {heading}});
        }
        grid.rows.push_back(indicator_row(group, exact));
    }
    return grid;
}

std::vector<Grid> indicator_grids(const RoundedFigures &printed) {
    std::vector<Grid> grids;
    if (printed.figures.by == indicators::Level::region)
        return grids;
    const bool with_banners = printed.figures.by == indicators::Level::banner;
    const Exact exact(printed.figures);
    const std::vector<format::IndicatorRows> banners =
        format::by_indicator(printed.banners, printed.catalogue);
    for (const format::IndicatorRows &leagues : format::by_indicator(printed.leagues, printed.catalogue)) {
        const format::IndicatorRows *parts = find_group(banners, leagues.id);
        if (parts == nullptr || (!below_the_region(leagues) && !below_the_region(*parts)))
            continue;
        const bool sums = format::additive(leagues.indicator);
        const std::string name = format::indicator_label(leagues.indicator, leagues.id);
        Grid grid{"indicator." + leagues.id, name, name, unit_of(leagues), {}, {}, {}, leagues.id};
        grid.columns = {
            {"code", say("Code"), say("Of the unit of administration."), Kind::text},
            {"name", say("League and banner"), say("Leagues stand above their banners."), Kind::text}};
        for (Column &column : progress_columns(2, sums))
            grid.columns.push_back(std::move(column));
        grid.columns.push_back({"rank", say("Rank"),
                                say("By percentage among the units of its level, 1 the furthest."),
                                Kind::number});
        grid.rows.push_back(unit_row(Level::total, leagues.rows.front(), exact, sums));
        for (std::size_t i = 1; i < leagues.rows.size(); ++i) {
            const ProgressRow &league = leagues.rows[i];
            grid.rows.push_back(unit_row(with_banners ? Level::league : Level::part, league, exact, sums));
            for (std::size_t b = 1; with_banners && b < parts->rows.size(); ++b)
                if (format::league_of(printed.catalogue, parts->rows[b].admin) == league.admin)
                    grid.rows.push_back(unit_row(Level::part, parts->rows[b], exact, false));
        }
        grids.push_back(std::move(grid));
    }
    return grids;
}

// A league's indicators, each with the banners that have something.
std::vector<Grid> league_grids(const RoundedFigures &printed) {
    std::map<std::string, Grid> grids;
    if (printed.figures.by != indicators::Level::banner)
        return {};
    const Exact exact(printed.figures);
    const std::vector<format::IndicatorRows> banners =
        format::by_indicator(printed.banners, printed.catalogue);
    for (const format::IndicatorRows &leagues : format::by_indicator(printed.leagues, printed.catalogue)) {
        const format::IndicatorRows *parts = find_group(banners, leagues.id);
        const bool sums = format::additive(leagues.indicator);
        for (std::size_t i = 1; parts != nullptr && i < leagues.rows.size(); ++i) {
            const ProgressRow &league = leagues.rows[i];
            std::vector<const ProgressRow *> below;
            for (std::size_t b = 1; b < parts->rows.size(); ++b)
                if (format::has_something(parts->rows[b]) &&
                    format::league_of(printed.catalogue, parts->rows[b].admin) == league.admin)
                    below.push_back(&parts->rows[b]);
            if (!format::has_something(league) && below.empty())
                continue;
            Grid &grid = grids[league.admin];
            if (grid.columns.empty()) {
                grid = {"league." + league.admin,
                        league.name,
                        say("{}: league and banners", league.name),
                        say("as in the column"),
                        {},
                        {},
                        {},
                        league.admin};
                grid.columns = {
                    {"name", say("Indicator, banner"),
                     say("The league's figure by indicator, its banners below."), Kind::wrapped},
                    {"unit", say("Unit"), say("In which the figures of the line are."), Kind::text}};
                for (Column &column : progress_columns(2, true))
                    grid.columns.push_back(std::move(column));
            }
            Row row{Level::league,
                    league.admin,
                    {format::indicator_label(leagues.indicator, leagues.id), unit_of(leagues)},
                    sums};
            add_progress(row.cells, league, exact.of(league));
            grid.rows.push_back(std::move(row));
            for (const ProgressRow *banner : below) {
                Row part{Level::part, banner->admin, {banner->name, std::string()}};
                add_progress(part.cells, *banner, exact.of(*banner));
                grid.rows.push_back(std::move(part));
            }
        }
    }
    std::vector<Grid> result;
    for (auto &[code, grid] : grids)
        result.push_back(std::move(grid));
    return result;
}

} // namespace qitu::report
