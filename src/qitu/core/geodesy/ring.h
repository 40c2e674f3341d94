// The sum of strips along a ring, whatever its edges are.
#pragma once

#include "angle.h"
#include "edge.h"

#include <algorithm>
#include <span>

namespace qitu::geodesy {

inline double middle_latitude(std::span<const Point> ring) {
    const auto [south, north] =
        std::minmax_element(ring.begin(), ring.end(), [](Point a, Point b) { return a.y < b.y; });
    return (south->y + north->y) / 2;
}

/// Strips from one point of a ring to the next; a point's own place in the belt is computed once.
class Strips {
  public:
    Strips(const StripCoefficients &coefficients, double latitude)
        : coefficients_(coefficients), belt_(coefficients, latitude) {}

    [[nodiscard]] const Belt &belt() const { return belt_; }

    /// Between the latitudes of an edge's ends, of which the first is the last one's second.
    double to_next(double south, double north) {
        if (!belt_.covers(south) || !belt_.covers(north)) {
            belt_ = Belt(coefficients_, (south + north) / 2);
            known_ = false;
        }
        if (!belt_.covers(south) || !belt_.covers(north))
            return strip_between(coefficients_, south, north);
        const double from = known_ ? reached_ : belt_.strip_to(south - belt_.latitude());
        reached_ = belt_.strip_to(north - belt_.latitude());
        known_ = true;
        return reached_ - from;
    }

  private:
    const StripCoefficients &coefficients_;
    Belt belt_;
    double reached_ = 0;
    bool known_ = false;
};

/// Area of the ring whose edge differs from its chord by the area `bow(edge)`; counter-clockwise is positive.
/// Longitudes count from the first point and latitudes from a belt near by, so nothing large cancels.
template <typename Bow>
double ring_sum(std::span<const Point> ring, const StripCoefficients &coefficients, Bow &bow) {
    Strips strips(coefficients, middle_latitude(ring) * radian);
    double area = 0;
    Edge edge;
    edge.belt = &strips.belt();
    double x = 0;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        edge.from = ring[i];
        edge.to = ring[i + 1];
        const double south = edge.from.y * radian;
        const double north = edge.to.y * radian;
        const double next = (edge.to.x - ring[0].x) * radian;
        const double strip = strips.to_next(south, north);
        edge.width = next - x;
        edge.height = north - south;
        edge.middle = (south + north) / 2 - strips.belt().latitude();
        area += (x + next) / 2 * strip + bow(edge);
        x = next;
    }
    return area;
}

} // namespace qitu::geodesy
