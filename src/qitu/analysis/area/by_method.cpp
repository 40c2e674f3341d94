#include <qitu/analysis/area/area.h>
#include <qitu/core/base/exact_sum.h>
#include <qitu/core/geometry/geos.h>
#include <qitu/core/geometry/repair.h>
#include <qitu/core/geometry/wkb.h>

#include <cmath>
#include <map>
#include <span>
#include <vector>

namespace qitu::area {

namespace {

using geodesy::GaussKrueger;
using geodesy::Method;
using geometry::Kind;
using geometry::Point;
using geometry::Shape;

constexpr double middle_easting = 500000;

} // namespace

struct AreaCalculator::State {
    geodesy::RingArea td1055{Method::td1055};
    geodesy::RingArea geodesic{Method::geodesic};
    geodesy::RingArea straight{Method::straight};
    std::map<double, GaussKrueger> planes;
    Shape shape;
    Shape in_plane;
    geometry::Geos geos;

    const GaussKrueger &plane(double central_meridian) {
        return planes.try_emplace(central_meridian, central_meridian, middle_easting).first->second;
    }

    /// False where it is not a polygon that encloses anything.
    bool read(std::span<const std::byte> wkb) {
        try {
            read_wkb(wkb, shape);
        } catch (const geometry::InvalidGeometry &) {
            return false;
        }
        if (shape.kind != Kind::polygon)
            return false;
        if (find_defect(shape, geos))
            shape = geometry::make_valid(shape, geos);
        orient(shape);
        return !shape.empty();
    }

    double planar(double central_meridian) {
        const GaussKrueger &projection = plane(central_meridian);
        in_plane = shape;
        for (Point &point : in_plane.points)
            point = projection.forward(point);
        return area_of_rings(
            in_plane, [](std::span<const Point> ring) { return std::abs(twice_signed_area(ring)) / 2; });
    }
};

double zone_meridian(std::span<const std::byte> wkb) {
    const Shape shape = geometry::read_wkb(wkb);
    return shape.empty() ? 0 : geodesy::central_meridian_near(box_of(shape.points).middle().x);
}

AreaCalculator::AreaCalculator() : state_(std::make_unique<State>()) {}
AreaCalculator::~AreaCalculator() = default;
AreaCalculator::AreaCalculator(AreaCalculator &&) noexcept = default;

std::optional<AreaByMethod> AreaCalculator::operator()(std::span<const std::byte> wkb,
                                                       std::optional<double> drawn_in,
                                                       std::span<const double> central_meridians) {
    State &state = *state_;
    if (!state.read(wkb))
        return std::nullopt;
    AreaByMethod areas;
    const Shape &shape = state.shape;
    areas.central_meridian =
        drawn_in ? *drawn_in : geodesy::central_meridian_near(box_of(shape.points).middle().x);
    areas.td1055 = area_of_rings(
        shape, [&](std::span<const Point> ring) { return state.td1055(ring, areas.central_meridian); });
    areas.geodesic =
        area_of_rings(shape, [&](std::span<const Point> ring) { return state.geodesic(ring, 0); });
    areas.straight =
        area_of_rings(shape, [&](std::span<const Point> ring) { return state.straight(ring, 0); });
    areas.planar = state.planar(areas.central_meridian);
    for (const Point &point : state.in_plane.points)
        areas.farthest_m = std::max(areas.farthest_m, std::abs(point.x - middle_easting));
    for (const double central_meridian : central_meridians)
        areas.in_planes.push_back(
            central_meridian == areas.central_meridian ? areas.planar : state.planar(central_meridian));
    return areas;
}

} // namespace qitu::area
