#include "shape.h"

#include <qitu/analysis/area/area.h>
#include <qitu/analysis/validation/validation.h>
#include <qitu/core/base/exact_sum.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <span>
#include <vector>

namespace qitu::area {

namespace {

using catalogue::GeometryType;
using geodesy::GaussKrueger;
using geodesy::Method;

constexpr double middle_easting = 500000;

} // namespace

struct WaysToCount::State {
    geodesy::RingArea td1055{Method::td1055};
    geodesy::RingArea geodesic{Method::geodesic};
    geodesy::RingArea straight{Method::straight};
    std::map<double, GaussKrueger> planes;
    Shape shape;
    std::vector<Point> in_plane;

    const GaussKrueger &plane(double central_meridian) {
        return planes.try_emplace(central_meridian, central_meridian, middle_easting).first->second;
    }

    bool read(std::span<const std::byte> wkb) {
        try {
            read_wkb(wkb, shape);
            if (shape.type != GeometryType::polygon)
                return false;
            if (const std::vector<std::byte> bytes(wkb.begin(), wkb.end());
                !surely_simple(shape) && validation::defect(bytes))
                read_wkb(validation::repaired(bytes, GeometryType::polygon).wkb, shape);
            return shape.type == GeometryType::polygon;
        } catch (const BadGeometry &) {
            return false;
        }
    }

    template <typename Measure>
    [[nodiscard]] double sum(const std::vector<Point> &points, const Measure &measure) const {
        ExactSum sum;
        for (std::size_t i = 0; i < shape.paths.size(); ++i)
            sum += shape.paths[i].hole ? -measure(shape.path(i, points)) : measure(shape.path(i, points));
        return sum.value();
    }

    double planar(double central_meridian) {
        const GaussKrueger &projection = plane(central_meridian);
        in_plane.clear();
        for (const Point &point : shape.points)
            in_plane.push_back(projection.forward(point));
        return sum(in_plane, planar_area);
    }
};

double zone_meridian(std::span<const std::byte> wkb) {
    Shape shape;
    read_wkb(wkb, shape);
    return shape.points.empty() ? 0 : geodesy::central_meridian_near(middle_longitude(shape.points));
}

WaysToCount::WaysToCount() : state_(std::make_unique<State>()) {}
WaysToCount::~WaysToCount() = default;
WaysToCount::WaysToCount(WaysToCount &&) noexcept = default;

std::optional<Ways> WaysToCount::operator()(std::span<const std::byte> wkb, std::optional<double> drawn_in,
                                            std::span<const double> central_meridians) {
    State &state = *state_;
    if (!state.read(wkb))
        return std::nullopt;
    Ways ways;
    const std::vector<Point> &points = state.shape.points;
    ways.central_meridian = drawn_in ? *drawn_in : geodesy::central_meridian_near(middle_longitude(points));
    ways.td1055 = state.sum(
        points, [&](std::span<const Point> ring) { return state.td1055(ring, ways.central_meridian); });
    ways.geodesic = state.sum(points, [&](std::span<const Point> ring) { return state.geodesic(ring, 0); });
    ways.straight = state.sum(points, [&](std::span<const Point> ring) { return state.straight(ring, 0); });
    ways.planar = state.planar(ways.central_meridian);
    for (const Point &point : state.in_plane)
        ways.farthest_m = std::max(ways.farthest_m, std::abs(point.x - middle_easting));
    for (const double central_meridian : central_meridians)
        ways.in_planes.push_back(central_meridian == ways.central_meridian ? ways.planar
                                                                           : state.planar(central_meridian));
    return ways;
}

} // namespace qitu::area
