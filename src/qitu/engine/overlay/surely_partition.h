// Whether zones are a partition beyond doubt, found in one sweep over their borders instead of by GEOS, zone
// by zone and pair by pair.
#pragma once

#include <qitu/engine/overlay/zone_index.h>

#include <vector>

namespace qitu::overlay {

/// True only when no two borders cross, run along each other or touch but at vertices, every ring is simple,
/// shells and holes nest, and no zone lies in another. False where that is not certain; then ask GEOS.
/// \pre oriented.
bool surely_partition(const std::vector<Shape> &zones, const ZoneIndex &index, std::size_t threads = 1);

} // namespace qitu::overlay
