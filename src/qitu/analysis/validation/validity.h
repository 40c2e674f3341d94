// WKB judged and made valid by the one rule of repair (core/geometry/repair.h).
#pragma once

#include <qitu/analysis/validation/validation.h>
#include <qitu/core/geometry/wkb.h>

#include <vector>

namespace qitu::validation {

/// Nothing where it cannot be read.
std::optional<geometry::Shape> readable(std::span<const std::byte> wkb);

/// As `repaired` makes it, without its areas.
std::vector<std::byte> made_valid(const std::vector<std::byte> &wkb, catalogue::GeometryType type);

/// Of a polygon: the WKB as it is, or made valid when it is not; empty when nothing is left.
std::vector<std::byte> valid_polygon(std::vector<std::byte> wkb, const geometry::Shape &shape);

} // namespace qitu::validation
