#include "authalic.h"

#include <cmath>

namespace qitu::geodesy {

namespace {

// The area is b² Σ (k+1)/(2k+1) e^2k sin^(2k+1) φ, and
// sin^(2k+1) φ = 4^-k Σ_j (-1)^j C(2k+1, k-j) sin((2j+1)φ).
StripCoefficients coefficients_to(std::size_t order, const Ellipsoid &ellipsoid) {
    StripCoefficients coefficients{};
    double power = ellipsoid.b() * ellipsoid.b();
    for (std::size_t k = 0; k <= order; ++k) {
        const double odd = 2.0 * static_cast<double>(k) + 1;
        double binomial = 1; // C(2k+1, i)
        for (std::size_t i = 0; i <= k; ++i) {
            const std::size_t j = k - i;
            const double sign = j % 2 == 0 ? 1 : -1;
            coefficients[j] += sign * power * binomial * (odd + 1) / (2 * odd);
            binomial *= (odd - static_cast<double>(i)) / (static_cast<double>(i) + 1);
        }
        power *= ellipsoid.e2() / 4;
    }
    return coefficients;
}

} // namespace

StripCoefficients survey_coefficients(const Ellipsoid &ellipsoid) {
    return coefficients_to(4, ellipsoid);
}

StripCoefficients exact_coefficients(const Ellipsoid &ellipsoid) {
    return coefficients_to(6, ellipsoid);
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
