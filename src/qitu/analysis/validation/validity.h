// Whether a figure is valid; the checker reads the WKB once for this and for the fingerprint.
#pragma once

#include "figure.h"

#include <qitu/analysis/validation/validation.h>

#include <vector>

namespace qitu::validation {

std::optional<Defect> defect_of(const Figure &figure);

/// As `repaired` makes it, without its figures.
std::vector<std::byte> made_valid(const std::vector<std::byte> &wkb, catalogue::GeometryType type);

/// Of a polygon: the WKB as it is, or made valid when it is not; empty when nothing is left.
std::vector<std::byte> valid_polygon(std::vector<std::byte> wkb, const Figure &figure);

} // namespace qitu::validation
