// Degrees near a place as metres: good to a thousandth within some ten kilometres, for distances and borders, never for
// areas that are told.
#pragma once

#include <qitu/core/geodesy/geodesy.h>

#include <cmath>
#include <numbers>

namespace qitu::geodesy {

class LocalPlane {
  public:
    explicit LocalPlane(Point origin) : origin_(origin) {
        constexpr double radian = std::numbers::pi / 180;
        const double sine = std::sin(origin.y * radian);
        const double w = std::sqrt(1 - cgcs2000.e2() * sine * sine);
        x_ = cgcs2000.a / w * std::cos(origin.y * radian) * radian;
        y_ = cgcs2000.a * (1 - cgcs2000.e2()) / (w * w * w) * radian;
    }
    [[nodiscard]] Point metres(Point degrees) const {
        return {(degrees.x - origin_.x) * x_, (degrees.y - origin_.y) * y_};
    }
    [[nodiscard]] Point degrees(Point metres) const {
        return {origin_.x + metres.x / x_, origin_.y + metres.y / y_};
    }
    [[nodiscard]] double metres_x(double degrees) const { return degrees * x_; }
    [[nodiscard]] double metres_y(double degrees) const { return degrees * y_; }
    [[nodiscard]] double degrees_x(double metres) const { return metres / x_; }
    [[nodiscard]] double degrees_y(double metres) const { return metres / y_; }

  private:
    Point origin_;
    double x_ = 0, y_ = 0;
};

} // namespace qitu::geodesy
