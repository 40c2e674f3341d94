// Area between parallels: the trapezoid series of the land survey, and its expansion about one latitude.
#pragma once

#include <qitu/core/geodesy/geodesy.h>

#include <array>

namespace qitu::geodesy {

/// c_k of the area between the equator and latitude φ per radian of longitude, Σ c_k sin((2k+1)φ), in m².
using StripCoefficients = std::array<double, 7>;

/// The land survey's, to e^8 (DOMAIN 1): 1e-11 from the exact area.
StripCoefficients survey_coefficients(const Ellipsoid &ellipsoid);

/// To e^12: below 1e-15 from the exact area for the Earth's ellipsoids.
StripCoefficients exact_coefficients(const Ellipsoid &ellipsoid);

/// Area between two latitudes (radians) per radian of longitude, m²; nothing large cancels.
double strip_between(const StripCoefficients &coefficients, double south, double north);

/// The same near one latitude, by a Taylor series: a few nanoseconds instead of ten sines. What lies outside
/// the belt must not be asked for.
class Belt {
  public:
    /// Half the belt's height in radians, 127 km: there the first term left out is below 1e-17 of the sphere.
    static constexpr double half_height = 0.02;

    Belt(const StripCoefficients &coefficients, double latitude);

    [[nodiscard]] double latitude() const { return latitude_; }
    [[nodiscard]] bool covers(double latitude) const {
        return latitude - latitude_ <= half_height && latitude_ - latitude <= half_height;
    }
    /// Area from the belt's latitude to `offset` radians north of it, per radian of longitude.
    [[nodiscard]] double strip_to(double offset) const {
        double sum = terms_[7];
        for (int i = 6; i >= 0; --i)
            sum = sum * offset + terms_[static_cast<std::size_t>(i)];
        return sum * offset;
    }
    /// Area between two latitudes that the belt covers.
    [[nodiscard]] double strip(double south, double north) const {
        return strip_to(north - latitude_) - strip_to(south - latitude_);
    }
    /// Mean of strip_to along an edge that is straight in longitude and latitude, between two offsets:
    /// Gauss's rule of three points, 1e-17 of the sphere within the belt.
    [[nodiscard]] double mean_strip(double south, double north) const {
        constexpr double node = 0.7745966692414834; // sqrt(3/5)
        const double middle = (south + north) / 2;
        const double reach = (north - south) / 2 * node;
        return (5 * (strip_to(middle - reach) + strip_to(middle + reach)) + 8 * strip_to(middle)) / 18;
    }
    /// t_i of the strip Σ t_i u^(i+1).
    [[nodiscard]] const std::array<double, 8> &terms() const { return terms_; }
    [[nodiscard]] double sine_at(double offset) const {
        const double square = offset * offset;
        const double sine = offset * (1 - square / 6 * (1 - square / 20 * (1 - square / 42)));
        const double cosine_less_1 = -square / 2 * (1 - square / 12 * (1 - square / 30));
        return sine_ + (sine_ * cosine_less_1 + cosine_ * sine);
    }

  private:
    double latitude_;
    double sine_;
    double cosine_;
    std::array<double, 8> terms_{};
};

} // namespace qitu::geodesy
