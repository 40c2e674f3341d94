#include "angle.h"
#include "authalic.h"

#include <cmath>
#include <cstdint>
#include <vector>

// The survey's roundings are kept as whole numbers of their last digit, so that no digit depends on how a
// decimal looks in binary.
namespace qitu::geodesy {

namespace {

using Whole = std::int64_t;

constexpr Whole per_metre_of_vertex = 10000;    // four decimals
constexpr Whole per_metre_of_cut = 1000000;     // six decimals
constexpr double per_degree = 3600.0 * 1000000; // seconds with six decimals
constexpr Whole longest_part = 70 * per_metre_of_vertex;

struct Pair {
    Whole x = 0; // easting less 500 000 m, or longitude from the central meridian
    Whole y = 0; // northing, or latitude
};

template <typename Real>
Whole rounded(Real value) {
    return static_cast<Whole>(std::floor(value + Real(0.5)));
}

template <typename Real>
struct Angles {
    Real longitude; // from the central meridian, in units of the last digit
    Real latitude;
};

// The inverse Gauss formula of the notice, for CGCS2000 (DOMAIN 1).
template <typename Real>
Angles<Real> notice_inverse(Pair cut) {
    const Real x = Real(cut.y) / Real(per_metre_of_cut);
    const Real y = Real(cut.x) / Real(per_metre_of_cut);
    const Real second_e2 = Real(0.00673949677548L);
    const Real e = Real(1.57048761144159e-7L) * x;
    const Real s = std::sin(e);
    const Real s2 = s * s;
    const Real series = Real(5.05250178820567e-3L) -
                        s2 * (Real(2.98472900956587e-5L) -
                              s2 * (Real(2.41626669230084e-7L) - s2 * Real(2.22241238938534e-9L)));
    const Real foot = e + std::cos(e) * s * series;
    const Real cosine = std::cos(foot);
    const Real t = std::sin(foot) / cosine;
    const Real t2 = t * t;
    const Real eta2 = second_e2 * cosine * cosine;
    const Real v2 = 1 + eta2;
    const Real n = y * std::sqrt(v2) / Real(6399593.62586L);
    const Real n2 = n * n;
    const Real north = foot - v2 * t * n2 *
                                  (Real(1) / 2 - n2 * ((5 + 3 * t2 + eta2 - 9 * eta2 * t2) / 24 -
                                                       n2 * (61 + 90 * t2 + 45 * t2 * t2) / 720));
    const Real east = n *
                      (1 - n2 * ((1 + 2 * t2 + eta2) / 6 -
                                 n2 * (5 + 28 * t2 + 24 * t2 * t2 + 6 * eta2 + 8 * eta2 * t2) / 120)) /
                      cosine;
    const Real last_digits = Real(per_degree) * 180 / std::numbers::pi_v<Real>;
    return {east * last_digits, north * last_digits};
}

// Too near a half for double arithmetic to say which way it rounds.
bool in_doubt(double value) {
    constexpr double margin = 2e-3;
    const double fraction = value - std::floor(value);
    return std::abs(fraction - 0.5) < margin;
}

// \param base longitude of the central meridian in units of the last digit, less a whole number
Pair geographic(Pair cut, double base) {
    const Angles<double> angles = notice_inverse<double>(cut);
    if (!in_doubt(angles.longitude + base) && !in_doubt(angles.latitude))
        return {rounded(angles.longitude + base), rounded(angles.latitude)};
    const auto fine = notice_inverse<long double>(cut);
    return {rounded(fine.longitude + static_cast<long double>(base)), rounded(fine.latitude)};
}

Pair vertex(Point plane) {
    const double scale = static_cast<double>(per_metre_of_vertex);
    return {rounded(plane.x * scale) - 500000 * per_metre_of_vertex, rounded(plane.y * scale)};
}

Whole parts_of(Pair from, Pair to) {
    const auto across = static_cast<long double>(to.x - from.x);
    const auto up = static_cast<long double>(to.y - from.y);
    const long double length = std::sqrt(across * across + up * up);
    return length > longest_part ? static_cast<Whole>(length / longest_part) + 1 : 1;
}

// from + (to - from)·i/parts, half up.
Whole cut_at(Whole from, Whole to, Whole i, Whole parts) {
    constexpr Whole finer = per_metre_of_cut / per_metre_of_vertex;
    const Whole twice = 2 * (to - from) * finer * i + parts;
    const Whole quotient = twice / (2 * parts);
    const bool below = twice % (2 * parts) < 0;
    return from * finer + quotient - (below ? 1 : 0);
}

// Strips one after the other. The reference meridian of 60°E and the equator cancel around a ring; counted
// from the first point instead, no digit is lost on the way.
class Strips {
  public:
    explicit Strips(Pair first)
        : coefficients_(strip_coefficients(cgcs2000)), first_(first), last_(first),
          belt_(coefficients_, in_radians(first.y)) {}

    void to(Pair next) {
        const double middle = (in_radians(last_.x - first_.x) + in_radians(next.x - first_.x)) / 2;
        area_ += middle * strip(next);
        last_ = next;
    }
    [[nodiscard]] double area() const { return std::abs(area_); }

  private:
    static double in_radians(Whole angle) { return static_cast<double>(angle) * (radian / per_degree); }

    [[nodiscard]] double strip(Pair next) const {
        const double south = in_radians(last_.y - first_.y);
        const double north = in_radians(next.y - first_.y);
        if (std::abs(south) <= Belt::half_height && std::abs(north) <= Belt::half_height)
            return belt_.strip_to(north) - belt_.strip_to(south);
        return strip_between(coefficients_, in_radians(last_.y), in_radians(next.y));
    }

    StripCoefficients coefficients_;
    Pair first_;
    Pair last_;
    Belt belt_;
    double area_ = 0;
};

double ring_figure(const Ring &ring, double base) {
    if (ring.size() < 4)
        return 0;
    Pair from = vertex(ring[0]);
    Strips strips(geographic({cut_at(from.x, from.x, 0, 1), cut_at(from.y, from.y, 0, 1)}, base));
    for (std::size_t i = 1; i < ring.size(); ++i) {
        const Pair to = vertex(ring[i]);
        const Whole parts = parts_of(from, to);
        for (Whole part = 1; part <= parts; ++part)
            strips.to(
                geographic({cut_at(from.x, to.x, part, parts), cut_at(from.y, to.y, part, parts)}, base));
        from = to;
    }
    return strips.area();
}

} // namespace

double survey_figure(const Polygon &plane_rings, double central_meridian) {
    const double meridian = central_meridian * per_degree;
    const double base = meridian - std::round(meridian);
    double area = 0;
    for (std::size_t i = 0; i < plane_rings.size(); ++i)
        area += (i == 0 ? 1 : -1) * ring_figure(plane_rings[i], base);
    return std::floor(area * 100 + 0.5) / 100;
}

} // namespace qitu::geodesy
