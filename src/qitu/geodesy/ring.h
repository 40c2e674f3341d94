// The sum of strips along a ring, whatever its edges are.
#pragma once

#include "angle.h"
#include "edge.h"

#include <algorithm>

namespace qitu::geodesy {

inline double middle_latitude(std::span<const Point> ring) {
    const auto [south, north] =
        std::minmax_element(ring.begin(), ring.end(), [](Point a, Point b) { return a.y < b.y; });
    return (south->y + north->y) / 2;
}

/// Area of the ring whose edge differs from its chord by the area `bow(edge)`; counter-clockwise is positive.
/// Longitudes count from the first point and latitudes from a belt near by, so nothing large cancels.
template <typename Bow>
double ring_sum(std::span<const Point> ring, const StripCoefficients &coefficients, Bow &bow) {
    Belt belt(coefficients, middle_latitude(ring) * radian);
    double area = 0;
    Edge edge;
    edge.belt = &belt;
    double x = 0;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        edge.from = ring[i];
        edge.to = ring[i + 1];
        const double south = edge.from.y * radian;
        const double north = edge.to.y * radian;
        const double next = (edge.to.x - ring[0].x) * radian;
        if (!belt.covers(south) || !belt.covers(north))
            belt = Belt(coefficients, (south + north) / 2);
        edge.width = next - x;
        edge.height = north - south;
        edge.middle = (south + north) / 2 - belt.latitude();
        const double strip = belt.covers(south) && belt.covers(north)
                                 ? belt.strip(south, north)
                                 : strip_between(coefficients, south, north);
        area += (x + next) / 2 * strip + bow(edge);
        x = next;
    }
    return area;
}

} // namespace qitu::geodesy
