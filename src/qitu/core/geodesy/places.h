// What is a place: the one rule for coordinates as they come from files and workspaces.
#pragma once

#include <qitu/core/geodesy/geodesy.h>

#include <optional>
#include <span>

namespace qitu::geodesy {

/// Coordinates as they are given, before anything is computed from them. Longitudes to 360° pass here.
std::optional<NoPlace> no_coordinate(std::span<const Point> points, const Crs &crs);

} // namespace qitu::geodesy
