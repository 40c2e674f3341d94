// Indicators of the region, of each league and its banners, and the same by league.
#include "rounded_once.h"

#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>
#include <qitu/output/format/rounded.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::report {

namespace {

using indicators::ProgressRow;
using Level = Row::Level;
using Kind = Column::Kind;

/// The exact rows behind those that are printed.
class Exact {
  public:
    explicit Exact(const PrintedProgress &printed)
        : figures_(printed.figures), rows_(printed.rounded->exact) {}
    [[nodiscard]] const ProgressRow &of(const ProgressRow &printed) const {
        return rows_.of(printed, figures_);
    }

  private:
    const Figures &figures_;
    const ExactRows &rows_;
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
        target.mark +=
            say("(document: {})",
                format::target_label(format::figure_text(row.document_target, row), row.target_kind));
}

void add_progress(std::vector<Value> &cells, const ProgressRow &printed, const ProgressRow &exact) {
    const int decimals = format::places_of(printed);
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

std::string unit_shown(const format::IndicatorRows &group) {
    return format::unit_label(group.rows.front());
}

std::string own_unit(const format::IndicatorRows &group) {
    return group.indicator == nullptr ? unit_shown(group) : format::unit_label(*group.indicator);
}

Value unit_of(const format::IndicatorRows &group) {
    return Word{own_unit(group), unit_shown(group)};
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

Grid summary_grid(const PrintedProgress &printed) {
    Grid grid{"summary", say("Summary"), printed.figures.title, say("as in the column"), {}, {}};
    grid.columns = {{"indicator", say("Indicator"), say("What is counted against a target."), Kind::wrapped},
                    {"unit", say("Unit"), say("In which the figures of the line are."), Kind::text}};
    for (Column &column : progress_columns(2, false))
        grid.columns.push_back(std::move(column));
    grid.columns.push_back(
        {"basis", say("Basis"), say("Clause of the document that sets the target."), Kind::text});
    const Exact exact(printed);
    std::string heading;
    const bool whole = printed.figures.level == indicators::Level::region;
    std::size_t idle = 0; // of one unit: indicators that it has no part in
    for (const format::IndicatorRows &group : format::by_indicator(printed.own, printed.catalogue)) {
        if (!whole && !format::has_something(group.rows.front())) {
            ++idle;
            continue;
        }
        if (const std::string here = heading_of(printed.catalogue, group); here != heading) {
            heading = here;
            grid.rows.push_back({Level::heading, "", {heading}});
        }
        grid.rows.push_back(indicator_row(group, exact));
    }
    if (idle > 0)
        grid.note = say("Not listed: {} indicators with neither target nor figure here.", idle);
    return grid;
}

namespace {

std::string parts_head(const Figures &figures) {
    switch (figures.level) {
    case indicators::Level::region:
        return say("League and banner");
    case indicators::Level::league:
        return say("Banner");
    default:
        return say("Township");
    }
}

Grid indicator_grid(const PrintedProgress &printed, const format::IndicatorRows &groups, bool sums) {
    const std::string name = format::indicator_label(groups.indicator, groups.id);
    Grid grid{"indicator." + groups.id, name, name, unit_shown(groups), {}, {}, {}, groups.id,
              own_unit(groups)};
    grid.columns = {
        {"code", say("Code"), say("Of the unit of administration."), Kind::text},
        {"name", parts_head(printed.figures), say("Leagues stand above their banners."), Kind::text}};
    for (Column &column : progress_columns(2, sums))
        grid.columns.push_back(std::move(column));
    grid.columns.push_back({"rank", say("Rank"),
                            say("By percentage among the units of its level, 1 the furthest."),
                            Kind::number});
    return grid;
}

} // namespace

std::vector<Grid> indicator_grids(const PrintedProgress &printed) {
    std::vector<Grid> grids;
    const bool whole = printed.figures.level == indicators::Level::region;
    const bool with_parts = !printed.parts.rows.empty();
    const Exact exact(printed);
    const std::vector<format::IndicatorRows> below = format::by_indicator(printed.parts, printed.catalogue);
    for (const format::IndicatorRows &groups : format::by_indicator(printed.groups, printed.catalogue)) {
        const format::IndicatorRows *parts = find_group(below, groups.id);
        const bool anything = whole
                                  ? below_the_region(groups) || (parts != nullptr && below_the_region(*parts))
                                  : format::has_something(groups.rows.front()) || below_the_region(groups);
        if (!anything || (with_parts && parts == nullptr))
            continue;
        const bool sums = format::additive(groups.indicator);
        Grid grid = indicator_grid(printed, groups, sums);
        grid.rows.push_back(
            unit_row(Level::total, groups.rows.front(), exact, sums && groups.rows.size() > 1));
        for (std::size_t i = 1; i < groups.rows.size(); ++i) {
            const ProgressRow &group = groups.rows[i];
            grid.rows.push_back(
                unit_row(with_parts ? Level::league : Level::part, group, exact, with_parts && sums));
            for (std::size_t b = 1; with_parts && b < parts->rows.size(); ++b)
                if (format::league_of(printed.catalogue, parts->rows[b].admin) == group.admin)
                    grid.rows.push_back(unit_row(Level::part, parts->rows[b], exact, false));
        }
        grids.push_back(std::move(grid));
    }
    return grids;
}

namespace {

Grid league_grid(const ProgressRow &league) {
    Grid grid{"league." + league.admin,
              league.name,
              say("{}: league and banners", league.name),
              say("as in the column"),
              {},
              {},
              {},
              league.admin};
    grid.columns = {{"name", say("Indicator, banner"),
                     say("The league's figure by indicator, its banners below."), Kind::wrapped},
                    {"unit", say("Unit"), say("In which the figures of the line are."), Kind::text}};
    for (Column &column : progress_columns(2, true))
        grid.columns.push_back(std::move(column));
    return grid;
}

std::vector<const ProgressRow *> banners_with_something(const std::vector<ProgressRow> &rows,
                                                        const std::string &league,
                                                        const catalogue::Catalogue &catalogue) {
    std::vector<const ProgressRow *> below;
    for (std::size_t i = 1; i < rows.size(); ++i)
        if (format::has_something(rows[i]) && format::league_of(catalogue, rows[i].admin) == league)
            below.push_back(&rows[i]);
    return below;
}

} // namespace

// A league's indicators, each with the banners that have something.
std::vector<Grid> league_grids(const PrintedProgress &printed) {
    std::map<std::string, Grid> grids;
    const bool whole = printed.figures.level == indicators::Level::region;
    if (printed.figures.by != indicators::Level::banner ||
        (!whole && printed.figures.level != indicators::Level::league))
        return {};
    const Exact exact(printed);
    const std::vector<format::IndicatorRows> below = format::by_indicator(printed.parts, printed.catalogue);
    for (const format::IndicatorRows &groups : format::by_indicator(printed.groups, printed.catalogue)) {
        const format::IndicatorRows *parts = whole ? find_group(below, groups.id) : &groups;
        const bool sums = format::additive(groups.indicator);
        const std::size_t end = whole ? groups.rows.size() : 1;
        for (std::size_t i = whole ? 1 : 0; parts != nullptr && i < end; ++i) {
            const ProgressRow &league = groups.rows[i];
            const auto banners = banners_with_something(parts->rows, league.admin, printed.catalogue);
            if (!format::has_something(league) && banners.empty())
                continue;
            Grid &grid = grids[league.admin];
            if (grid.columns.empty())
                grid = league_grid(league);
            Row row{Level::league,
                    league.admin,
                    {format::indicator_label(groups.indicator, groups.id), unit_of(groups)},
                    sums};
            add_progress(row.cells, league, exact.of(league));
            grid.rows.push_back(std::move(row));
            for (const ProgressRow *banner : banners) {
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
