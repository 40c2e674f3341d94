#include "literal.h"

#include <cmath>
#include <numbers>
#include <vector>

using qitu::geodesy::cgcs2000;
using qitu::geodesy::GaussKrueger;
using qitu::geodesy::Polygon;
using qitu::geodesy::Ring;

namespace literal {

namespace {

using Real = long double;

constexpr Real radian = std::numbers::pi_v<Real> / 180;

struct Place {
    Real x = 0; // easting, m, or longitude, radians
    Real y = 0; // northing, or latitude
};

Real rounded(Real value, Real per_unit) {
    return std::floor(value * per_unit + 0.5L) / per_unit;
}

Real strip(Place from, Place to) {
    const Real f = 1 / 298.257222101L;
    const Real e2 = f * (2 - f);
    const Real e4 = e2 * e2;
    const Real e6 = e4 * e2;
    const Real e8 = e4 * e4;
    const Real b = 6378137.0L * (1 - f);
    const Real a1 = 1 + 3.0L / 6 * e2 + 30.0L / 80 * e4 + 35.0L / 112 * e6 + 630.0L / 2304 * e8;
    const Real b1 = 1.0L / 6 * e2 + 15.0L / 80 * e4 + 21.0L / 112 * e6 + 420.0L / 2304 * e8;
    const Real c1 = 3.0L / 80 * e4 + 7.0L / 112 * e6 + 180.0L / 2304 * e8;
    const Real d1 = 1.0L / 112 * e6 + 45.0L / 2304 * e8;
    const Real e1 = 5.0L / 2304 * e8;
    const Real width = (from.x + to.x) / 2 - 60 * radian;
    const Real middle = (from.y + to.y) / 2;
    const Real half = (to.y - from.y) / 2;
    return 2 * b * b * width *
           (a1 * std::sin(half) * std::cos(middle) - b1 * std::sin(3 * half) * std::cos(3 * middle) +
            c1 * std::sin(5 * half) * std::cos(5 * middle) - d1 * std::sin(7 * half) * std::cos(7 * middle) +
            e1 * std::sin(9 * half) * std::cos(9 * middle));
}

// Longer than 70 m: ⌊length / 70⌋ + 1. The length of a whole number of metres may
// come out a rounding below it.
int parts_of(Place from, Place to) {
    const Real length = std::sqrt((to.x - from.x) * (to.x - from.x) + (to.y - from.y) * (to.y - from.y));
    return length > 70 + 1e-10L ? static_cast<int>(std::floor((length + 1e-10L) / 70)) + 1 : 1;
}

// The inverse Gauss formula of the notice.
Place notice_inverse(Place plane, double central_meridian) {
    const Real ep2 = 0.00673949677548L;
    const Real e = 1.57048761144159e-7L * plane.y;
    const Real s = std::sin(e);
    const Real foot = e + std::cos(e) * (5.05250178820567e-3L * s - 2.98472900956587e-5L * std::pow(s, 3.0L) +
                                         2.41626669230084e-7L * std::pow(s, 5.0L) -
                                         2.22241238938534e-9L * std::pow(s, 7.0L));
    const Real t = std::tan(foot);
    const Real eta2 = ep2 * std::cos(foot) * std::cos(foot);
    const Real v2 = 1 + eta2;
    const Real n = (plane.x - 500000) / (6399593.62586L / std::sqrt(v2));
    const Real latitude = foot - v2 * t * n * n / 2 +
                          (5 + 3 * t * t + eta2 - 9 * eta2 * t * t) * v2 * t * std::pow(n, 4.0L) / 24 -
                          (61 + 90 * t * t + 45 * std::pow(t, 4.0L)) * v2 * t * std::pow(n, 6.0L) / 720;
    const Real east =
        (n - (1 + 2 * t * t + eta2) * std::pow(n, 3.0L) / 6 +
         (5 + 28 * t * t + 24 * std::pow(t, 4.0L) + 6 * eta2 + 8 * eta2 * t * t) * std::pow(n, 5.0L) / 120) /
        std::cos(foot);
    return {central_meridian * radian + east, latitude};
}

Place in_rounded_seconds(Place angles) {
    const Real second = radian / 3600;
    return {rounded(angles.x / second, 1e6L) * second, rounded(angles.y / second, 1e6L) * second};
}

Real ring_td1055(const Ring &ring, const GaussKrueger &plane) {
    Real area = 0;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        const auto p = plane.forward(ring[i]);
        const auto q = plane.forward(ring[i + 1]);
        const int parts = parts_of({p.x, p.y}, {q.x, q.y});
        Place last{ring[i].x * radian, ring[i].y * radian};
        for (int part = 1; part <= parts; ++part) {
            const double t = static_cast<double>(part) / parts;
            const auto cut =
                part == parts ? ring[i + 1] : plane.inverse({p.x + (q.x - p.x) * t, p.y + (q.y - p.y) * t});
            const Place next{cut.x * radian, cut.y * radian};
            area += strip(last, next);
            last = next;
        }
    }
    return std::abs(area);
}

// Half up in whole numbers: a point in between may lie exactly on a half of its last digit.
Real cut_at(Real from, Real to, int part, int parts) {
    const auto a = std::llround(from * 1e4L);
    const auto b = std::llround(to * 1e4L);
    const long long twice = 2 * 100 * (a * parts + (b - a) * part) + parts; // positive in a plane
    return static_cast<Real>(twice / (2 * parts)) / 1e6L;
}

Real ring_survey_figure(const Ring &ring, double central_meridian) {
    std::vector<Place> points;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        const Place from{rounded(ring[i].x, 1e4L), rounded(ring[i].y, 1e4L)};
        const Place to{rounded(ring[i + 1].x, 1e4L), rounded(ring[i + 1].y, 1e4L)};
        const int parts = parts_of(from, to);
        points.push_back(from);
        for (int part = 1; part < parts; ++part)
            points.push_back({cut_at(from.x, to.x, part, parts), cut_at(from.y, to.y, part, parts)});
    }
    for (Place &point : points)
        point = in_rounded_seconds(notice_inverse(point, central_meridian));
    points.push_back(points.front());
    Real area = 0;
    for (std::size_t i = 0; i + 1 < points.size(); ++i)
        area += strip(points[i], points[i + 1]);
    return std::abs(area);
}

} // namespace

double td1055(const Polygon &polygon, double central_meridian) {
    const GaussKrueger plane(central_meridian, 500000, cgcs2000);
    Real area = 0;
    for (std::size_t i = 0; i < polygon.size(); ++i)
        area += (i == 0 ? 1 : -1) * ring_td1055(polygon[i], plane);
    return static_cast<double>(area);
}

double survey_figure(const Polygon &plane_rings, double central_meridian) {
    Real area = 0;
    for (std::size_t i = 0; i < plane_rings.size(); ++i)
        area += (i == 0 ? 1 : -1) * ring_survey_figure(plane_rings[i], central_meridian);
    return static_cast<double>(rounded(area, 100));
}

} // namespace literal
