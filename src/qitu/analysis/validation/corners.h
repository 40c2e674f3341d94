// What the vertices of a figure say: spikes, extent, how many there are.
#pragma once

#include "figure.h"

#include <limits>

namespace qitu::validation {

struct Corner {
    double degrees;
    geodesy::Point place;
};
/// The sharpest corner of a polygon's rings that is sharper than the limit, on the ground.
std::optional<Corner> sharpest_corner(const Figure &figure, double below_degrees);

struct Extent {
    double west = std::numeric_limits<double>::infinity();
    double south = std::numeric_limits<double>::infinity();
    double east = -std::numeric_limits<double>::infinity();
    double north = -std::numeric_limits<double>::infinity();

    void add(geodesy::Point point);
    void add(const Extent &other);
    [[nodiscard]] bool empty() const { return west > east; }
    [[nodiscard]] bool meets(const Extent &other) const;
    /// Degrees along the axis on which the point is further outside; 0 inside.
    [[nodiscard]] double distance_to(geodesy::Point point) const;
};
/// Points that are no numbers are left out.
Extent extent_of(const Figure &figure);

std::size_t points_in(const Figure &figure);

} // namespace qitu::validation
