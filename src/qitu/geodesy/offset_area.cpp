#include "angle.h"
#include "authalic.h"

#include <algorithm>
#include <cmath>

namespace qitu::geodesy {

namespace {

double sinc(double x) {
    return std::abs(x) < 1e-4 ? 1 - x * x / 6 : std::sin(x) / x;
}

// Under a straight edge the mean of sin(mφ) is sin(mφ_mid)·sinc(mΔφ/2). What is summed is its difference from
// the value at the origin, from offsets alone, so nothing large cancels.
struct Sines {
    StripCoefficients coefficients;
    std::array<double, 5> sin_origin{};
    std::array<double, 5> cos_origin{};

    Sines(const Ellipsoid &ellipsoid, double latitude) : coefficients(strip_coefficients(ellipsoid)) {
        for (std::size_t k = 0; k < 5; ++k) {
            const double m = 2.0 * static_cast<double>(k) + 1;
            sin_origin[k] = std::sin(m * latitude);
            cos_origin[k] = std::cos(m * latitude);
        }
    }

    [[nodiscard]] double mean_height(double middle, double half) const {
        double height = 0;
        for (std::size_t k = 0; k < 5; ++k) {
            const double m = 2.0 * static_cast<double>(k) + 1;
            const double sin_half = std::sin(m * middle / 2);
            const double turned =
                sin_origin[k] * (-2 * sin_half * sin_half) + cos_origin[k] * std::sin(m * middle);
            const double bow = sinc(m * half) - 1;
            height += coefficients[k] * (turned + (sin_origin[k] + turned) * bow);
        }
        return height;
    }
};

// Points of `ring` less `from` are offsets from `origin`.
double straight_area(std::span<const Point> ring, Point from, double origin_latitude,
                     const Ellipsoid &ellipsoid) {
    const Sines sines(ellipsoid, origin_latitude * radian);
    double area = 0;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        const double width = (ring[i + 1].x - ring[i].x) * radian;
        const double middle = ((ring[i].y - from.y) + (ring[i + 1].y - from.y)) / 2 * radian;
        const double half = (ring[i + 1].y - ring[i].y) / 2 * radian;
        area -= width * sines.mean_height(middle, half);
    }
    return area;
}

} // namespace

double straight_ring_area(std::span<const Point> offsets, Point origin, const Ellipsoid &ellipsoid) {
    return straight_area(offsets, {0, 0}, origin.y, ellipsoid);
}

double straight_ring_area(std::span<const Point> ring, const Ellipsoid &ellipsoid) {
    return ring.empty() ? 0 : straight_area(ring, ring[0], ring[0].y, ellipsoid);
}

} // namespace qitu::geodesy
