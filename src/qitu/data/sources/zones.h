// Zones for the engine from the boundaries of a workspace, of a boundary file, or of qitu itself.
#pragma once

#include <qitu/core/geometry/box.h>
#include <qitu/data/workspace/workspace.h>
#include <qitu/engine/overlay/zones.h>

#include <optional>
#include <vector>

namespace qitu::sources {

/// The box around them in whole degrees, at least a tenth beyond: for reader::OpenOptions::region. Nothing where there are
/// none.
std::optional<geometry::Box> region_around(const std::vector<workspace::Boundary> &boundaries);

/// One zone for each boundary, by its code; EPSG:4490.
overlay::Zones zones_of(const std::vector<workspace::Boundary> &boundaries);

} // namespace qitu::sources
