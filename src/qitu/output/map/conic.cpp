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

std::optional<Paths> paths_of(std::span<const std::byte> wkb) {
    try {
        const geometry::Shape shape = geometry::read_wkb(wkb);
        Paths paths;
        paths.kind = shape.kind == geometry::Kind::point  ? Paths::Kind::point
                     : shape.kind == geometry::Kind::line ? Paths::Kind::line
                                                          : Paths::Kind::ring;
        for (std::size_t i = 0; i < shape.paths(); ++i)
            paths.paths.emplace_back(shape.path(i).begin(), shape.path(i).end());
        return paths;
    } catch (const geometry::InvalidGeometry &) {
        return std::nullopt;
    }
}

std::vector<geodesy::Ring> rings_of(const workspace::Boundary &boundary) {
    std::optional<Paths> paths = paths_of(boundary.wkb);
    if (!paths || paths->kind != Paths::Kind::ring)
        throw Error(ErrorKind::refused,
                    say("The boundary of {} {} is not a polygon and cannot be drawn. Check the "
                        "workspace's boundaries.",
                        boundary.code, boundary.name));
    return std::move(paths->paths);
}

Conic::Conic(geodesy::Point south_west, geodesy::Point north_east)
    : middle_((south_west.x + north_east.x) / 2) {
    const double sixth = (north_east.y - south_west.y) / 6;
    const double first = (south_west.y + sixth) * degree;
    const double second = (north_east.y - sixth) * degree;
    n_ = (std::sin(first) + std::sin(second)) / 2;
    c_ = std::cos(first) * std::cos(first) + 2 * n_ * std::sin(first);
    rho_ = radius * std::sqrt(c_ - 2 * n_ * std::sin((south_west.y + north_east.y) / 2 * degree)) / n_;
}

geodesy::Point Conic::forward(geodesy::Point geographic) const {
    const double rho = radius * std::sqrt(c_ - 2 * n_ * std::sin(geographic.y * degree)) / n_;
    const double theta = n_ * (geographic.x - middle_) * degree;
    return {rho * std::sin(theta), rho_ - rho * std::cos(theta)};
}

} // namespace qitu::map
