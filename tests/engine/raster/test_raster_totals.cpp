// Totals of whole rasters against GEOS, which clips every cell by every zone, and the authalic latitudes of GeographicLib, by
// which the pieces are measured.
#include "made_raster.h"

#include <qitu/core/geometry/box.h>
#include <qitu/engine/raster/raster_totals.h>

#include <GeographicLib/Ellipsoid.hpp>
#include <catch2/catch.hpp>
#include <geos_c.h>

#include <algorithm>
#include <cmath>

using namespace qitu;
using namespace qitu::raster;
using geodesy::Method;
using made::Ring;

namespace {

struct Free {
    GEOSContextHandle_t context;
    void operator()(GEOSGeometry *geometry) const { GEOSGeom_destroy_r(context, geometry); }
};
using Geometry = std::unique_ptr<GEOSGeometry, Free>;

class Clipper {
  public:
    Clipper() : context_(GEOS_init_r()) {}
    ~Clipper() { GEOS_finish_r(context_); }
    Clipper(const Clipper &) = delete;
    Clipper &operator=(const Clipper &) = delete;

    Geometry polygon(const Ring &ring) {
        GEOSCoordSequence *points = GEOSCoordSeq_create_r(context_, static_cast<unsigned>(ring.size()), 2);
        for (unsigned i = 0; i < ring.size(); ++i)
            GEOSCoordSeq_setXY_r(context_, points, i, ring[i].x, ring[i].y);
        return own(
            GEOSGeom_createPolygon_r(context_, GEOSGeom_createLinearRing_r(context_, points), nullptr, 0));
    }
    double common_m2(const Geometry &a, const Geometry &b) {
        return m2(own(GEOSIntersection_r(context_, a.get(), b.get())).get());
    }

  private:
    Geometry own(GEOSGeometry *geometry) { return Geometry(geometry, Free{context_}); }

    double m2(const GEOSGeometry *geometry) {
        double sum = 0;
        for (int i = 0; i < GEOSGetNumGeometries_r(context_, geometry); ++i) {
            const GEOSGeometry *part = GEOSGetGeometryN_r(context_, geometry, i);
            if (GEOSGeomTypeId_r(context_, part) != GEOS_POLYGON || GEOSisEmpty_r(context_, part) != 0)
                continue;
            sum += ring_m2(GEOSGetExteriorRing_r(context_, part));
            for (int hole = 0; hole < GEOSGetNumInteriorRings_r(context_, part); ++hole)
                sum -= ring_m2(GEOSGetInteriorRingN_r(context_, part, hole));
        }
        return sum;
    }
    // Edges straight in longitude and latitude: the sine of the authalic latitude, integrated along each by Simpson's rule.
    double ring_m2(const GEOSGeometry *line) {
        const GEOSCoordSequence *points = GEOSGeom_getCoordSeq_r(context_, line);
        unsigned count = 0;
        GEOSCoordSeq_getSize_r(context_, points, &count);
        const auto at = [&](unsigned i) {
            Point p;
            GEOSCoordSeq_getXY_r(context_, points, i, &p.x, &p.y);
            return p;
        };
        const double base = sine(at(0).y);
        double sum = 0;
        for (unsigned i = 0; i + 1 < count; ++i) {
            const Point a = at(i), b = at(i + 1);
            constexpr int pieces = 4;
            double mean = 0;
            for (int k = 0; k < 2 * pieces + 1; ++k)
                mean += (k == 0 || k == 2 * pieces ? 1
                         : k % 2 == 1              ? 4
                                                   : 2) *
                        (sine(a.y + (b.y - a.y) * k / (2 * pieces)) - base) / (6 * pieces);
            sum -= (b.x - a.x) * degree * mean;
        }
        return std::abs(sum) * earth_.Area() / (4 * pi);
    }
    double sine(double latitude) const { return std::sin(earth_.AuthalicLatitude(latitude) * degree); }

