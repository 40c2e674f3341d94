#include <qitu/core/base/error.h>
#include <qitu/core/geodesy/geodesy.h>

#include <catch2/catch.hpp>

#include <cmath>
#include <string>
#include <thread>
#include <vector>

using namespace qitu::geodesy;

namespace {

// As Esri's software writes a .prj.
const char *const esri_3_degree_zone_36 =
    R"(PROJCS["CGCS2000_3_Degree_GK_Zone_36",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",)"
    R"(DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],)"
    R"(UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",36500000.0],)"
    R"(PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",108.0],PARAMETER["Scale_Factor",1.0],)"
    R"(PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]])";

std::string geographic_wkt(const std::string &datum, const std::string &spheroid) {
    return R"(GEOGCS["unnamed",DATUM[")" + datum + R"(",SPHEROID[)" + spheroid +
           R"(]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]])";
}

std::string transverse_mercator_wkt(const std::string &scale, const std::string &origin,
                                    const std::string &unit) {
    return R"(PROJCS["local",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",)"
           R"(SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],)"
           R"(UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],)"
           R"(PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],)"
           R"(PARAMETER["Central_Meridian",108.0],PARAMETER["Scale_Factor",)" +
           scale + R"(],PARAMETER["Latitude_Of_Origin",)" + origin + R"(],UNIT[)" + unit + "]]";
}

Crs::Datum datum_of(const std::string &definition) {
    return Crs::from(definition).datum();
}

} // namespace

TEST_CASE("A coordinate system is told by its code") {
    const Crs geographic = Crs::from("EPSG:4490");
    CHECK(geographic.geographic());
    CHECK_FALSE(geographic.gauss_krueger());
    CHECK(geographic.datum() == Crs::Datum::china2000);
    CHECK(geographic.authority_code() == "EPSG:4490");
    CHECK(geographic.ellipsoid().a == 6378137);
    CHECK(geographic.ellipsoid().f == Approx(1 / 298.257222101).epsilon(1e-15));
    CHECK(geographic.name() == "China Geodetic Coordinate System 2000");
}

TEST_CASE("Every 3-degree zone of CGCS2000 has the meridian and false easting that its number says") {
    for (int zone = 25; zone <= 45; ++zone) {
        const Crs with_zone = Crs::from("EPSG:" + std::to_string(4513 + zone - 25));
        CHECK(with_zone.gauss_krueger());
        CHECK(with_zone.central_meridian() == 3 * zone);
        CHECK(with_zone.false_easting() == zone * 1e6 + 500000);
        const Crs by_meridian = Crs::from("EPSG:" + std::to_string(4534 + zone - 25));
        CHECK(by_meridian.gauss_krueger());
        CHECK(by_meridian.central_meridian() == 3 * zone);
        CHECK(by_meridian.false_easting() == 500000);
        CHECK_FALSE(with_zone.same_as(by_meridian));
    }
}

TEST_CASE("A .prj of Esri's is the same system as the code, whatever its names") {
    const Crs esri = Crs::from(esri_3_degree_zone_36);
    CHECK(esri.gauss_krueger());
    CHECK(esri.central_meridian() == 108);
    CHECK(esri.false_easting() == 36500000);
    CHECK(esri.datum() == Crs::Datum::china2000);
    CHECK(esri.same_as(Crs::from("EPSG:4524")));
    CHECK(Crs::from("EPSG:4524").same_as(esri));
    CHECK_FALSE(esri.same_as(Crs::from("EPSG:4525")));
    CHECK_FALSE(esri.same_as(Crs::from("EPSG:2360"))); // Xian 1980, the same zone
    CHECK(esri.authority_code() == "EPSG:4524");
}

