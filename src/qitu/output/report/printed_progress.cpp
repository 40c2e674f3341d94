#include "rounded_once.h"

#include <qitu/output/format/labels.h>
#include <qitu/output/format/rounded.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace qitu::report {

namespace {

using indicators::ProgressRow;
using indicators::ProgressTable;

// Of many rows none is copied: there is a table for each of a hundred units.
ProgressTable without_rows(const ProgressTable &table) {
    return {table.year,           table.assume,   table.method, table.by,     {},
            table.worst_relative, table.findings, table.only,   table.in_unit};
}

// Of each indicator the row of the unit, and behind it those of the other table that lie below it.
ProgressTable unit_with_parts(const ProgressTable &units, const ProgressTable &parts, const std::string &unit,
                              const catalogue::Catalogue &catalogue) {
    const auto below = [&](const ProgressRow &row) {
        return row.admin != unit && format::lies_in(catalogue, row.admin, unit);
    };
    ProgressTable result = without_rows(units);
    for (const ProgressRow &row : units.rows) {
        if (row.admin != unit)
            continue;
        result.rows.push_back(row);
        std::copy_if(parts.rows.begin(), parts.rows.end(), std::back_inserter(result.rows),
                     [&](const ProgressRow &part) { return part.indicator == row.indicator && below(part); });
    }
    return result;
}

PrintedProgress of_region(const Figures &figures, const Rounded &rounded,
                          const catalogue::Catalogue &catalogue) {
    PrintedProgress printed{figures, catalogue, rounded.leagues, {}, {}};
    if (figures.by == indicators::Level::banner) {
        printed.groups = rounded.leagues_beside_banners;
        printed.parts = rounded.banners;
    } else if (figures.by == indicators::Level::league) {
        printed.groups = rounded.leagues;
    }
    return printed;
}

PrintedProgress of_league(const Figures &figures, const Rounded &rounded,
                          const catalogue::Catalogue &catalogue) {
    PrintedProgress printed{
        figures, catalogue, unit_with_parts(rounded.leagues, {}, figures.of, catalogue), {}, {}};
    printed.groups =
        figures.by == indicators::Level::banner
            ? unit_with_parts(rounded.leagues_beside_banners, rounded.banners, figures.of, catalogue)
            : printed.own;
    return printed;
}

PrintedProgress of_banner(const Figures &figures, const Rounded &rounded,
                          const catalogue::Catalogue &catalogue) {
    return {figures,
            catalogue,
            unit_with_parts(rounded.banners, {}, figures.of, catalogue),
            unit_with_parts(rounded.banners, rounded.townships, figures.of, catalogue),
            {}};
}

PrintedProgress of_township(const Figures &figures, const Rounded &rounded,
                            const catalogue::Catalogue &catalogue) {
    PrintedProgress printed{
        figures, catalogue, unit_with_parts(rounded.townships, {}, figures.of, catalogue), {}, {}};
    printed.groups = printed.own;
    return printed;
}

PrintedProgress cut_down(const Figures &figures, const Rounded &rounded,
                         const catalogue::Catalogue &catalogue) {
    switch (figures.level) {
    case indicators::Level::league:
        return of_league(figures, rounded, catalogue);
    case indicators::Level::banner:
        return of_banner(figures, rounded, catalogue);
    case indicators::Level::township:
        return of_township(figures, rounded, catalogue);
    case indicators::Level::region:
        break;
    }
    return of_region(figures, rounded, catalogue);
}

std::array<const ProgressTable *, 3> tables_of(const Figures &figures) {
    return {&figures.banners, &figures.region_and_leagues, figures.townships ? &*figures.townships : nullptr};
}

} // namespace

ExactRows::ExactRows(const Figures &figures) {
    const auto tables = tables_of(figures);
    for (std::size_t table = 0; table < tables.size(); ++table)
        for (std::size_t row = 0; tables[table] != nullptr && row < tables[table]->rows.size(); ++row)
            places_[tables[table]->rows[row].admin].emplace_back(table, row);
}

const ProgressRow &ExactRows::of(const ProgressRow &printed, const Figures &figures) const {
    const auto tables = tables_of(figures);
    const auto row_at = [&](const Place &place) -> const ProgressRow & {
        return tables[place.first]->rows[place.second];
    };
    const std::vector<Place> &places = places_.at(printed.admin);
    return row_at(*std::find_if(places.begin(), places.end(), [&](const Place &place) {
        return row_at(place).indicator == printed.indicator;
    }));
}

std::shared_ptr<const Rounded> rounded_once(const Figures &figures, const catalogue::Catalogue &catalogue) {
    std::vector<std::vector<LayerLine>> layers;
    for (const indicators::Totals &totals : figures.layers)
        layers.push_back(totals.rows.empty() ? std::vector<LayerLine>() : layer_lines(totals, catalogue));
    return std::make_shared<const Rounded>(Rounded{
        format::rounded_for_display(figures.region_and_leagues, catalogue),
        format::rounded_for_display(figures.region_and_leagues, figures.banners, catalogue),
        format::rounded_for_display(figures.banners, catalogue),
        figures.townships ? format::rounded_for_display(*figures.townships, catalogue) : ProgressTable(),
        std::move(layers), format::rounded_for_display(figures.overlaps, catalogue),
        differences_by_banner(figures, catalogue), ExactRows(figures)});
}

PrintedProgress printed_progress(const Figures &figures, const catalogue::Catalogue &catalogue) {
    std::shared_ptr<const Rounded> rounded =
        figures.rounded ? figures.rounded : rounded_once(figures, catalogue);
    PrintedProgress printed = cut_down(figures, *rounded, catalogue);
    printed.rounded = std::move(rounded);
    return printed;
}

} // namespace qitu::report