    static constexpr double pi = 3.141592653589793, degree = pi / 180;
    GeographicLib::Ellipsoid earth_{6378137.0, 1 / 298.257222101};
    GEOSContextHandle_t context_;
};

// The outlines of cells in longitude and latitude: their sides are straight in the grid.
class Outlines {
  public:
    explicit Outlines(const Grid &grid) : grid_(grid), to_geographic_(grid.crs) {}
    Ring of(int column, int row) const {
        constexpr int pieces = 8;
        const Point corners[]{{0, 0}, {1, 0}, {1, 1}, {0, 1}};
        Ring ring;
        for (std::size_t side = 0; side < 4; ++side)
            for (int i = 0; i < pieces; ++i) {
                const Point a = corners[side], b = corners[(side + 1) % 4];
                const double t = static_cast<double>(i) / pieces;
                ring.push_back(
                    grid_.on_ground({column + a.x + (b.x - a.x) * t, row + a.y + (b.y - a.y) * t}));
            }
        ring.push_back(ring.front());
        to_geographic_.apply(ring);
        return ring;
    }

  private:
    Grid grid_;
    geodesy::ToGeographic to_geographic_;
};

// With the cells that a zone may reach: their boxes meet.
template <typename Take>
void for_each_cell_near(const Ring &zone, const Grid &grid, const Take &take) {
    const Outlines outlines(grid);
    const geometry::Box box = geometry::box_of(zone);
    for (int row = 0; row < grid.rows; ++row)
        for (int column = 0; column < grid.columns; ++column) {
            const Ring cell = outlines.of(column, row);
            if (geometry::box_of(cell).meets(box))
                take(column, row, cell);
        }
}

Grid grid_of(const std::string &crs, double cell, int columns, int rows, Point middle) {
    Grid grid{geodesy::Crs::from(crs), columns, rows, {}, {cell, -cell}};
    std::vector<Point> at{middle};
    geodesy::ToGeographic(grid.crs).back(at);
    grid.corner = {at[0].x - cell * columns / 2, at[0].y + cell * rows / 2};
    return grid;
}

struct Scene {
    std::vector<Ring> rings;
    overlay::Zones zones;
};

// Three zones that do not touch, one of which reaches beyond the raster.
Scene scene_in(const Grid &grid, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    Scene scene{{}, {geodesy::Crs::from("EPSG:4490"), {}}};
    const double w = grid.columns, h = grid.rows;
    const Point middles[]{{w * 0.25, h * 0.3}, {w * 0.7, h * 0.6}, {w * 0.2, h * 0.97}};
    for (std::size_t i = 0; i < 3; ++i) {
        Ring ring = made::star(random, middles[i], 0.05 * w, 0.19 * w, 9 + static_cast<int>(i));
        for (Point &point : ring)
            point = grid.on_ground(point);
        geodesy::ToGeographic(grid.crs).apply(ring);
        scene.zones.zones.push_back({"zone" + std::to_string(i), made::polygon({ring})});
        scene.rings.push_back(std::move(ring));
    }
    return scene;
}

std::uint8_t class_of(int column, int row) {
    const std::uint64_t value = made::scattered(column / 2, row) % 5;
    return value == 4 ? 255 : static_cast<std::uint8_t>(value);
}

RasterTotals class_totals(const Grid &grid, const overlay::Zones &zones, Method method, int band_rows,
                          int threads) {
    const ZonesOnGrid on_grid = zones_on_grid(zones, grid, method, band_rows, threads);
    const auto open = [] { return std::make_unique<made::Source<std::uint8_t>>(class_of, 255); };
    return raster_totals(on_grid, sum_cells(on_grid, open, {SumAs::classes, {}, threads, {}}),
                         SumAs::classes);
}

double class_m2(const RasterTotals &totals, std::size_t zone, std::int64_t value) {
    for (const ClassRow &row : totals.classes)
        if (row.zone == zone && row.value == value)
            return row.m2;
    return 0;
}

struct Place {
    const char *crs;
    double cell;
};

} // namespace

