#include "authalic.h"

#include <cmath>

namespace qitu::geodesy {

StripCoefficients strip_coefficients(const Ellipsoid &ellipsoid) {
    const double e2 = ellipsoid.e2();
    const double b2 = ellipsoid.b() * ellipsoid.b();
    const double e4 = e2 * e2;
    const double e6 = e4 * e2;
    const double e8 = e4 * e4;
    return {b2 * (1 + 3.0 / 6 * e2 + 30.0 / 80 * e4 + 35.0 / 112 * e6 + 630.0 / 2304 * e8),
            -b2 * (1.0 / 6 * e2 + 15.0 / 80 * e4 + 21.0 / 112 * e6 + 420.0 / 2304 * e8),
            b2 * (3.0 / 80 * e4 + 7.0 / 112 * e6 + 180.0 / 2304 * e8),
            -b2 * (1.0 / 112 * e6 + 45.0 / 2304 * e8), b2 * (5.0 / 2304 * e8)};
}

double strip_between(const StripCoefficients &coefficients, double south, double north) {
    const double half = (north - south) / 2;
    const double middle = (north + south) / 2;
    double sum = 0;
    for (std::size_t k = 0; k < coefficients.size(); ++k) {
        const double m = 2.0 * static_cast<double>(k) + 1;
        sum += coefficients[k] * std::sin(m * half) * std::cos(m * middle);
    }
    return 2 * sum;
}

// The i-th derivative of c sin(mφ) is m^i c times cos, -sin, -cos, sin in turn.
Belt::Belt(const StripCoefficients &coefficients, double latitude)
    : latitude_(latitude), sine_(std::sin(latitude)), cosine_(std::cos(latitude)) {
    const double sin2 = 2 * sine_ * cosine_;
    const double cos2 = (cosine_ - sine_) * (cosine_ + sine_);
    double sine = sine_;
    double cosine = cosine_;
    for (std::size_t k = 0; k < coefficients.size(); ++k) {
        const double m = 2.0 * static_cast<double>(k) + 1;
        double scale = coefficients[k];
        for (std::size_t i = 0; i < terms_.size(); i += 2) {
            const double order = static_cast<double>(i);
            scale *= m / (order + 1);
            terms_[i] += scale * cosine;
            scale *= -m / (order + 2);
            terms_[i + 1] += scale * sine;
        }
        const double turned = sine * cos2 + cosine * sin2;
        cosine = cosine * cos2 - sine * sin2;
        sine = turned;
    }
}

} // namespace qitu::geodesy
