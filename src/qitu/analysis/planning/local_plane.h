// Degrees near a place as metres: good to a thousandth within some ten kilometres, for distances and borders, never for
// areas that are told.
#pragma once

#include <qitu/core/geodesy/geodesy.h>

#include <cmath>
#include <numbers>

namespace qitu::planning {

class LocalPlane {
  public:
    explicit LocalPlane(geometry::Point origin) : origin_(origin) {
        const geodesy::Ellipsoid &ellipsoid = geodesy::cgcs2000;
        constexpr double radian = std::numbers::pi / 180;
        const double sine = std::sin(origin.y * radian);
        const double w = std::sqrt(1 - ellipsoid.e2() * sine * sine);
        x_ = ellipsoid.a / w * std::cos(origin.y * radian) * radian;
        y_ = ellipsoid.a * (1 - ellipsoid.e2()) / (w * w * w) * radian;
    }
    [[nodiscard]] geometry::Point metres(geometry::Point degrees) const {
        return {(degrees.x - origin_.x) * x_, (degrees.y - origin_.y) * y_};
    }
    [[nodiscard]] double degrees_x(double metres) const { return metres / x_; }
    [[nodiscard]] double degrees_y(double metres) const { return metres / y_; }

  private:
    geometry::Point origin_;
    double x_ = 0, y_ = 0;
};

} // namespace qitu::planning