TEST_CASE("Classes by zones are what GEOS cuts out of every cell and GeographicLib measures") {
    const auto place = GENERATE(Place{"EPSG:4490", 0.0003}, Place{"EPSG:4490", 0.05}, Place{"EPSG:4524", 30},
                                Place{"EPSG:32649", 30}, Place{"EPSG:4524", 1000},
                                Place{"+proj=aea +lat_1=25 +lat_2=47 +lon_0=105 +ellps=GRS80 +units=m", 30},
                                Place{"EPSG:3857", 30});
    const Grid grid = grid_of(place.crs, place.cell, 44, 36, {108.3, 41.2});
    const Scene scene = scene_in(grid, 21);
    const RasterTotals totals = class_totals(grid, scene.zones, Method::straight, 7, 2);
    INFO(place.crs << " " << place.cell << ", closing " << totals.worst_closing);
    Clipper clipper;
    for (std::size_t zone = 0; zone < scene.rings.size(); ++zone) {
        const Geometry ground = clipper.polygon(scene.rings[zone]);
        const double whole = clipper.common_m2(ground, ground);
        CHECK(totals.zones[zone].m2 == Approx(whole).epsilon(1e-9));
        std::map<std::int64_t, double> expected;
        double inside = 0;
        for_each_cell_near(scene.rings[zone], grid, [&](int column, int row, const Ring &cell) {
            const double m2 = clipper.common_m2(ground, clipper.polygon(cell));
            expected[class_of(column, row)] += m2;
            inside += m2;
        });
        // A boundary cell's ground is taken to be spread evenly: in the Mercator plane 30 m bring 1e-5 of a cell.
        const double exactness = place.cell < 1 ? 1e-9 : place.cell < 100 ? 2e-7 : 3e-6;
        const double most = exactness * whole;
        for (const std::int64_t value : {0, 1, 2, 3})
            CHECK(std::abs(class_m2(totals, zone, value) - expected[value]) < most);
        CHECK(std::abs(totals.zones[zone].no_data_m2 - expected[255]) < most);
        CHECK(std::abs(totals.zones[zone].outside_m2 - (whole - inside)) < most);
        CHECK((totals.zones[zone].outside_m2 == 0) == (zone < 2));
    }
    CHECK(totals.worst_closing < (place.cell < 1 ? 1e-11 : 1e-6));
}

TEST_CASE("A zone's area by any method is its classes, what has no value and what lies outside") {
    for (const char *crs : {"EPSG:4490", "EPSG:4524", "EPSG:3857"})
        for (const Method method : {Method::td1055, Method::geodesic, Method::straight})
            for (std::uint64_t seed = 0; seed < 12; ++seed) {
                const Grid grid =
                    grid_of(crs, crs == std::string("EPSG:4490") ? 0.001 : 90, 60, 50, {108.3, 41.2});
                const Scene scene = scene_in(grid, seed);
                const RasterTotals totals = class_totals(grid, scene.zones, method, 9, 2);
                for (std::size_t zone = 0; zone < 3; ++zone) {
                    const double whole = geodesy::area({scene.rings[zone]}, method);
                    double sum = totals.zones[zone].no_data_m2 + totals.zones[zone].outside_m2;
                    for (const ClassRow &row : totals.classes)
                        sum += row.zone == zone ? row.m2 : 0;
                    CHECK(totals.zones[zone].m2 == Approx(whole).epsilon(1e-12));
                    CHECK(sum == Approx(whole).epsilon(1e-12));
                }
            }
}

TEST_CASE("No bit depends on the number of threads") {
    const Grid grid = grid_of("EPSG:4524", 30, 300, 200, {108.3, 41.2});
    const Scene scene = scene_in(grid, 4);
    const RasterTotals one = class_totals(grid, scene.zones, Method::td1055, 8, 1);
    const RasterTotals four = class_totals(grid, scene.zones, Method::td1055, 8, 4);
    REQUIRE(one.classes.size() == four.classes.size());
    for (std::size_t i = 0; i < one.classes.size(); ++i)
        CHECK(one.classes[i].m2 == four.classes[i].m2);
}

TEST_CASE("A raster that counts longitudes to 360° holds zones of the western half") {
    const Grid grid{geodesy::Crs::from("EPSG:4326"), 100, 50, {250, 45}, {0.1, -0.1}};
    const overlay::Zones zones{
        geodesy::Crs::from("EPSG:4326"),
        {{"a", made::polygon({{{-109, 41}, {-107, 41}, {-107, 44}, {-109, 44}, {-109, 41}}})}}};
    const RasterTotals totals = class_totals(grid, zones, Method::straight, 10, 1);
    CHECK(totals.zones[0].outside_m2 == 0);
    CHECK(totals.worst_closing < 1e-12);
}

