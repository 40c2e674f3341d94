#include "angle.h"
#include "authalic.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace qitu::geodesy {

namespace {

// The mean of Σ c_k sin(mφ), m = 2k+1, along a straight edge less its value at the origin: sin(mφ) of the
// middle times sinc(mΔφ/2). Made from offsets alone, so nothing large cancels.
class TallEdges {
  public:
    TallEdges(const StripCoefficients &coefficients, double latitude)
        : coefficients_(coefficients), latitude_(latitude) {}

    [[nodiscard]] double mean(double middle, double half) const {
        double height = 0;
        for (std::size_t k = 0; k < coefficients_.size(); ++k) {
            const double m = 2.0 * static_cast<double>(k) + 1;
            const double sin_half = std::sin(m * middle / 2);
            const double turned = std::sin(m * latitude_) * (-2 * sin_half * sin_half) +
                                  std::cos(m * latitude_) * std::sin(m * middle);
            const double bow = sinc_less_1(m * half);
            height += coefficients_[k] * (turned + (std::sin(m * latitude_) + turned) * bow);
        }
        return height;
    }

  private:
    // Without cancellation: thin slivers have no other digits.
    static double sinc_less_1(double x) {
        const double square = x * x;
        return square < 0.01 ? -square / 6 * (1 - square / 20 * (1 - square / 42 * (1 - square / 72)))
                             : std::sin(x) / x - 1;
    }

    const StripCoefficients &coefficients_;
    double latitude_;
};

// Points of `ring` less `from` are offsets, in degrees, from a point of latitude `origin`.
double straight_area(std::span<const Point> ring, Point from, double origin, const Ellipsoid &ellipsoid) {
    const StripCoefficients coefficients = exact_coefficients(ellipsoid);
    const Belt belt(coefficients, origin * radian);
    const TallEdges tall(coefficients, origin * radian);
    double area = 0;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        const double width = (ring[i + 1].x - ring[i].x) * radian;
        const double south = (ring[i].y - from.y) * radian;
        const double north = (ring[i + 1].y - from.y) * radian;
        const bool inside = std::abs(south) <= Belt::half_height && std::abs(north) <= Belt::half_height;
        area -= width * (inside ? belt.mean_strip(south, north)
                                : tall.mean((south + north) / 2, (north - south) / 2));
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
