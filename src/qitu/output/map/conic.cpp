#include "conic.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/geometry/wkb.h>

#include <cmath>
#include <numbers>

namespace qitu::map {

namespace {

constexpr double radius = 6371007.2; // of the sphere with the ellipsoid's area
constexpr double degree = std::numbers::pi / 180;

} // namespace

geometry::Shape polygons_of(const workspace::Boundary &boundary) {
    try {
        if (geometry::Shape shape = geometry::read_wkb(boundary.wkb); shape.kind == geometry::Kind::polygon)
            return shape;
    } catch (const geometry::InvalidGeometry &) { // told below
    }
    throw Error(ErrorKind::refused,
                say("The boundary of {} {} is not a polygon and cannot be drawn. Check the "
                    "workspace's boundaries.",
                    boundary.code, boundary.name));
}

Conic::Conic(const geometry::Box &degrees) : middle_((degrees.min_x + degrees.max_x) / 2) {
    const double sixth = (degrees.max_y - degrees.min_y) / 6;
    const double first = (degrees.min_y + sixth) * degree;
    const double second = (degrees.max_y - sixth) * degree;
    n_ = (std::sin(first) + std::sin(second)) / 2;
    c_ = std::cos(first) * std::cos(first) + 2 * n_ * std::sin(first);
    rho_ = radius * std::sqrt(c_ - 2 * n_ * std::sin((degrees.min_y + degrees.max_y) / 2 * degree)) / n_;
}

geodesy::Point Conic::forward(geodesy::Point geographic) const {
    const double rho = radius * std::sqrt(c_ - 2 * n_ * std::sin(geographic.y * degree)) / n_;
    const double theta = n_ * (geographic.x - middle_) * degree;
    return {rho * std::sin(theta), rho_ - rho * std::cos(theta)};
}

Placing Conic::placing(geodesy::Point zero, double metres) const {
    return {middle_, n_, c_, zero.x, zero.y - rho_ / metres, radius / n_ / metres};
}

} // namespace qitu::map
