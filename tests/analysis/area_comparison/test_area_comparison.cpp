#include "support/world.h"

#include <qitu/analysis/area_comparison/area_comparison.h>
#include <qitu/core/base/units.h>
#include <qitu/data/workspace/features.h>

#include <GeographicLib/Geodesic.hpp>
#include <GeographicLib/PolygonArea.hpp>
#include <fmt/format.h>
#include <proj.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

using namespace qitu;
using geodesy::Point;

namespace {

constexpr const char *layer_id = "high_standard_farmland";

std::vector<Point> corners(double west, double south, double east, double north) {
    return {{west, south}, {east, south}, {east, north}, {west, north}};
}

// By GeographicLib.
double geodesic_area(const std::vector<Point> &ring) {
    GeographicLib::PolygonArea polygon(GeographicLib::Geodesic(6378137.0, 1 / 298.257222101));
    for (const Point &p : ring)
        polygon.AddPoint(p.y, p.x);
    double perimeter = 0;
    double area = 0;
    polygon.Compute(false, true, perimeter, area);
    return area;
}

// By PROJ and the surveyor's formula.
double planar_area(const std::vector<Point> &ring, double central_meridian) {
    PJ_CONTEXT *context = proj_context_create();
    PJ *plane = proj_create(
        context, fmt::format("+proj=tmerc +lat_0=0 +lon_0={} +k=1 +x_0=500000 +ellps=GRS80", central_meridian)
                     .c_str());
    double twice = 0;
    const auto place = [&](const Point &p) {
        const PJ_COORD at = proj_trans(plane, PJ_FWD, proj_coord(proj_torad(p.x), proj_torad(p.y), 0, 0));
        return Point{at.xy.x, at.xy.y};
    };
    const Point origin = place(ring.front());
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point a = place(ring[i]);
        const Point b = place(ring[(i + 1) % ring.size()]);
        twice += (a.x - origin.x) * (b.y - origin.y) - (b.x - origin.x) * (a.y - origin.y);
    }
    proj_destroy(plane);
    proj_context_destroy(context);
    return std::abs(twice) / 2;
}

double td1055(const std::vector<Point> &ring, double central_meridian) {
    geodesy::Ring closed(ring.begin(), ring.end());
    closed.push_back(ring.front());
    return geodesy::area({closed}, geodesy::Method::td1055, central_meridian);
}

// The area between two parallels of the ellipsoid in closed form (Snyder, Map Projections: A Working Manual,
// 3-12).
double straight_area(double west, double south, double east, double north) {
    constexpr double a = 6378137.0;
    constexpr double f = 1 / 298.257222101;
    const double e = std::sqrt(f * (2 - f));
    const auto q = [&](double degrees) {
        const double s = std::sin(degrees * M_PI / 180);
        return (1 - e * e) * (s / (1 - e * e * s * s) - std::log((1 - e * s) / (1 + e * s)) / (2 * e));
    };
    return a * a / 2 * (q(north) - q(south)) * (east - west) * M_PI / 180;
}

area_comparison::LayerComparison compared(const world::Folder &folder,
                                          geodesy::Method method = geodesy::Method::td1055) {
    tabulate::Options options;
    options.method = method;
    const indicators::Summary account =
        indicators::summarize(*folder.workspace, world::the_catalogue(), 2023, options, true);
    REQUIRE(account.layers.size() == 1);
    REQUIRE(account.shares.size() == 1);
    return area_comparison::compare_area(*folder.workspace, world::the_catalogue().layer(layer_id),
                                         account.layers.front(), account.shares.front(), options);
}

world::Folder::Values declared(double mu) {
    return {{"project_code", std::string("P1")},
            {"admin_code", std::string(world::linhe)},
            {"year", std::int64_t{2023}},
            {"stage", std::string("accepted")},
            {"declared_area", mu}};
}

world::Folder::Values undeclared() {
    world::Folder::Values values = declared(0);
    values.erase("declared_area");
    return values;
}

} // namespace

TEST_CASE(
    "Geodesic, planar and declared areas differ from qitu's figure by what GeographicLib and PROJ say") {
    world::Folder folder;
    const std::vector<Point> ring = corners(107.02, 40.52, 107.05, 40.55);
    folder.add(layer_id, declared(12000), world::box(107.02, 40.52, 107.05, 40.55));
    const area_comparison::LayerComparison layer = compared(folder);
    const double own = td1055(ring, 108);
    CHECK(layer.inside.net == Approx(own).epsilon(1e-12));
    CHECK(layer.inside.overlap == Approx(0).margin(1e-6));
    // Differences of areas of 8 km² that are each good to 1e-9 of them.
    CHECK(layer.inside.geodesic == Approx(geodesic_area(ring) - own).margin(0.02));
    CHECK(layer.inside.planar == Approx(planar_area(ring, 108) - own).margin(0.02));
    CHECK(layer.inside.planar > 100); // the plane is too large by 1.6e-4 here
    CHECK(layer.inside.declared == Approx(12000 * square_metres_per_mu - own).margin(1e-6));
    CHECK(layer.undeclared == 0);
    CHECK(layer.features == 1);
    REQUIRE(layer.banners.size() == 1);
    CHECK(layer.banners[0].admin == world::linhe);
    CHECK(layer.banners[0].central_meridian == 108);
}

