// The banners of a workspace, made ready for the engine once for all runs over them.
#pragma once

#include <qitu/data/workspace/workspace.h>
#include <qitu/engine/tabulate/reusable_zones.h>

namespace qitu::sources {

/// For features in EPSG:4490. `threads` 0: all cores.
tabulate::ReusableZones ready_banners(const workspace::Workspace &workspace, int threads = 0);

} // namespace qitu::sources
