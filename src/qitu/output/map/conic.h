// Boundaries decoded, and the conic projection that the page's map is drawn in.
#pragma once

#include <qitu/core/geodesy/geodesy.h>
#include <qitu/core/geometry/shape.h>
#include <qitu/data/workspace/workspace.h>

#include <vector>

namespace qitu::map {

/// The polygons of a boundary, in longitude and latitude. Throws Error (refused) when it is none.
geometry::Shape polygons_of(const workspace::Boundary &boundary);

/// Where a drawing has a place, for a script to work out: at longitude λ and latitude φ it is (x + size s sin θ,
/// y + size s cos θ), with s = √(c − 2n sin φ) and θ = n (λ − middle), in radians but for `middle`.
struct Placing {
    double middle = 0, n = 0, c = 0;
    double x = 0, y = 0, size = 0; // units, y down
};

/// Albers' equal-area conic on a sphere, with parallels a sixth from the top and the bottom of a box. For
/// drawing only: areas are counted on the ellipsoid.
class Conic {
  public:
    explicit Conic(const geometry::Box &degrees);
    [[nodiscard]] geodesy::Point forward(geodesy::Point geographic) const; // metres, north up
    /// Of a drawing in which `zero` is the place of forward's (0, 0), and a unit is so many metres.
    [[nodiscard]] Placing placing(geodesy::Point zero, double metres) const;

  private:
    double middle_ = 0; // longitude
    double n_ = 0;
    double c_ = 0;
    double rho_ = 0; // radius of the middle parallel
};

} // namespace qitu::map
