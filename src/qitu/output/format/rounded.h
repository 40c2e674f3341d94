// Results rounded for display: once, by the rule of sum_tree.h, so that every output shows the same digits.
// Nothing else rounds these results.
#pragma once

#include <qitu/analysis/indicators/progress.h>
#include <qitu/analysis/indicators/totals.h>
#include <qitu/analysis/land_balance/land_balance.h>
#include <qitu/output/format/sum_tree.h>

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace qitu::format {

// ---------------------------------------------------------------- progress

/// Rows of one indicator in a table, the region first.
struct IndicatorRows {
    const catalogue::Indicator *indicator = nullptr; // null where the catalogue does not know it
    std::string id;
    std::vector<indicators::ProgressRow> rows;
};
std::vector<IndicatorRows> by_indicator(const indicators::ProgressTable &progress,
                                        const catalogue::Catalogue &catalogue);

/// Figures in the unit in which people read them, rounded to its places. The catalogue says in which unit land is
/// read, by the level of the table (catalogue/shown.h), unless the table says `in_unit`; there are two places, or
/// as many more as print the smallest figure of an indicator that is not less than `Shown::smallest_mu`. Those of an additive indicator add up: banners to their league,
/// leagues to the region, also where the table has no leagues; others are rounded each alone, as are targets.
/// `remaining` is what the rounded target leaves, `percent` is left exact: percent_text rounds it.
indicators::ProgressTable rounded_for_display(const indicators::ProgressTable &progress,
                                              const catalogue::Catalogue &catalogue);
/// The same in the units and with the places of the table of a lower level, that both stand in one table.
indicators::ProgressTable rounded_for_display(const indicators::ProgressTable &progress,
                                              const indicators::ProgressTable &lower,
                                              const catalogue::Catalogue &catalogue);

/// Of rows that are rounded: 1,234.50, a dash where there is none, <0.01 for what is more than nothing.
std::string figure_text(const std::optional<double> &figure, const indicators::ProgressRow &rounded,
                        bool trace = false);
std::string done_text(const indicators::ProgressRow &rounded);
int places_of(const indicators::ProgressRow &rounded);

/// Anything to show: a target or a figure.
bool has_something(const indicators::ProgressRow &row);
bool has_figure(const indicators::ProgressRow &row);

/// What is done; nothing for a share of nothing.
std::optional<double> done_of(const indicators::ProgressRow &row);

// ---------------------------------------------------------------- other results

/// Two layers that overlap: rows [first, end) of the table, in mu. Units add up to their league, leagues to
/// the pair.
struct OverlapPair {
    std::size_t first = 0;
    std::size_t end = 0;
    std::array<SumTree::Rounded, 3> mu; // both, the first layer, the second layer
};
std::vector<OverlapPair> rounded_for_display(const indicators::OverlapTable &overlaps,
                                             const catalogue::Catalogue &catalogue);

/// What is supplied, carried and moved, less what is occupied, in mu: of the rounded figures.
double rounded_balance(const land_balance::Line &line);

} // namespace qitu::format
