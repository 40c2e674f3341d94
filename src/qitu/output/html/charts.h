// Charts as inline SVG. Marks have places in percent and words a size of their own, so that both can be read on any width.
#pragma once

#include <qitu/output/report/document.h>

#include <string>

namespace qitu::html {

/// What is done, being built and approved of each indicator, against its target; "" where no line of the table has a
/// percentage of its target. Columns are those of a summary.
std::string chart_of_targets(const report::Grid &indicators, const std::string &name);

/// A chart for each layer or indicator of a table over time that has changed; "" for none.
std::string charts_over_time(const report::Grid &grid);

} // namespace qitu::html
