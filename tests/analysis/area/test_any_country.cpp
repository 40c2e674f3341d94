#include "support/folder.h"

#include <qitu/analysis/area/area.h>

#include <GeographicLib/Geodesic.hpp>
#include <GeographicLib/PolygonArea.hpp>
#include <catch2/catch.hpp>
#include <ogrsf_frmts.h>

#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using namespace qitu;

namespace {

/// A national system: its EPSG codes, the ellipsoid that it is on as EPSG's guidance gives it, and a place in it.
struct System {
    int projected, geographic;
    double a, inverse_flattening;
    double longitude, latitude;
};

constexpr double grs80 = 298.257222101;
const std::vector<System> systems{
    {25832, 4258, 6378137, grs80, 9.5, 52.1},                 // Germany, ETRS89 / UTM
    {2154, 4171, 6378137, grs80, 2.4, 46.6},                  // France, Lambert conic
    {28992, 4289, 6377397.155, 299.1528128, 5.6, 52.2},       // Netherlands, Bessel, oblique stereographic
    {27700, 4277, 6377563.396, 299.3249646, -1.6, 52.8},      // Britain, Airy
    {5070, 4269, 6378137, grs80, -93.6, 42.0},                // United States, Albers
    {2229, 4269, 6378137, grs80, -118.4, 34.6},               // California, feet
    {26710, 4267, 6378206.4, 294.978698213898, -122.1, 38.6}, // NAD27, Clarke 1866
    {31983, 4674, 6378137, grs80, -47.3, -16.4},              // Brazil
    {32736, 4326, 6378137, 298.257223563, 36.9, -1.3},        // Kenya, across no equator
    {21097, 4210, 6378249.145, 293.465, 37.6, 0.4},           // Arc 1960, Clarke 1880
    {6677, 6668, 6378137, grs80, 139.9, 36.2},                // Japan
    {5186, 4737, 6378137, grs80, 127.3, 36.5},                // Korea
    {7855, 7844, 6378137, grs80, 146.4, -35.9},               // Australia
    {2193, 4167, 6378137, grs80, 172.4, -43.6},               // New Zealand
};

/// A field of five corners, of about 1 km, near the place.
std::vector<std::pair<double, double>> field_at(double longitude, double latitude) {
    const double wide = 0.009 / std::cos(latitude * 0.0174532925199433);
    std::vector<std::pair<double, double>> corners;
    for (const auto &[x, y] : {std::pair{0.0, 0.0}, {1.0, 0.1}, {1.2, 0.8}, {0.4, 1.1}, {-0.1, 0.6}})
        corners.emplace_back(longitude + x * wide, latitude + y * 0.009);
    return corners;
}

std::unique_ptr<OGRSpatialReference> reference(int epsg) {
    auto made = std::make_unique<OGRSpatialReference>();
    REQUIRE(made->importFromEPSG(epsg) == OGRERR_NONE);
    made->SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    return made;
}

/// The field in the projected system, in a GeoPackage that keeps every digit.
void write(const std::filesystem::path &path, const System &system) {
    GDALAllRegister();
    const auto projected = reference(system.projected);
    const auto geographic = reference(system.geographic);
    const std::unique_ptr<OGRCoordinateTransformation> forward(
        OGRCreateCoordinateTransformation(geographic.get(), projected.get()));
    OGRLinearRing ring;
    for (auto [x, y] : field_at(system.longitude, system.latitude)) {
        REQUIRE(forward->Transform(1, &x, &y) == TRUE);
        ring.addPoint(x, y);
    }
    ring.closeRings();
    OGRPolygon polygon;
    polygon.addRing(&ring);
    const GDALDatasetUniquePtr dataset(
        GetGDALDriverManager()->GetDriverByName("GPKG")->Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    OGRLayer *layer = dataset->CreateLayer("field", projected.get(), wkbPolygon, nullptr);
    OGRFeature feature(layer->GetLayerDefn());
    feature.SetGeometry(&polygon);
    REQUIRE(layer->CreateFeature(&feature) == OGRERR_NONE);
}

double expected_area(const System &system) {
    GeographicLib::PolygonArea polygon(GeographicLib::Geodesic(system.a, 1 / system.inverse_flattening));
    for (const auto &[longitude, latitude] : field_at(system.longitude, system.latitude))
        polygon.AddPoint(latitude, longitude);
    double perimeter = 0;
    double area = 0;
    polygon.Compute(false, true, perimeter, area);
    return std::abs(area);
}

struct KeptFigures : area::Receiver {
    std::vector<area::Figures> figures;
    void take(area::MeasuredBatch &batch) override {
        figures.insert(figures.end(), batch.figures.begin(), batch.figures.end());
    }
};

} // namespace

TEST_CASE("A field of any country has its geodesic area on its own ellipsoid, by GeographicLib") {
    const support::Folder folder;
    for (const System &system : systems) {
        CAPTURE(system.projected);
        const auto path = folder / (std::to_string(system.projected) + ".gpkg");
        write(path, system);
        reader::RawFile file(path, {});
        KeptFigures kept;
        area::measure(file, {}, kept);
        REQUIRE(kept.figures.size() == 1);
        const double expected = expected_area(system);
        CHECK(std::abs(kept.figures[0].geodesic_m2.value() / expected - 1) < 1e-9);
        CHECK(std::abs(kept.figures[0].td1055_m2.value() / expected - 1) < 1e-6); // 1 km edges: another line
    }
}

TEST_CASE("The systems of our time are taken as one, with the accuracy that EPSG gives; older ones are not") {
    for (const int modern : {4258, 4269, 4674, 6668, 7844, 4283, 4167, 4737, 4326, 4490})
        CHECK(geodesy::Crs::from("EPSG:" + std::to_string(modern)).metres_from_wgs84().value_or(99) <= 5);
    for (const int old : {4289, 4277, 4267, 4210, 4610, 4214, 4301, 4202})
        CHECK(!geodesy::Crs::from("EPSG:" + std::to_string(old)).metres_from_wgs84());
}
