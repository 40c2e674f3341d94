#include "geometry.h"
#include "support/folder.h"
#include "support/places.h"

#include <qitu/core/base/error.h>
#include <qitu/data/boundaries/boundaries.h>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <numbers>
#include <set>
#include <string>
#include <vector>

using namespace qitu;
using boundaries::Boundaries;
using boundaries::Tolerance;
using look::Geos;
using support::Folder;

namespace {

const catalogue::Catalogue &programme() {
    static const auto loaded = catalogue::Catalogue::load(support::source("layers"));
    return loaded;
}

// Linhe (150802) and its eastern neighbour Wuyuan (150821), as two cells that meet at 107.7°E.
constexpr const char *linhe = "[[[107.5,40.8],[107.7,40.8],[107.7,40.9],[107.5,40.9],[107.5,40.8]]]";
constexpr const char *wuyuan = "[[[107.7,40.8],[107.9,40.8],[107.9,40.9],[107.7,40.9],[107.7,40.8]]]";

using Units = std::vector<std::pair<std::string, std::string>>; // value of the field, coordinates

Boundaries read(const Units &units, const std::string &field = "XZQDM", const Tolerance &tolerance = {},
                const reader::OpenOptions &options = {}) {
    const Folder folder;
    std::string features;
    for (const auto &[value, polygon] : units)
        features += fmt::format(R"({}{{"type":"Feature","properties":{{"{}":"{}","remark":"x"}},"geometry":)"
                                R"({{"type":"Polygon","coordinates":{}}}}})",
                                features.empty() ? "" : ",", field, value, polygon);
    std::ofstream(folder / "borders.geojson")
        << R"({"type":"FeatureCollection","features":[)" << features << "]}";
    return boundaries::read(folder / "borders.geojson", programme(), options, tolerance);
}

std::string refusal(const std::function<void()> &work) {
    try {
        work();
    } catch (const Error &error) {
        CHECK(error.kind() == ErrorKind::refused);
        return error.what();
    }
    return "nothing was refused";
}

// Area between two meridians and two parallels (Snyder, Map Projections, 3-12).
double cell_m2(double width, double south, double north) {
    const double e = std::sqrt(geodesy::cgcs2000.e2());
    const double radian = std::numbers::pi / 180;
    const auto q = [&](double latitude) {
        const double s = std::sin(latitude * radian);
        return s / (1 - e * e * s * s) + std::atanh(e * s) / e;
    };
    const double b = geodesy::cgcs2000.b();
    return b * b / 2 * width * radian * (q(north) - q(south));
}

std::set<look::Point> vertices(const workspace::Boundary &boundary, Geos &geos) {
    std::set<look::Point> result;
    for (const auto &ring : geos.rings(geos.from(boundary.wkb).get()))
        result.insert(ring.begin(), ring.end());
    return result;
}

double total_area(const Boundaries &read, Geos &geos) {
    double sum = 0;
    for (const auto &banner : read.banners)
        sum += geos.area(geos.from(banner.wkb));
    return sum;
}

} // namespace

TEST_CASE("Two neighbours that fit are taken as they are, and dissolve to their league") {
    const auto found = read({{"150821", wuyuan}, {"150802", linhe}});
    REQUIRE(found.banners.size() == 2);
    CHECK(found.banners[0].code == "150802");
    CHECK(found.banners[0].name == "临河区");
    CHECK(found.banners[0].league == "150800");
    REQUIRE(found.leagues.size() == 1);
    CHECK(found.leagues[0].name == "巴彦淖尔市");
    CHECK((found.before.overlaps.empty() && found.before.gaps.empty() && found.voids.empty()));
    Geos geos;
    CHECK(geos.area(geos.from(found.leagues[0].wkb)) == Approx(0.04).epsilon(1e-9));
    CHECK(found.source.en.find("borders.geojson") != std::string::npos);
}

