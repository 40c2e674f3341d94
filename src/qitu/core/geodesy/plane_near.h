// The Gauss-Krueger plane about one point: how it stretches and bends an edge near by. Computed once for many
// edges.
#pragma once

#include "angle.h"
#include "edge.h"

namespace qitu::geodesy {

/// A cell of a fixed lattice, so that what is found for an edge does not depend on the others of its ring.
/// Within it the stretch is off by less than 1e-10, the curvature by 1e-6 of itself.
class PlaneNear {
  public:
    /// \param at longitude from the plane's meridian, and latitude
    PlaneNear(const GaussKrueger &plane, Point at, const Ellipsoid &ellipsoid)
        : middle_{middle_of_cell(at.x), middle_of_cell(at.y)}, local_(plane.local(middle_)) {
        const double sine = std::sin(middle_.y * radian);
        steepness_ = (1 - ellipsoid.e2()) / ((1 - ellipsoid.e2() * sine * sine) * std::sqrt(1 - sine * sine));
    }
    [[nodiscard]] bool covers(Point at) const {
        return at.x >= middle_.x - size / 2 && at.x < middle_.x + size / 2 && at.y >= middle_.y - size / 2 &&
               at.y < middle_.y + size / 2;
    }

    /// Of the chord whose middle is `at`.
    struct Shape {
        double scale;
        std::complex<double> curvature;
    };
    [[nodiscard]] Shape at(Point at, const Chord &chord) const {
        const double per_metre = 1 / chord.radius;
        const double steepness = (steepness_ + chord.meridian * per_metre) / 2;
        const std::complex<double> offset((at.y - middle_.y) * radian * steepness,
                                          (at.x - middle_.x) * radian);
        const std::complex<double> change = local_.change * offset;
        const double log = (offset * (local_.curvature + change / 2.0)).real();
        return {local_.stretch * (1 + log * (1 + log * 0.5 * (1 + log * (1.0 / 3)))) * per_metre,
                local_.curvature + change};
    }

  private:
    static constexpr double size = 0.0625; // degrees, 7 km at most; a power of two, so cells meet to the bit
    static double middle_of_cell(double degrees) { return std::floor(degrees / size + 0.5) * size; }

    Point middle_;
    GaussKrueger::Local local_;
    double steepness_; // dψ/dφ
};

} // namespace qitu::geodesy