TEST_CASE("A datum is told by the names that Chinese software writes") {
    CHECK(datum_of(geographic_wkt("D_China_2000", R"("CGCS2000",6378137.0,298.257222101)")) ==
          Crs::Datum::china2000);
    CHECK(datum_of(geographic_wkt("China_2000", R"("CGCS2000",6378137.0,298.257222101)")) ==
          Crs::Datum::china2000);
    CHECK(datum_of(geographic_wkt("D_Xian_1980", R"("Xian_1980",6378140.0,298.257)")) ==
          Crs::Datum::xian1980);
    CHECK(datum_of(geographic_wkt("Xian_1980", R"("IAG 1975",6378140.0,298.257)")) == Crs::Datum::xian1980);
    CHECK(datum_of(geographic_wkt("D_Beijing_1954", R"("Krasovsky_1940",6378245.0,298.3)")) ==
          Crs::Datum::beijing1954);
    CHECK(datum_of(geographic_wkt("D_WGS_1984", R"("WGS_1984",6378137.0,298.257223563)")) ==
          Crs::Datum::wgs84);
    CHECK(datum_of("EPSG:4326") == Crs::Datum::wgs84);
    CHECK(datum_of("EPSG:3857") == Crs::Datum::wgs84);
    CHECK(datum_of("EPSG:4610") == Crs::Datum::xian1980);
    CHECK(datum_of("EPSG:2359") == Crs::Datum::xian1980);
    CHECK(datum_of("EPSG:4214") == Crs::Datum::beijing1954);
    CHECK(datum_of("EPSG:4284") == Crs::Datum::other); // Pulkovo 1942, on Krassowsky's ellipsoid
    CHECK(datum_of("EPSG:4258") == Crs::Datum::other); // ETRS89, on GRS 1980
}

TEST_CASE("A datum without a known name is told by its ellipsoid") {
    CHECK(datum_of(geographic_wkt("unknown", R"("x",6378137.0,298.257222101)")) == Crs::Datum::china2000);
    CHECK(datum_of(geographic_wkt("unknown", R"("x",6378137.0,298.257223563)")) == Crs::Datum::wgs84);
    CHECK(datum_of(geographic_wkt("unknown", R"("x",6378140.0,298.257)")) == Crs::Datum::xian1980);
    CHECK(datum_of(geographic_wkt("unknown", R"("x",6378245.0,298.3)")) == Crs::Datum::beijing1954);
    CHECK(datum_of("+proj=tmerc +lon_0=108 +x_0=500000 +ellps=GRS80") == Crs::Datum::china2000);
    CHECK(datum_of("+proj=longlat +a=6371000 +b=6371000") == Crs::Datum::other);
}

TEST_CASE("Only a transverse Mercator of scale 1 from the equator in metres is Gauss-Krueger") {
    CHECK(Crs::from(transverse_mercator_wkt("1.0", "0.0", R"("Meter",1.0)")).gauss_krueger());
    CHECK_FALSE(Crs::from(transverse_mercator_wkt("0.9996", "0.0", R"("Meter",1.0)")).gauss_krueger());
    CHECK_FALSE(Crs::from(transverse_mercator_wkt("1.0", "38.0", R"("Meter",1.0)")).gauss_krueger());
    CHECK_FALSE(Crs::from(transverse_mercator_wkt("1.0", "0.0", R"("Kilometer",1000.0)")).gauss_krueger());
    CHECK_FALSE(Crs::from("EPSG:32648").gauss_krueger());
    CHECK(Crs::from("+proj=tmerc +lon_0=108 +x_0=500000 +ellps=GRS80").gauss_krueger());
}

TEST_CASE("What PROJ does not know is refused with the text that was given") {
    CHECK_THROWS_WITH(Crs::from("EPSG:999999"), Catch::Contains("EPSG:999999"));
    CHECK_THROWS_AS(Crs::from(""), qitu::Error);
    CHECK_THROWS_AS(Crs::from("+proj=nonsense"), qitu::Error);
}

TEST_CASE("A height beside the plane does not hide the plane") {
    CHECK(Crs::from("EPSG:4524+5737").same_as(Crs::from("EPSG:4524")));
}

TEST_CASE("Gauss-Krueger coordinates come back to longitude and latitude") {
    const Point expected{107.4, 40.75};
    std::vector<Point> points{GaussKrueger(108, 36500000).forward(expected)};
    const ToGeographic way(Crs::from("EPSG:4524"));
    way.apply(points);
    CHECK(points[0].x == Approx(expected.x).epsilon(0).margin(1e-12));
    CHECK(points[0].y == Approx(expected.y).epsilon(0).margin(1e-12));
    CHECK_THAT(way.operation().en, Catch::Contains("108") && Catch::Contains("36500000"));
}