TEST_CASE("A narrow overlap goes to the lower code and both then have the same vertices there") {
    // Wuyuan reaches 0.0004° over the border, and has a vertex of its own halfway up.
    const auto found =
        read({{"150802", linhe},
              {"150821", "[[[107.6996,40.8],[107.9,40.8],[107.9,40.9],[107.6996,40.9],[107.6996,40.85],"
                         "[107.6996,40.8]]]"}});
    REQUIRE(found.before.overlaps.size() == 1);
    const auto &overlap = found.before.overlaps[0];
    CHECK((overlap.a == "150802" && overlap.b == "150821"));
    CHECK(overlap.m2 == Approx(cell_m2(0.0004, 40.8, 40.9)).epsilon(1e-6));
    CHECK(overlap.width_m == Approx(33.7).margin(0.3)); // 0.0004° · cos 40.85° · 111.4 km
    Geos geos;
    CHECK(total_area(found, geos) == Approx(0.04).epsilon(1e-9));
    CHECK(geos.area(geos.from(found.banners[0].wkb)) == Approx(0.02).epsilon(1e-9));
}

TEST_CASE("A vertex that only one side has is given to the other") {
    const auto found = read(
        {{"150802", "[[[107.5,40.8],[107.7,40.8],[107.7,40.83],[107.7,40.9],[107.5,40.9],[107.5,40.8]]]"},
         {"150821", wuyuan}});
    Geos geos;
    CHECK(vertices(found.banners[0], geos).count({107.7, 40.83}) == 1);
    CHECK(vertices(found.banners[1], geos).count({107.7, 40.83}) == 1);
}

TEST_CASE("A narrow gap is closed to the neighbour along most of its border") {
    const auto found = read({{"150802", linhe},
                             {"150821", "[[[107.7,40.8],[107.9,40.8],[107.9,40.9],[107.7,40.9],[107.7,40.86],"
                                        "[107.7005,40.85],[107.7,40.84],[107.7,40.8]]]"}});
    REQUIRE(found.before.gaps.size() == 1);
    const auto &gap = found.before.gaps[0];
    CHECK(gap.m2 == Approx(cell_m2(0.0005, 40.84, 40.86) / 2).epsilon(1e-4)); // a triangle
    CHECK((gap.a == "150821" && gap.b == "150802")); // two sides of the triangle are longer than the third
    Geos geos;
    CHECK(total_area(found, geos) == Approx(0.04).epsilon(1e-9));
    CHECK(geos.area(geos.from(found.banners[0].wkb)) == Approx(0.02).epsilon(1e-9));
}

TEST_CASE("What is wider than the tolerance is refused with codes, place and size") {
    const Units overlapping{
        {"150802", linhe},
        {"150821", "[[[107.69,40.8],[107.9,40.8],[107.9,40.9],[107.69,40.9],[107.69,40.8]]]"}};
    const std::string text = refusal([&] { read(overlapping); });
    for (const char *part : {"150802", "150821", "107.69500 40.85000", "Correct them"})
        CHECK_THAT(text, Catch::Contains(part));
    CHECK_THAT(text, Catch::Contains(fmt::format(" {:.0f} m²", cell_m2(0.01, 40.8, 40.9))));
    CHECK(read(overlapping, "XZQDM", {1000, 1e8, 1000}).before.overlaps.size() == 1);

    const Units apart{{"150802", linhe},
                      {"150821",
                       "[[[107.7,40.8],[107.9,40.8],[107.9,40.9],[107.7,40.9],[107.7,40.89],[107.705,40.89],"
                       "[107.705,40.81],[107.7,40.81],[107.7,40.8]]]"}};
    CHECK_THAT(refusal([&] { read(apart); }), Catch::Contains("gap between 150821"));
}

TEST_CASE("Land of somebody else is no gap: a hole in one banner, or a wide void between several") {
    Geos geos;
    const auto hole = read(
        {{"150802",
          "[[[107.5,40.8],[107.7,40.8],[107.7,40.9],[107.5,40.9],[107.5,40.8]],[[107.6,40.84],[107.6,40.85],"
          "[107.61,40.85],[107.61,40.84],[107.6,40.84]]]"}});
    CHECK(hole.before.gaps.empty());
    REQUIRE(hole.voids.size() == 1);
    CHECK((hole.voids[0].a == "150802" && hole.voids[0].b.empty()));
    CHECK(geos.area(geos.from(hole.banners[0].wkb)) == Approx(0.02 - 0.0001).epsilon(1e-9));

    const auto between =
        read({{"150802", linhe},
              {"150821", "[[[107.7,40.8],[107.9,40.8],[107.9,40.9],[107.7,40.9],[107.7,40.88],"
                         "[107.75,40.88],[107.75,40.82],[107.7,40.82],[107.7,40.8]]]"}});
    REQUIRE(between.voids.size() == 1);
    CHECK(between.voids[0].b == "150802");
    CHECK(total_area(between, geos) == Approx(0.04 - 0.003).epsilon(1e-9));
}

