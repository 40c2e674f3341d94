#include "angle.h"
#include "authalic.h"

#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

// The survey's roundings are kept as whole numbers of their last digit, so that no digit depends on how a
// decimal looks in binary. A long double holds whole numbers of 64 bits exactly.
namespace qitu::geodesy {

namespace {

using Whole = std::int64_t;

constexpr long double per_metre = 10000;        // vertices: four decimals
constexpr long double finer = 100;              // points in between: six
constexpr double per_degree = 3600.0 * 1000000; // angles: seconds with six
constexpr long double false_easting = 500000 * per_metre;

/// In the plane, in units of a vertex's last digit: easting less the false easting, and northing.
struct Place {
    long double x = 0;
    long double y = 0;
};

/// Longitude from the central meridian and latitude, in units of their last digit.
struct Pair {
    Whole x = 0;
    Whole y = 0;
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
Angles<Real> notice_inverse(Place place) {
    const Real x = static_cast<Real>(place.y) / Real(per_metre);
    const Real y = static_cast<Real>(place.x) / Real(per_metre);
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
Pair geographic(Place place, double base) {
    const Angles<double> angles = notice_inverse<double>(place);
    if (!in_doubt(angles.longitude + base) && !in_doubt(angles.latitude))
        return {rounded(angles.longitude + base), rounded(angles.latitude)};
    const auto fine = notice_inverse<long double>(place);
    return {rounded(fine.longitude + static_cast<long double>(base)), rounded(fine.latitude)};
}

Place vertex(Point plane) {
    return {static_cast<long double>(plane.x) * per_metre - false_easting,
            static_cast<long double>(plane.y) * per_metre};
}

Place rounded_vertex(Point plane) {
    return {static_cast<long double>(rounded(static_cast<long double>(plane.x) * per_metre)) - false_easting,
            static_cast<long double>(rounded(static_cast<long double>(plane.y) * per_metre))};
}

Whole parts_of(Place from, Place to) {
    constexpr long double longest_part = 70 * per_metre;
    const long double across = to.x - from.x;
    const long double up = to.y - from.y;
    const long double length2 = across * across + up * up;
    return length2 > longest_part * longest_part ? static_cast<Whole>(std::sqrt(length2) / longest_part) + 1
                                                 : 1;
}

Place cut_at(Place from, Place to, Whole part, Whole parts) {
    const auto i = static_cast<long double>(part);
    const auto k = static_cast<long double>(parts);
    const auto between = [&](long double a, long double b) {
        return static_cast<long double>(rounded((a * k + (b - a) * i) * finer / k)) / finer;
    };
    return {between(from.x, to.x), between(from.y, to.y)};
}

// SurveyStrips one after the other. The reference meridian of 60°E and the equator cancel around a ring; counted
// from the first point instead, no digit is lost on the way.
class SurveyStrips {
  public:
    SurveyStrips(const StripCoefficients &coefficients, Pair first)
        : coefficients_(coefficients), first_(first), last_(first), belt_(coefficients, in_radians(first.y)) {
    }

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

    const StripCoefficients &coefficients_;
    Pair first_;
    Pair last_;
    Belt belt_;
    double area_ = 0;
};

template <typename Vertex>
double ring_figure(std::span<const Point> ring, Vertex vertex_of, double base,
                   const StripCoefficients &coefficients) {
    if (ring.size() < 4)
        return 0;
    Place from = vertex_of(ring[0]);
    SurveyStrips strips(coefficients, geographic(from, base));
    for (std::size_t i = 1; i < ring.size(); ++i) {
        const Place to = vertex_of(ring[i]);
        const Whole parts = parts_of(from, to);
        for (Whole part = 1; part < parts; ++part)
            strips.to(geographic(cut_at(from, to, part, parts), base));
        strips.to(geographic(to, base));
        from = to;
    }
    return strips.area();
}

template <typename RingFigure>
double figure(const Polygon &polygon, RingFigure ring_figure_of) {
    double area = 0;
    for (std::size_t i = 0; i < polygon.size(); ++i)
        area += (i == 0 ? 1 : -1) * ring_figure_of(polygon[i]);
    return SurveyFigure::rounded(area);
}

} // namespace

SurveyFigure::SurveyFigure(double central_meridian)
    : coefficients_(survey_coefficients(cgcs2000)),
      base_(central_meridian * per_degree - std::round(central_meridian * per_degree)) {}

bool SurveyFigure::covers(std::span<const Point> plane_ring) {
    constexpr double farthest = 2e6;
    constexpr double longest = 1e6;
    constexpr double middle = 500000;
    for (std::size_t i = 0; i < plane_ring.size(); ++i) {
        const Point p = plane_ring[i];
        const Point q = plane_ring[i == 0 ? 0 : i - 1];
        if (!(std::abs(p.x - middle) <= farthest && std::hypot(p.x - q.x, p.y - q.y) <= longest))
            return false;
    }
    return true;
}

double SurveyFigure::of_plane(std::span<const Point> ring) const {
    return ring_figure(ring, rounded_vertex, base_, coefficients_);
}

double SurveyFigure::of_degrees(std::span<const Point> plane_ring) const {
    return ring_figure(plane_ring, vertex, base_, coefficients_);
}

double SurveyFigure::rounded(double m2) {
    return std::floor(m2 * 100 + 0.5) / 100;
}

double survey_figure(const Polygon &plane_rings, double central_meridian) {
    const SurveyFigure survey(central_meridian);
    return figure(plane_rings, [&](const Ring &ring) { return survey.of_plane(ring); });
}

double survey_figure_of_degrees(const Polygon &polygon, double central_meridian) {
    const SurveyFigure survey(central_meridian);
    const GaussKrueger plane(central_meridian);
    return figure(polygon, [&](Ring ring) {
        for (Point &point : ring)
            point = plane.forward(point);
        return survey.of_degrees(ring);
    });
}

} // namespace qitu::geodesy
