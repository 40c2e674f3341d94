// Zones for the engine from the boundaries of a workspace, of a boundary file, or of qitu itself.
#pragma once

#include <qitu/data/workspace/workspace.h>
#include <qitu/engine/overlay/zones.h>

#include <vector>

namespace qitu::sources {

/// One zone for each boundary, by its code; EPSG:4490.
overlay::Zones zones_of(const std::vector<workspace::Boundary> &boundaries);

} // namespace qitu::sources
