// Geometry checked and made valid by the one rule of repair (core/geometry/repair.h).
#pragma once

#include <qitu/analysis/validation/validation.h>
#include <qitu/core/geometry/wkb.h>

#include <vector>

namespace qitu::validation {

/// Nothing where it cannot be read, or is not a place on Earth.
std::optional<geometry::Shape> readable(std::span<const std::byte> wkb);

/// As `repaired` makes it, without its areas.
geometry::Shape made_valid(const geometry::Shape &shape, catalogue::GeometryType type);

/// The shape as it is, or a polygon made valid when it is not; empty when nothing is left.
geometry::Shape valid_polygon(geometry::Shape shape);

} // namespace qitu::validation
