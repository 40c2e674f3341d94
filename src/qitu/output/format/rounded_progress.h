// Figures as they are printed: rounded once, so that every output shows the same number and each adds up.
#pragma once

#include <qitu/output/report/report.h>

#include <string>
#include <vector>

namespace qitu::format {

/// Rows of one indicator in a table, the region first.
struct IndicatorRows {
    const catalogue::Indicator *indicator = nullptr; // null where the catalogue does not know it
    std::string id;
    std::vector<indicators::ProgressRow> rows;
};
std::vector<IndicatorRows> by_indicator(const indicators::ProgressTable &progress,
                                        const catalogue::Catalogue &catalogue);

/// Values rounded to the unit's places; where parts add up to the region they still do. `remaining` is what
/// the rounded target leaves, `percent` is left as it is.
indicators::ProgressTable printed(const indicators::ProgressTable &progress,
                                  const catalogue::Catalogue &catalogue);
/// The same for banners: those of a league add up to the league in `leagues`, which is printed already.
indicators::ProgressTable printed(const indicators::ProgressTable &banners,
                                  const indicators::ProgressTable &leagues,
                                  const catalogue::Catalogue &catalogue);

/// Anything to show: a target or a figure.
bool has_something(const indicators::ProgressRow &row);
bool has_figure(const indicators::ProgressRow &row);

/// What is done; nothing for a share of nothing.
std::optional<double> done_of(const indicators::ProgressRow &row);

} // namespace qitu::format
