#include "support/folder.h"
#include "support/places.h"

#include <qitu/analysis/area/area.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/units.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace qitu;
using Json = nlohmann::json;

namespace {

Json polygon(const Json &rings, const Json &properties = Json::object()) {
    return {{"type", "Feature"},
            {"properties", properties},
            {"geometry", {{"type", "Polygon"}, {"coordinates", rings}}}};
}

void write(const std::filesystem::path &path, const Json &features, int epsg) {
    const std::string crs = "urn:ogc:def:crs:EPSG::" + std::to_string(epsg);
    std::ofstream(path) << Json{{"type", "FeatureCollection"},
                                {"crs", {{"type", "name"}, {"properties", {{"name", crs}}}}},
                                {"features", features}};
}

Json vectors(const char *name) {
    std::ifstream stream(support::source("tests/golden") / name);
    return Json::parse(stream)["cases"];
}

double number(const Json &text) {
    return std::stod(text.get<std::string>());
}

/// Keeps the figures in the order in which they came.
struct Kept : area::Receiver {
    std::vector<area::Figures> figures;
    void take(area::MeasuredBatch &batch) override {
        figures.insert(figures.end(), batch.figures.begin(), batch.figures.end());
    }
};

struct Outcome {
    std::vector<area::Figures> figures;
    area::Summary summary;
};

Outcome measured(const std::filesystem::path &path, const area::Options &options = {}) {
    reader::RawFile file(path, {});
    Kept kept;
    area::Summary summary = area::measure(file, options, kept);
    return {std::move(kept.figures), std::move(summary)};
}

Json closed(Json rings, std::size_t x, std::size_t y) {
    for (Json &ring : rings) {
        for (Json &point : ring)
            point = Json::array({point[x], point[y]});
        ring.push_back(ring.front());
    }
    return rings;
}

Json square(double x, double y, double size) {
    return {{{x, y}, {x + size, y}, {x + size, y + size}, {x, y + size}, {x, y}}};
}

} // namespace

TEST_CASE("The parcels of a plane file get the survey figure of the vectors to the last digit") {
    const support::Folder folder;
    std::map<int, Json> by_plane;
    std::map<int, std::vector<Json>> cases;
    for (const Json &vector : vectors("survey_vectors.json")) {
        by_plane[vector["epsg"]].push_back(polygon(closed(vector["rings"], 1, 0)));
        cases[vector["epsg"]].push_back(vector);
    }
    for (const auto &[epsg, features] : by_plane) {
        write(folder / "plane.geojson", features, epsg);
        const Outcome outcome = measured(folder / "plane.geojson");
        REQUIRE(outcome.figures.size() == cases[epsg].size());
        for (std::size_t i = 0; i < outcome.figures.size(); ++i) {
            INFO(cases[epsg][i]["name"]);
            const double td1055 = number(cases[epsg][i]["td1055_m2"]);
            CHECK(*outcome.figures[i].survey_m2 == number(cases[epsg][i]["survey_m2"]));
            CHECK(*outcome.figures[i].td1055_m2 ==
                  Approx(td1055).epsilon(0).margin(std::max(1e-3, 1e-9 * td1055)));
            CHECK(*outcome.figures[i].central_meridian == 3 * (epsg - 4513 + 25));
            CHECK(*outcome.figures[i].planar_m2 == Approx(td1055).epsilon(1e-3));
        }
    }
}

TEST_CASE("The polygons in longitude and latitude get the vectors' figures, in the order of the file, by any "
          "number "
          "of threads") {
    const support::Folder folder;
    Json features = Json::array();
    const Json cases = vectors("area_vectors.json");
    for (int i = 0; i < 100; ++i) // several batches
        for (const Json &vector : cases)
            if (vector["name"] != "banner_50km_dense")
                features.push_back(polygon(closed(vector["rings"], 0, 1)));
    write(folder / "degrees.geojson", features, 4490);
    area::Options one;
    one.threads = 1;
    area::Options many;
    many.threads = 4;
    const Outcome first = measured(folder / "degrees.geojson", one);
    const Outcome second = measured(folder / "degrees.geojson", many);
    REQUIRE(first.figures.size() == features.size());
    std::size_t at = 0;
    for (const Json &vector : cases) {
        if (vector["name"] == "banner_50km_dense")
            continue;
        INFO(vector["name"]);
        const area::Figures &figures = first.figures[at++];
        CHECK(*figures.survey_m2 == number(vector["survey_m2"]));
        const double geodesic = number(vector["geodesic_m2"]);
        CHECK(*figures.geodesic_m2 == Approx(geodesic).epsilon(0).margin(std::max(1e-3, 1e-9 * geodesic)));
    }
    for (std::size_t i = 0; i < first.figures.size(); ++i) {
        CHECK(second.figures[i].feature == first.figures[i].feature);
        CHECK(*second.figures[i].td1055_m2 == *first.figures[i].td1055_m2);
    }
    CHECK(second.summary.td1055_m2 == first.summary.td1055_m2);
    CHECK(second.summary.perimeter_m == first.summary.perimeter_m);
    CHECK(first.summary.long_edges > 0);
    CHECK(first.summary.longest_edge_m == Approx(50000).epsilon(0.01));
}

