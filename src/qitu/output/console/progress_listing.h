// Progress of a workspace whose leagues have servers of their own.
#pragma once

#include <qitu/analysis/indicators/league_sums.h>
#include <qitu/analysis/project_figures/project_figures.h>
#include <qitu/core/catalogue/catalogue.h>
#include <qitu/output/console/table.h>

#include <iosfwd>
#include <optional>
#include <vector>

namespace qitu::console {

/// The table of progress, with the money where it was asked for. A figure that is not known since a league is missing is
/// empty, null in JSON, which also lists the leagues.
void print(std::ostream &out, const indicators::ProgressTable &progress,
           const std::optional<project_figures::Table> &money, const std::vector<indicators::League> &leagues,
           const catalogue::Catalogue &catalogue, Format format);

/// The leagues themselves: server, when each counted, what has changed since, or why it is missing.
void print(std::ostream &out, const std::vector<indicators::League> &leagues, Format format);

} // namespace qitu::console