TEST_CASE("An invalid border is refused with its code and place") {
    const std::string text = refusal([] {
        read({{"150802", "[[[107.5,40.8],[107.7,40.9],[107.7,40.8],[107.5,40.9],[107.5,40.8]]]"}});
    });
    for (const char *part : {"150802", "Self-intersection", "107.600000 40.850000"})
        CHECK_THAT(text, Catch::Contains(part));
}

TEST_CASE("The banner is known by any usual field, by name, by longer codes, or by the field that is named") {
    const auto codes = [](const Boundaries &found) {
        std::string result;
        for (const auto &banner : found.banners)
            result += banner.code + " ";
        return result;
    };
    for (const char *field : {"code", "行政区代码", "PAC", "县区代码", "adcode"})
        CHECK(codes(read({{"150802", linhe}, {"150821", wuyuan}}, field)) == "150802 150821 ");
    CHECK(codes(read({{"临河区", linhe}, {"五原县", wuyuan}}, "XZQMC")) == "150802 150821 ");
    CHECK(codes(read({{"156150802", linhe}, {"156150821", wuyuan}}, "gb")) == "150802 150821 ");
    // Two townships of Linhe are one banner.
    CHECK(codes(read({{"150802101", linhe}, {"150802102", wuyuan}})) == "150802 ");
    reader::OpenOptions options;
    options.map = {{"code", "remark2"}};
    CHECK(codes(read({{"150802", linhe}}, "remark2", {}, options)) == "150802 ");
    options.map = {{"code", "nowhere"}};
    CHECK_THAT(refusal([&] { read({{"150802", linhe}}, "code", {}, options); }), Catch::Contains("nowhere"));
    CHECK_THAT(refusal([] {
                   read({{"150802", linhe}}, "label");
               }),
               Catch::Contains("Name the one to use as code"));
}

TEST_CASE("Codes that are unknown, empty, or not of the county level are refused") {
    CHECK_THAT(refusal([] { read({{"150899", linhe}}); }), Catch::Contains("150899"));
    CHECK_THAT(refusal([] { read({{"", linhe}}); }), Catch::Contains("feature 1"));
    CHECK_THAT(refusal([] { read({{"150800", linhe}}); }), Catch::Contains("150800"));
}

TEST_CASE("A border that lies elsewhere than expected is refused") {
    const std::string text = refusal([] { read({{"150725", linhe}}); }); // Chen Barag, 1500 km away
    for (const char *part : {"150725", "107.500 40.800", "Check its code, the CRS"})
        CHECK_THAT(text, Catch::Contains(part));
}

TEST_CASE("The same borders are written as the same bytes, and read back as they were") {
    const Folder folder;
    for (const auto &entry : std::filesystem::directory_iterator(support::source("layers")))
        if (entry.path().extension() == ".toml")
            std::filesystem::copy_file(entry.path(), folder / entry.path().filename());
    const auto catalogue = catalogue::Catalogue::load(folder / ".");
    try {
        boundaries::shipped(catalogue);
        FAIL("there is no file yet");
    } catch (const Error &error) {
        CHECK(error.kind() == ErrorKind::unreadable);
    }
    const auto found = read({{"150802", linhe}, {"150821", wuyuan}});
    const auto bytes = [](const std::filesystem::path &file) {
        std::ifstream stream(file, std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(stream), {});
    };
    boundaries::write(folder / "boundaries.gpkg", found, catalogue);
    boundaries::write(folder / "again.gpkg", found, catalogue);
    CHECK(bytes(folder / "boundaries.gpkg") == bytes(folder / "again.gpkg"));
    const auto back = boundaries::shipped(catalogue);
    REQUIRE((back.banners.size() == 2 && back.leagues.size() == 1));
    CHECK(back.banners[1].wkb == found.banners[1].wkb);
    CHECK(back.banners[1].league == "150800");
    CHECK(back.leagues[0].wkb == found.leagues[0].wkb);
    CHECK_FALSE(std::filesystem::exists(folder / "boundaries.gpkg-wal"));
    std::ofstream(folder / "boundaries.gpkg") << "no GeoPackage";
    CHECK_THROWS_AS(boundaries::shipped(catalogue), Error);
}
