#include "plane_near.h"
#include "ring_area.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <string_view>

namespace qitu::geodesy {

Method method_from(std::string_view name) {
    for (const Method method : {Method::td1055, Method::geodesic, Method::straight})
        if (name == method_name(method))
            return method;
    throw Error(ErrorKind::usage,
                say("\"{}\" is not an area method. Choose td1055, geodesic or straight.", name));
}

std::string_view method_name(Method method) {
    switch (method) {
    case Method::td1055:
        return "td1055";
    case Method::geodesic:
        return "geodesic";
    case Method::straight:
        return "straight";
    }
    return "";
}

namespace {

double middle_longitude(const Polygon &polygon) {
    double west = polygon[0][0].x;
    double east = west;
    for (const Ring &ring : polygon)
        for (const Point point : ring) {
            west = std::min(west, point.x);
            east = std::max(east, point.x);
        }
    return (west + east) / 2;
}

} // namespace

RingArea::RingArea(Method method, const Ellipsoid &ellipsoid)
    : method_(method), ellipsoid_(ellipsoid),
      coefficients_(method == Method::td1055 ? survey_coefficients(ellipsoid)
                                             : exact_coefficients(ellipsoid)),
      plane_(0, 0, ellipsoid) {}

RingArea::~RingArea() = default;
RingArea::RingArea(RingArea &&) noexcept = default;
RingArea &RingArea::operator=(RingArea &&) noexcept = default;

double RingArea::operator()(std::span<const Point> ring, double central_meridian) {
    if (ring.size() < 4)
        return 0;
    switch (method_) {
    case Method::td1055:
        return td1055_ring_area(ring, central_meridian, plane_, ellipsoid_, coefficients_, near_);
    case Method::geodesic:
        return geodesic_ring_area(ring, ellipsoid_, coefficients_);
    case Method::straight:
        return std::abs(straight_ring_area(ring, ellipsoid_));
    }
    return 0;
}

double area(const Polygon &polygon, Method method, std::optional<double> central_meridian,
            const Ellipsoid &ellipsoid) {
    if (polygon.empty() || polygon[0].empty())
        return 0;
    const double meridian = central_meridian           ? *central_meridian
                            : method == Method::td1055 ? central_meridian_near(middle_longitude(polygon))
                                                       : 0;
    RingArea ring_area(method, ellipsoid);
    double area = ring_area(polygon[0], meridian);
    for (std::size_t i = 1; i < polygon.size(); ++i)
        area -= ring_area(polygon[i], meridian);
    return area;
}

} // namespace qitu::geodesy