namespace {

template <typename T>
void check_statistics(const std::function<T(int, int)> &value, std::optional<double> none) {
    const Grid grid = grid_of("EPSG:4490", 0.001, 40, 30, {108.3, 41.2});
    const Scene scene = scene_in(grid, 9);
    const std::vector<double> quantiles{0, 0.1, 0.5, 0.9, 1};
    const ZonesOnGrid on_grid = zones_on_grid(scene.zones, grid, Method::straight, 6, 2);
    const auto open = [&] { return std::make_unique<made::Source<T>>(value, none); };
    const RasterTotals totals = raster_totals(
        on_grid, sum_cells(on_grid, open, {SumAs::statistics, quantiles, 2, {}}), SumAs::statistics);
    Clipper clipper;
    for (std::size_t zone = 0; zone < 3; ++zone) {
        std::vector<std::pair<double, double>> known; // value, ground
        double m2 = 0, weighted = 0, sum = 0;
        const Geometry ground = clipper.polygon(scene.rings[zone]);
        for_each_cell_near(scene.rings[zone], grid, [&](int column, int row, const Ring &outline) {
            const double v = static_cast<double>(value(column, row));
            const Geometry cell = clipper.polygon(outline);
            const double common = clipper.common_m2(ground, cell);
            if (common < 1e-6 || std::isnan(v) || (none && v == *none))
                return;
            known.emplace_back(v, common);
            m2 += common;
            weighted += v * common;
            sum += v * common / clipper.common_m2(cell, cell);
        });
        std::sort(known.begin(), known.end());
        const double range = std::max(std::abs(known.front().first), std::abs(known.back().first));
        const ZoneStatistics &found = totals.statistics[zone];
        CHECK(found.m2 == Approx(m2).epsilon(1e-7));
        CHECK(std::abs(*found.mean - weighted / m2) < 1e-7 * range);
        CHECK(std::abs(found.sum - sum) < 1e-7 * range * static_cast<double>(known.size()));
        CHECK(*found.least == known.front().first);
        CHECK(*found.most == known.back().first);
        for (std::size_t i = 0; i < quantiles.size(); ++i) {
            double below = 0;
            std::size_t k = 0;
            while (k + 1 < known.size() && below + known[k].second < quantiles[i] * m2 * (1 - 1e-9))
                below += known[k++].second;
            CHECK(*found.quantiles[i] == known[k].first);
        }
    }
}

} // namespace

TEST_CASE("Statistics are those of the cells in a sorted list") {
    check_statistics<float>(
        [](int c, int r) { return static_cast<float>(made::scattered(c, r) % 20011) / 7 - 1200; },
        std::nullopt);
    check_statistics<double>(
        [](int c, int r) { return r % 5 == 0 ? std::nan("") : std::sin(c * 1.7 + r) * 1e-3; }, std::nullopt);
    check_statistics<std::int32_t>(
        [](int c, int r) { return static_cast<std::int32_t>(made::scattered(c, r) % 4001) - 2000; }, -7.0);
    check_statistics<std::uint8_t>(
        [](int c, int r) { return static_cast<std::uint8_t>(made::scattered(c, r)); }, 255.0);
}

TEST_CASE("A zone without a value has no mean, and one beside the raster is outside") {
    const Grid grid = grid_of("EPSG:4490", 0.001, 40, 30, {108.3, 41.2});
    const overlay::Zones zones{
        geodesy::Crs::from("EPSG:4490"),
        {{"beside", made::polygon({{{100, 40}, {101, 40}, {101, 41}, {100, 40}}})},
         {"in", made::polygon({{{108.3, 41.2}, {108.301, 41.2}, {108.301, 41.201}, {108.3, 41.2}}})}}};
    const ZonesOnGrid on_grid = zones_on_grid(zones, grid, Method::td1055, 6, 1);
    const auto open = [] {
        return std::make_unique<made::Source<float>>([](int, int) { return -1.0F; }, -1.0);
    };
    const RasterTotals totals = raster_totals(
        on_grid, sum_cells(on_grid, open, {SumAs::statistics, {0.5}, 1, {}}), SumAs::statistics);
    CHECK(totals.zones[0].outside_m2 == totals.zones[0].m2);
    CHECK(totals.zones[1].no_data_m2 == totals.zones[1].m2);
    for (const ZoneStatistics &zone : totals.statistics) {
        CHECK(zone.m2 == 0);
        CHECK_FALSE(zone.mean);
        CHECK_FALSE(zone.quantiles[0]);
    }
}
