// Zones for the engine from the boundaries of a workspace, of a boundary file, or of qitu itself.
#pragma once

#include <qitu/core/geometry/box.h>
#include <qitu/data/workspace/workspace.h>
#include <qitu/engine/overlay/zones.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace qitu::sources {

/// The box around them in whole degrees, at least a tenth beyond: for reader::OpenOptions::region. Nothing where there are
/// none.
std::optional<geometry::Box> region_around(const std::vector<workspace::Boundary> &boundaries);

/// Zones, and what is known of each beside its code.
struct ZoneTable {
    overlay::Zones zones;
    std::vector<std::string> fields;
    std::map<std::string, std::vector<catalogue::Value>> values; // by code, in the order of the fields
};

/// One zone for each boundary, with these of `name`, `league` and `code`; without any, with its name. Throws Error (usage) for
/// another.
ZoneTable zone_table(const std::vector<workspace::Boundary> &boundaries,
                     const std::vector<std::string> &fields);

/// One zone for each boundary, by its code; EPSG:4490.
overlay::Zones zones_of(const std::vector<workspace::Boundary> &boundaries);

} // namespace qitu::sources
