#include <qitu/geodesy/geodesy.h>

#include <array>
#include <cmath>
#include <numbers>

namespace qitu::geodesy {

namespace {

constexpr double radian = std::numbers::pi / 180.0;

// Area between the equator and latitude φ per radian of longitude is b² Σ c_k sin((2k+1) φ); the coefficients
// are those of the land survey's trapezoid series (DOMAIN 1), to e^8.
std::array<double, 5> strip_coefficients(const Ellipsoid &ellipsoid) {
    const double e2 = ellipsoid.e2();
    const double e4 = e2 * e2;
    const double e6 = e4 * e2;
    const double e8 = e4 * e4;
    return {1 + 3.0 / 6 * e2 + 30.0 / 80 * e4 + 35.0 / 112 * e6 + 630.0 / 2304 * e8,
            -(1.0 / 6 * e2 + 15.0 / 80 * e4 + 21.0 / 112 * e6 + 420.0 / 2304 * e8),
            3.0 / 80 * e4 + 7.0 / 112 * e6 + 180.0 / 2304 * e8, -(1.0 / 112 * e6 + 45.0 / 2304 * e8),
            5.0 / 2304 * e8};
}

double sinc(double x) {
    return std::abs(x) < 1e-4 ? 1 - x * x / 6 : std::sin(x) / x;
}

} // namespace

// Under a straight edge the mean of sin(mφ) is sin(mφ_mid)·sinc(mΔφ/2). What is summed is its difference from
// the value at the origin, from offsets alone, so nothing large cancels.
double straight_ring_area(std::span<const Point> offsets, Point origin, const Ellipsoid &ellipsoid) {
    const auto coefficients = strip_coefficients(ellipsoid);
    const double origin_latitude = origin.y * radian;
    std::array<double, 5> sin_origin{};
    std::array<double, 5> cos_origin{};
    for (std::size_t k = 0; k < 5; ++k) {
        const double m = 2.0 * static_cast<double>(k) + 1;
        sin_origin[k] = std::sin(m * origin_latitude);
        cos_origin[k] = std::cos(m * origin_latitude);
    }
    double area = 0;
    for (std::size_t i = 0; i + 1 < offsets.size(); ++i) {
        const double width = (offsets[i + 1].x - offsets[i].x) * radian;
        const double middle = (offsets[i].y + offsets[i + 1].y) / 2 * radian;
        const double half = (offsets[i + 1].y - offsets[i].y) / 2 * radian;
        double height = 0;
        for (std::size_t k = 0; k < 5; ++k) {
            const double m = 2.0 * static_cast<double>(k) + 1;
            const double sin_half = std::sin(m * middle / 2);
            const double turned =
                sin_origin[k] * (-2 * sin_half * sin_half) + cos_origin[k] * std::sin(m * middle);
            const double bow = sinc(m * half) - 1;
            height += coefficients[k] * (turned + (sin_origin[k] + turned) * bow);
        }
        area -= width * height;
    }
    return area * ellipsoid.b() * ellipsoid.b();
}

} // namespace qitu::geodesy
