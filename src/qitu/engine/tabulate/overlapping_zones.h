// Zones that may overlap, each of which has all that lies in it: buffers, projects.
#pragma once

#include <qitu/engine/tabulate/tabulate.h>

#include <functional>

namespace qitu::tabulate {

/// Each zone has what a run with it alone gives; ground that several share is in each. What lies outside all of them is told once.
/// Percents are of all features, each counted once, so that those of a group or of all may add up to more than 100. The features
/// are read once for each lot of zones that do not overlap, and once more. Throws as `tabulate` does.
/// \pre features can be read again (Source::rewind)
Result tabulate_each(Source &features, const Zones &zones, const Options &options,
                     const std::function<void(const Piece &)> &piece = {});

} // namespace qitu::tabulate
