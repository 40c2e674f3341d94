// One edge of a ring near its middle: its chord in metres, and the area between its chord and the edge that
// is meant.
//
// In longitude L and authalic q (area below a parallel per radian) a figure's area is the planar ∫ L dq, and
// the survey's strip is the one below the chord there. An edge that is straight elsewhere is a curve P there;
// the area between it and its chord is (P' × P'')/12 at its middle, to a relative (length / radius)². Both
// the Gauss-Krueger plane and a geodesic give P'' through the isometric coordinate w = ψ + iλ, where
// w'' = -g w'²:
//   plane     g = d/dw log f' for the projection f, which is -sin φ continued from the central meridian
//   geodesic  g = -sin φ where it is
#pragma once

#include "authalic.h"

#include <qitu/geodesy/geodesy.h>

#include <cmath>

namespace qitu::geodesy {

/// An edge as ring_sum (ring.h) meets it. Offsets are radians: of longitude from the ring's first point, of
/// latitude from the belt.
struct Edge {
    Point from; // degrees
    Point to;
    double width = 0;  // longitude, radians
    double height = 0; // latitude, radians
    double middle = 0; // offset of its middle latitude from the belt
    const Belt *belt = nullptr;
};

/// The chord at its middle latitude.
struct Chord {
    double sine;   // of the latitude
    double cosine; // squared: cos²
    double radius; // of the parallel, m
    double east;   // m
    double north;  // m
    [[nodiscard]] double length2() const { return east * east + north * north; }
};

inline Chord chord_of(const Edge &edge, const Ellipsoid &ellipsoid, double e2) {
    const double sine = edge.belt->sine_at(edge.middle);
    const double cosine2 = 1 - sine * sine;
    const double w2 = 1 - e2 * sine * sine;
    const double across = ellipsoid.a / std::sqrt(w2);
    const double radius = across * std::sqrt(cosine2);
    return {sine, cosine2, radius, radius * edge.width, across * (1 - e2) / w2 * edge.height};
}

inline double geodesic_bow(const Chord &chord) {
    const double east2 = chord.east * chord.east;
    return -chord.sine * chord.east * (3 * chord.north * chord.north + east2) / (12 * chord.radius);
}

/// \param lambda longitude of the middle from the central meridian, radians
/// \param second_e2 e'²
inline double plane_bow(const Chord &chord, double lambda, double second_e2) {
    const double s = chord.sine;
    const double c2 = chord.cosine;
    // Derivatives of sin φ by the isometric latitude ψ; the third on the sphere.
    const double first = c2 * (1 + second_e2 * c2);
    const double second = -2 * s * first * (1 + 2 * second_e2 * c2);
    const double third = c2 * (6 * s * s - 2);
    const double lambda2 = lambda * lambda;
    const double g_re = -(s - lambda2 / 2 * second);
    const double g_im = -lambda * (first - lambda2 / 6 * third);
    return (chord.length2() * (g_re * chord.east + g_im * chord.north) -
            2 * s * chord.east * chord.north * chord.north) /
           (12 * chord.radius);
}

/// Scale of the Gauss-Krueger plane (J. P. Snyder, Map Projections, USGS 1395, 1987, 8-11); relative error
/// below 1e-10 within 4° of the meridian.
inline double plane_scale(const Chord &chord, double lambda, double second_e2) {
    const double lambda2 = lambda * lambda;
    const double a2 = lambda2 * chord.cosine;
    const double ta2 = lambda2 * chord.sine * chord.sine; // tan² φ times a2
    const double c = second_e2 * chord.cosine;
    const double fourth = a2 * ((5 + c * (42 + 13 * c) - 28 * second_e2) * a2 - 4 * ta2);
    const double sixth = a2 * (a2 * (61 * a2 - 148 * ta2) + 16 * ta2 * ta2);
    return 1 + (1 + c) * a2 / 2 + fourth / 24 + sixth / 720;
}

} // namespace qitu::geodesy