TEST_CASE("Differences are from the figure by the method that was asked for") {
    world::Folder folder;
    const std::vector<Point> ring = corners(107.02, 40.52, 107.05, 40.55);
    folder.add(layer_id, declared(12000), world::box(107.02, 40.52, 107.05, 40.55));
    const double own = straight_area(107.02, 40.52, 107.05, 40.55);
    REQUIRE(std::abs(own - td1055(ring, 108)) > 0.1);
    const area_comparison::LayerComparison straight = compared(folder, geodesy::Method::straight);
    CHECK(straight.inside.net == Approx(own).epsilon(1e-9));
    CHECK(straight.inside.geodesic == Approx(geodesic_area(ring) - own).margin(0.02));
    CHECK(straight.inside.declared == Approx(12000 * square_metres_per_mu - own).margin(0.02));
    const area_comparison::LayerComparison geodesic = compared(folder, geodesy::Method::geodesic);
    CHECK(geodesic.inside.geodesic == Approx(0).margin(1e-6));
    CHECK(geodesic.inside.planar == Approx(planar_area(ring, 108) - geodesic_area(ring)).margin(0.02));
}

TEST_CASE("Ground that two features both cover stands once as the overlap") {
    world::Folder folder;
    folder.add(layer_id, undeclared(), world::box(107.02, 40.52, 107.05, 40.55));
    folder.add(layer_id, undeclared(), world::box(107.04, 40.52, 107.06, 40.55));
    const area_comparison::LayerComparison layer = compared(folder);
    const double common = geodesic_area(corners(107.04, 40.52, 107.05, 40.55));
    CHECK(layer.inside.overlap == Approx(common).epsilon(1e-6));
    CHECK(layer.inside.undeclared == Approx(layer.inside.net + layer.inside.overlap).epsilon(1e-12));
    CHECK(layer.undeclared == 2);
    CHECK(layer.inside.declared == 0);
}

TEST_CASE(
    "A feature across a border is divided between both banners, and what lies outside all stands apart") {
    world::Folder folder;
    const std::vector<Point> ring = corners(107.05, 40.52, 107.15, 40.62); // 40.6 is the border of the world
    folder.add(layer_id, declared(150000), world::box(107.05, 40.52, 107.15, 40.62));
    const area_comparison::LayerComparison layer = compared(folder);
    const double own = td1055(ring, 108);
    REQUIRE(layer.banners.size() == 3);
    CHECK(layer.banners[0].admin == world::linhe);
    CHECK(layer.banners[1].admin == world::wuyuan);
    CHECK(layer.banners[2].admin.empty());
    CHECK(layer.inside.net + layer.outside.overlap == Approx(own).epsilon(1e-9));
    CHECK(layer.inside.planar + layer.outside.planar == Approx(planar_area(ring, 108) - own).margin(0.1));
    CHECK(layer.banners[0].differences.planar == Approx(layer.banners[1].differences.planar).epsilon(1e-6));
    CHECK(layer.inside.declared + layer.outside.declared ==
          Approx(150000 * square_metres_per_mu - own).margin(1e-3));
    CHECK(layer.banners[0].differences.planar + layer.banners[1].differences.planar ==
          Approx(layer.inside.planar));
}

TEST_CASE(
    "Who brings a feature into the zone of the banner though it was drawn in another gets a larger plane") {
    world::Folder folder;
    // Drawn in the zone of 105 degrees, in a banner whose zone is that of 108.
    const catalogue::Layer &of = world::the_catalogue().layer(layer_id);
    catalogue::Feature feature;
    feature.values.resize(of.fields.size());
    feature.values.at(static_cast<std::size_t>(of.index_of("year"))) = std::int64_t{2023};
    feature.values.at(static_cast<std::size_t>(of.index_of("stage"))) = std::string("accepted");
    feature.wkb = world::box(107.02, 40.52, 107.05, 40.55);
    feature.central_meridian = 105;
    folder.workspace->transaction({"test"},
                                  [&](workspace::Edit &edit) { workspace::add_feature(edit, of, feature); });
    const area_comparison::LayerComparison layer = compared(folder);
    const std::vector<Point> ring = corners(107.02, 40.52, 107.05, 40.55);
    const double own = td1055(ring, 105);
    CHECK(layer.inside.planar == Approx(planar_area(ring, 105) - own).margin(0.02));
    CHECK(layer.inside.unit_plane == Approx(planar_area(ring, 108) - own).margin(0.02));
    CHECK(layer.inside.planar > 2 * layer.inside.unit_plane);
    CHECK(layer.farthest_in_unit_plane_degrees == 3);
}

TEST_CASE("The differences do not depend on the number of threads", "[slow]") {
    world::Folder folder;
    for (int i = 0; i < 40; ++i)
        folder.add(layer_id, declared(10 + i),
                   world::box(107.01 + i * 0.004, 40.52, 107.0137 + i * 0.004, 40.523 + i * 0.0001));
    const indicators::Summary account =
        indicators::summarize(*folder.workspace, world::the_catalogue(), 2023, {}, true);
    std::vector<area_comparison::LayerComparison> layers;
    for (const int threads : {1, 3}) {
        tabulate::Options options;
        options.threads = threads;
        layers.push_back(
            area_comparison::compare_area(*folder.workspace, world::the_catalogue().layer(layer_id),
                                          account.layers.front(), account.shares.front(), options));
    }
    CHECK(layers[0].inside.planar == layers[1].inside.planar);
    CHECK(layers[0].inside.geodesic == layers[1].inside.geodesic);
    CHECK(layers[0].inside.declared == layers[1].inside.declared);
}