TEST_CASE("Longitude and latitude on CGCS2000 or WGS 84 stay as they are") {
    for (const char *code : {"EPSG:4490", "EPSG:4326"}) {
        std::vector<Point> points{{107.4, 40.75}};
        const ToGeographic way(Crs::from(code));
        way.apply(points);
        CHECK(points[0] == Point{107.4, 40.75});
        CHECK_FALSE(way.operation().zh.empty());
    }
    CHECK_THAT(ToGeographic(Crs::from("EPSG:4326")).operation().en, Catch::Contains("centimetres"));
}

TEST_CASE("Other projections come back through PROJ, easting first") {
    // EPSG:3857 is the sphere of radius a: x = aλ.
    std::vector<Point> points{{6378137.0 * 107.4 * std::acos(-1.0) / 180, 0}, {0, 0}};
    ToGeographic(Crs::from("EPSG:3857")).apply(points);
    CHECK(points[0].x == Approx(107.4).epsilon(1e-12));
    CHECK(points[0].y == Approx(0).margin(1e-12));
    // On UTM's central meridian the easting is 500 km, and the northing 0.9996 times the Gauss-Krueger one.
    const Ellipsoid wgs84{6378137, 1 / 298.257223563};
    std::vector<Point> utm{{500000, GaussKrueger(105, 0, wgs84).forward({105, 41}).y * 0.9996}};
    ToGeographic(Crs::from("EPSG:32648")).apply(utm);
    CHECK(utm[0].x == Approx(105).epsilon(1e-12));
    CHECK(utm[0].y == Approx(41).epsilon(1e-12));
    // Albers in kilometres of CGCS2000, at its origin.
    std::vector<Point> albers{{0, 0}};
    ToGeographic(Crs::from("+proj=aea +lat_1=25 +lat_2=47 +lat_0=35 +lon_0=110 +ellps=GRS80 +units=km"))
        .apply(albers);
    CHECK(albers[0].x == Approx(110).epsilon(1e-12));
    CHECK(albers[0].y == Approx(35).epsilon(1e-12));
}

TEST_CASE("Longitudes in grads come back in degrees") {
    std::vector<Point> points{{120, 45}};
    ToGeographic(Crs::from(R"(GEOGCS["in grads",DATUM["D_China_2000",)"
                           R"(SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],)"
                           R"(UNIT["Grad",0.015707963267949]])"))
        .apply(points);
    CHECK(points[0].x == Approx(108).epsilon(1e-12));
    CHECK(points[0].y == Approx(40.5).epsilon(1e-12));
}

TEST_CASE("Xian 1980 and Beijing 1954 are refused, and so is a datum without a way to CGCS2000") {
    for (const char *code : {"EPSG:4610", "EPSG:2360", "EPSG:4214", "EPSG:2412"}) {
        INFO(code);
        try {
            const ToGeographic way(Crs::from(code));
            FAIL("taken");
        } catch (const qitu::Error &error) {
            CHECK(error.kind() == qitu::ErrorKind::refused);
            CHECK_THAT(error.what(), Catch::Contains("100 m"));
        }
    }
    CHECK_THROWS_AS(ToGeographic(Crs::from("+proj=longlat +a=6371000 +b=6371000")), qitu::Error);
}

TEST_CASE("A point that PROJ cannot bring back is no number, and the others are unhurt") {
    std::vector<Point> points{{NAN, 1}, {500000, 4.5e6}};
    ToGeographic(Crs::from("EPSG:32648")).apply(points);
    CHECK_FALSE(std::isfinite(points[0].x));
    CHECK(points[1].x == Approx(105).epsilon(1e-12));
}

TEST_CASE("Several threads bring points back at once, each by its own object") {
    std::vector<std::vector<Point>> results(4);
    std::vector<std::thread> threads;
    for (auto &points : results)
        threads.emplace_back([&points] {
            const Crs crs = Crs::from("EPSG:32648");
            const ToGeographic way(crs);
            for (int i = 0; i < 1000; ++i)
                points.push_back({500000.0 + i, 4.5e6});
            way.apply(points);
        });
    for (std::thread &thread : threads)
        thread.join();
    for (const auto &points : results)
        CHECK(points == results[0]);
}
