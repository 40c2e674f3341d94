// Spikes: the sharpest corner of a polygon.
#pragma once

#include <qitu/core/geometry/shape.h>

#include <optional>

namespace qitu::validation {

struct Corner {
    double degrees = 0;
    geometry::Point place;
};
/// The sharpest corner of a polygon's rings that is sharper than the limit, on the ground.
std::optional<Corner> sharpest_corner(const geometry::Shape &shape, double below_degrees);

} // namespace qitu::validation
