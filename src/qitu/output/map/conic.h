// Boundaries decoded, and the conic projection that the page's map is drawn in.
#pragma once

#include <qitu/core/geodesy/geodesy.h>
#include <qitu/core/geometry/shape.h>
#include <qitu/data/workspace/workspace.h>

#include <vector>

namespace qitu::map {

/// The polygons of a boundary, in longitude and latitude. Throws Error (refused) when it is none.
geometry::Shape polygons_of(const workspace::Boundary &boundary);

/// Albers' equal-area conic on a sphere, with parallels a sixth from the top and the bottom of a box. For
/// drawing only: areas are counted on the ellipsoid.
class Conic {
  public:
    explicit Conic(const geometry::Box &degrees);
    [[nodiscard]] geodesy::Point forward(geodesy::Point geographic) const; // metres, north up

  private:
    double middle_ = 0; // longitude
    double n_ = 0;
    double c_ = 0;
    double rho_ = 0; // radius of the middle parallel
};

} // namespace qitu::map
