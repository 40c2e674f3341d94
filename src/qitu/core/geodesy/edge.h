// One edge of a ring near its middle: its chord in metres, and the area between its chord and the edge that
// is meant.
//
// In longitude L and authalic q (area below a parallel per radian) a figure's area is the planar ∫ L dq, and
// the survey's strip is the one below the chord there. An edge that is straight elsewhere is a curve P there;
// the area between it and its chord is (P' × P'')/12 at its middle, to a relative (length / radius)². Both
// the Gauss-Krueger plane and a geodesic give P'' through the isometric coordinate w = ψ + iλ, where
// w'' = -g w'²:
//   plane     g = d/dw log f' for the projection f (GaussKrueger::local)
//   geodesic  g = -sin φ where it is
#pragma once

#include "authalic.h"

#include <qitu/core/geodesy/geodesy.h>

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
    double sine;     // of the latitude
    double cosine2;  // cos²
    double radius;   // of the parallel, m
    double meridian; // radius of curvature along it, m
    double east;     // m
    double north;    // m
    [[nodiscard]] double length2() const { return east * east + north * north; }
};

inline Chord chord_of(const Edge &edge, const Ellipsoid &ellipsoid, double e2) {
    const double sine = edge.belt->sine_at(edge.middle);
    const double cosine2 = 1 - sine * sine;
    const double w2 = 1 - e2 * sine * sine;
    const double per_w = 1 / std::sqrt(w2);
    const double across = ellipsoid.a * per_w;
    const double radius = across * std::sqrt(cosine2);
    const double meridian = across * (1 - e2) * per_w * per_w;
    return {sine, cosine2, radius, meridian, radius * edge.width, meridian * edge.height};
}

inline double geodesic_bow(const Chord &chord) {
    const double east2 = chord.east * chord.east;
    return -chord.sine * chord.east * (3 * chord.north * chord.north + east2) / (12 * chord.radius);
}

/// \param curvature g of the plane at the chord's middle
inline double plane_bow(const Chord &chord, std::complex<double> curvature) {
    return (chord.length2() * (curvature.real() * chord.east + curvature.imag() * chord.north) -
            2 * chord.sine * chord.east * chord.north * chord.north) /
           (12 * chord.radius);
}

} // namespace qitu::geodesy
