#include "angle.h"
#include "authalic.h"

namespace qitu::geodesy {

StraightStrips::StraightStrips(const Ellipsoid &ellipsoid)
    : ellipsoid_(ellipsoid), coefficients_(exact_coefficients(ellipsoid)) {
    set_parallel(0);
}

// Height above the parallel is Σ t_i u^(i+1); its mean under a straight edge from u to v is
// Σ t_i/(i+2) Σ_j u^j v^(i+1-j), which needs no division by v - u.
void StraightStrips::set_parallel(double latitude) {
    latitude_ = latitude;
    const Belt belt(coefficients_, latitude * radian);
    for (std::size_t i = 0; i < terms_.size(); ++i)
        terms_[i] = belt.terms()[i] / static_cast<double>(i + 2);
}

double StraightStrips::operator()(Point from, Point to) const {
    const double u = from.y * radian;
    const double v = to.y * radian;
    if (std::abs(u) > Belt::half_height || std::abs(v) > Belt::half_height) {
        const Point edge[]{from, to};
        return straight_ring_area(edge, {0, latitude_}, ellipsoid_);
    }
    double power = 1;
    double sum = 1;
    double mean = 0;
    for (const double term : terms_) {
        power *= v;
        sum = sum * u + power;
        mean += term * sum;
    }
    return -(to.x - from.x) * radian * mean;
}

} // namespace qitu::geodesy
