// proximity: what lies nearest to a feature, and how far away it is on the ellipsoid.
//
// The distance of two geometries is that of their two nearest places, along the geodesic (Karney 2013); 0 where they have a
// place in common, or one lies in the other. Edges are straight in longitude and latitude. The nearest places are sought in a
// plane that touches the ellipsoid at the feature, and sought again in one that touches it where they were found: what is
// left of the plane's error is below 1e-5 of the distance up to 100 km (tests/engine/proximity).
#pragma once

#include <qitu/core/geometry/shape.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace qitu::proximity {

struct Nearest {
    std::uint32_t work = 0; // its number
    double m = 0;
    geometry::Point from, to; // where: on the feature, and on the work
};

/// Geometries that are asked for the nearest among them; in degrees on CGCS2000, of any kind.
class Works {
  public:
    Works();
    ~Works();
    Works(Works &&) noexcept;
    Works &operator=(Works &&) noexcept;

    /// Its number, counted from 0; an empty one is never found. \pre finish() was not called
    std::uint32_t add(geometry::Shape shape);
    /// Call it when all are there.
    void finish();

    /// The nearest, of equal ones that with the lowest number; nothing where none lies within so many metres. Several threads may
    /// ask at once. \pre the feature has a point
    [[nodiscard]] std::optional<Nearest> nearest(const geometry::Shape &feature, double within_m) const;
    /// All within so many metres, by number.
    [[nodiscard]] std::vector<Nearest> within(const geometry::Shape &feature, double within_m) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace qitu::proximity
