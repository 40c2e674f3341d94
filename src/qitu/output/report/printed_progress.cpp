#include "document.h"

#include <qitu/output/format/labels.h>
#include <qitu/output/format/rounded.h>

#include <algorithm>
#include <string>
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
        const std::vector<std::string> path = format::admin_path(&catalogue, row.admin);
        return row.admin != unit && std::find(path.begin(), path.end(), unit) != path.end();
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

PrintedProgress of_region(const Figures &figures, const RoundedProgress &rounded,
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

PrintedProgress of_league(const Figures &figures, const RoundedProgress &rounded,
                          const catalogue::Catalogue &catalogue) {
    PrintedProgress printed{
        figures, catalogue, unit_with_parts(rounded.leagues, {}, figures.of, catalogue), {}, {}};
    printed.groups =
        figures.by == indicators::Level::banner
            ? unit_with_parts(rounded.leagues_beside_banners, rounded.banners, figures.of, catalogue)
            : printed.own;
    return printed;
}

PrintedProgress of_banner(const Figures &figures, const RoundedProgress &rounded,
                          const catalogue::Catalogue &catalogue) {
    return {figures,
            catalogue,
            unit_with_parts(rounded.banners, {}, figures.of, catalogue),
            unit_with_parts(rounded.banners, rounded.townships, figures.of, catalogue),
            {}};
}

PrintedProgress of_township(const Figures &figures, const RoundedProgress &rounded,
                            const catalogue::Catalogue &catalogue) {
    PrintedProgress printed{
        figures, catalogue, unit_with_parts(rounded.townships, {}, figures.of, catalogue), {}, {}};
    printed.groups = printed.own;
    return printed;
}

PrintedProgress cut_down(const Figures &figures, const RoundedProgress &rounded,
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

} // namespace

RoundedProgress rounded_progress(const Figures &figures, const catalogue::Catalogue &catalogue) {
    return {format::rounded_for_display(figures.region_and_leagues, catalogue),
            format::rounded_for_display(figures.region_and_leagues, figures.banners, catalogue),
            format::rounded_for_display(figures.banners, catalogue),
            figures.townships ? format::rounded_for_display(*figures.townships, catalogue) : ProgressTable()};
}

PrintedProgress printed_progress(const Figures &figures, const catalogue::Catalogue &catalogue) {
    if (figures.rounded)
        return cut_down(figures, *figures.rounded, catalogue);
    return cut_down(figures, rounded_progress(figures, catalogue), catalogue);
}

} // namespace qitu::report
