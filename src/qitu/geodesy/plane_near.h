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
        : column_(std::round(at.x / size)),
          row_(std::round(at.y / size)), middle_{column_ * size, row_ * size}, local_(plane.local(middle_)) {
        const double sine = std::sin(middle_.y * radian);
        steepness_ = (1 - ellipsoid.e2()) / ((1 - ellipsoid.e2() * sine * sine) * std::sqrt(1 - sine * sine));
    }
    [[nodiscard]] bool covers(Point at) const {
        return std::round(at.x / size) == column_ && std::round(at.y / size) == row_;
    }

    /// Of the chord whose middle is `at`.
    struct Shape {
        double scale;
        std::complex<double> curvature;
    };
    [[nodiscard]] Shape at(Point at, const Chord &chord) const {
        const double steepness = (steepness_ + chord.meridian / chord.radius) / 2;
        const std::complex<double> offset((at.y - middle_.y) * radian * steepness,
                                          (at.x - middle_.x) * radian);
        const std::complex<double> change = local_.change * offset;
        const double log = (offset * (local_.curvature + change / 2.0)).real();
        return {local_.stretch * (1 + log * (1 + log / 2 * (1 + log / 3))) / chord.radius,
                local_.curvature + change};
    }

  private:
    static constexpr double size = 0.0625; // degrees, 7 km at most

    double column_;
    double row_;
    Point middle_;
    GaussKrueger::Local local_;
    double steepness_; // dψ/dφ
};

} // namespace qitu::geodesy
