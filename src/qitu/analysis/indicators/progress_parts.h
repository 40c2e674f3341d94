// progress in parts (docs/scale.md): what one part counts, and the table from all of them.
//
// A table of progress rests on several runs of the engine: over each layer, over it under the layers that it is a share of or excludes,
// and once more over the few features that overlap others, by the rules of each indicator. A part makes what it has of all of these:
// of a layer it counts the features on its piece of the curve, and of the contested ones it looks again at its own, with those of
// other parts that they overlap. All sums are exact, so that the runs of all parts together are the runs of the table to the bit.
#pragma once

#include <qitu/analysis/indicators/progress.h>
#include <qitu/data/parts/parts.h>

#include <optional>
#include <string>
#include <vector>

namespace qitu::indicators {

/// Adds to `runs` what a part has of the runs on which progress() with the same arguments rests. Those that are there already are not
/// made again: tables of several levels and years share some. Throws as progress() does.
void count_part(parts::Runs &runs, tabulate::PartNumber part, const workspace::Workspace &workspace,
                const catalogue::Catalogue &catalogue, Level by, int year,
                const std::vector<std::string> &indicators, const tabulate::Options &options,
                const std::string &assume = {});

/// What progress() gives, from the runs of all parts; the engine does not run. Quotas and names are those of the workspace. Throws
/// Error (refused) where the parts lack a run: they were made for other arguments.
ProgressTable progress_of_parts(const parts::Runs &runs, const workspace::Workspace &workspace,
                                const catalogue::Catalogue &catalogue, Level by, int year,
                                const std::vector<std::string> &indicators, const tabulate::Options &options,
                                std::optional<double> year_gone = {}, const std::string &assume = {});

} // namespace qitu::indicators
