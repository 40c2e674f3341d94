// Rings of a boundary's WKB, boxes, and the conic projection that the page's map is drawn in.
#pragma once

#include <qitu/core/geodesy/geodesy.h>
#include <qitu/data/workspace/workspace.h>

#include <algorithm>
#include <optional>
#include <span>
#include <vector>

namespace qitu::map {

struct Box {
    geodesy::Point low{1e300, 1e300};
    geodesy::Point high{-1e300, -1e300};
    void add(const geodesy::Point &p) {
        low = {std::min(low.x, p.x), std::min(low.y, p.y)};
        high = {std::max(high.x, p.x), std::max(high.y, p.y)};
    }
    [[nodiscard]] bool contains(const geodesy::Point &p) const {
        return low.x <= p.x && p.x <= high.x && low.y <= p.y && p.y <= high.y;
    }
};

/// A geometry in longitude and latitude: all rings, lines or points of its parts.
struct Paths {
    enum class Kind { ring, line, point };
    Kind kind = Kind::ring;
    std::vector<geodesy::Ring> paths;
};
/// Nothing where the bytes are no geometry that the store keeps.
std::optional<Paths> paths_of(std::span<const std::byte> wkb);

/// Every ring of a polygon or multi-polygon in longitude and latitude.
std::vector<geodesy::Ring> rings_of(const workspace::Boundary &boundary);

/// Albers' equal-area conic on a sphere, with parallels a sixth from the top and the bottom of a box. For
/// drawing only: areas are counted on the ellipsoid.
class Conic {
  public:
    Conic(geodesy::Point south_west, geodesy::Point north_east);
    [[nodiscard]] geodesy::Point forward(geodesy::Point geographic) const; // metres, north up

  private:
    double middle_ = 0; // longitude
    double n_ = 0;
    double c_ = 0;
    double rho_ = 0; // radius of the middle parallel
};

} // namespace qitu::map