TEST_CASE("A bow-tie counts with both lobes and is listed; what has no area is listed and not counted") {
    const support::Folder folder;
    const Json bow_tie = {{{111, 40}, {111.002, 40.002}, {111.002, 40}, {111, 40.002}, {111, 40}}};
    Json nothing = polygon({});
    nothing["geometry"] = nullptr;
    write(folder / "faults.geojson", {polygon(bow_tie), nothing, polygon(square(111, 40, 0.002))}, 4490);
    const Outcome outcome = measured(folder / "faults.geojson");
    CHECK(outcome.summary.repaired == 1);
    CHECK(outcome.summary.rejected == 1);
    REQUIRE(outcome.summary.findings.size() == 2);
    CHECK(outcome.summary.findings[0].what.find("111.001") != std::string::npos);
    // Two of the four triangles that its diagonals make of the square.
    CHECK(*outcome.figures[0].td1055_m2 == Approx(*outcome.figures[2].td1055_m2 / 2).epsilon(1e-5));
    CHECK_FALSE(outcome.figures[1].type);
    CHECK(outcome.summary.polygons == 2);
}

TEST_CASE("--plane decides the plane, and only Gauss-Krueger on CGCS2000 will do") {
    const support::Folder folder;
    write(folder / "one.geojson", Json::array({polygon(square(111.6, 40, 0.01))}), 4490);
    area::Options options;
    options.plane = area::plane_from("4527"); // zone 39, 117°E
    const Outcome outcome = measured(folder / "one.geojson", options);
    CHECK(*outcome.figures[0].central_meridian == 117);
    const Outcome own = measured(folder / "one.geojson");
    CHECK(*own.figures[0].central_meridian == 111);
    CHECK(*outcome.figures[0].planar_m2 / *own.figures[0].planar_m2 ==
          Approx(1.0052).epsilon(2e-4)); // scale²
    CHECK_THROWS_AS(area::plane_from("EPSG:4490"), Error);
    CHECK_THROWS_AS(area::plane_from("EPSG:3857"), Error);
    CHECK_THROWS_AS(area::plane_from("EPSG:2362"), Error); // Xian 1980
}

TEST_CASE("The unit of declared areas is told by the field's name or by its numbers, and deviations come "
          "worst first") {
    const support::Folder folder;
    Json features = Json::array();
    for (int i = 0; i < 5; ++i) {
        const double mu = 37961.62 / 666.6666667 * (i == 3 ? 1.2 : i == 1 ? 0.9 : 1.001);
        features.push_back(polygon(square(111 + 0.01 * i, 40, 0.002), {{"MJ", mu}, {"MJ_HA", mu / 15}}));
    }
    write(folder / "declared.geojson", features, 4490);
    for (const char *field : {"MJ", "mj_ha"}) {
        area::Options options;
        options.declared = area::Declared{field, {}, 0.05};
        const area::DeclaredSummary found = *measured(folder / "declared.geojson", options).summary.declared;
        CHECK(found.unit == (std::string(field) == "MJ" ? Unit::mu : Unit::hectare));
        CHECK(found.compared == 5);
        REQUIRE(found.beyond.size() == 2);
        CHECK(found.beyond[0].relative == Approx(0.2).margin(0.01));
        CHECK(found.beyond[1].relative == Approx(-0.1).margin(0.01));
        CHECK(found.beyond[0].feature - found.beyond[1].feature == 2);
    }
    area::Options wrong;
    wrong.declared = area::Declared{"MJX", {}, 0.05};
    CHECK_THROWS_WITH(measured(folder / "declared.geojson", wrong), Catch::Contains("MJ_HA"));
}

TEST_CASE("With --max-edge the geodesic area is that of the edges as they were drawn") {
    const support::Folder folder;
    const Json ring = {{37450000, 4500000}, {37471000, 4505000}, {37460000, 4525000}, {37450000, 4500000}};
    write(folder / "plane.geojson", Json::array({polygon(Json::array({ring}))}), 4525);
    area::Options options;
    options.max_edge = 50;
    const area::Figures fine = measured(folder / "plane.geojson", options).figures[0];
    CHECK(*fine.geodesic_m2 == Approx(*fine.td1055_m2).epsilon(1e-8));
    const area::Figures plain = measured(folder / "plane.geojson").figures[0];
    CHECK(*plain.geodesic_m2 != Approx(*plain.td1055_m2).epsilon(1e-7));
    CHECK(*plain.td1055_m2 == *fine.td1055_m2);
    options.max_edge = 0.1;
    CHECK_THROWS_AS(measured(folder / "plane.geojson", options), Error);
}
