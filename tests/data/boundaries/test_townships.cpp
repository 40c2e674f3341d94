#include "geometry.h"
#include "support/folder.h"

#include <qitu/core/base/error.h>
#include <qitu/core/geometry/geos.h>
#include <qitu/core/geometry/shape.h>
#include <qitu/core/geometry/wkb.h>
#include <qitu/data/boundaries/townships.h>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <cmath>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

using namespace qitu;

namespace {

using Cells = std::vector<std::tuple<std::string, std::string, double, double>>; // code, name, west, east

std::string cell(double west, double east) {
    return fmt::format("[[[{0},40.8],[{1},40.8],[{1},40.9],[{0},40.9],[{0},40.8]]]", west, east);
}

std::vector<std::byte> wkb_of(double west, double east) {
    geometry::Shape shape;
    shape.kind = geometry::Kind::polygon;
    const geometry::Ring ring{{west, 40.8}, {east, 40.8}, {east, 40.9}, {west, 40.9}, {west, 40.8}};
    shape.add_path(ring);
    shape.end_part();
    return geometry::write_wkb(shape);
}

// Linhe from 107.5 to 107.7, Wuyuan from 107.7 to 107.9.
std::vector<workspace::Boundary> banners() {
    return {{"150802", "临河区", "150800", wkb_of(107.5, 107.7)},
            {"150821", "五原县", "150800", wkb_of(107.7, 107.9)}};
}

std::vector<workspace::Boundary> read(const Cells &cells, const boundaries::Tolerance &tolerance = {}) {
    const support::Folder folder;
    std::string features;
    for (const auto &[code, name, west, east] : cells)
        features +=
            fmt::format(R"({}{{"type":"Feature","properties":{{"XZQDM":"{}","XZQMC":"{}"}},"geometry":)"
                        R"({{"type":"Polygon","coordinates":{}}}}})",
                        features.empty() ? "" : ",", code, name, cell(west, east));
    std::ofstream(folder / "townships.geojson")
        << R"({"type":"FeatureCollection","features":[)" << features << "]}";
    return boundaries::read_townships(folder / "townships.geojson", {}, tolerance, banners());
}

std::string refusal(const Cells &cells) {
    try {
        read(cells);
    } catch (const Error &error) {
        CHECK(error.kind() == ErrorKind::refused);
        return error.what();
    }
    return "nothing was refused";
}

// In degrees of longitude: all are as high as a banner.
double width(const workspace::Boundary &boundary) {
    const geometry::Shape shape = geometry::read_wkb(boundary.wkb);
    double area = 0;
    for (std::size_t i = 0; i < shape.paths(); ++i)
        area += geometry::twice_signed_area(shape.path(i)) / 2;
    return std::abs(area) / 0.1;
}

} // namespace

TEST_CASE("Townships are cut at their banner's border, and what lies in none is a unit of its own") {
    // 狼山镇 reaches 0.0005 degrees, about 42 m, into Wuyuan.
    const auto townships =
        read({{"150802101", "狼山镇", 107.6, 107.7005}, {"150802100", "陕坝镇", 107.55, 107.6}});
    REQUIRE(townships.size() == 3);
    CHECK(townships[0].code == "150802000");
    CHECK(townships[0].name == "临河区其余");
    CHECK(width(townships[0]) == Approx(0.05).margin(1e-6));
    CHECK(townships[1].name == "陕坝镇");
    CHECK(townships[1].league == "150802");
    CHECK(townships[2].code == "150802101");
    CHECK(width(townships[2]) == Approx(0.1).margin(1e-6));
    CHECK(width(townships[0]) + width(townships[1]) + width(townships[2]) == Approx(0.2).epsilon(1e-9));
}

TEST_CASE("A banner that its townships cover has no other land, and longer codes count by nine digits") {
    const auto townships =
        read({{"150802101001", "狼山镇", 107.5, 107.6}, {"150802102000", "新华镇", 107.6, 107.7}});
    REQUIRE(townships.size() == 2);
    CHECK(townships[0].code == "150802101");
    CHECK(townships[1].code == "150802102");
}

TEST_CASE("A township outside its banner, of no banner, or over another is refused") {
    CHECK_THAT(refusal({{"150802101", "狼山镇", 107.65, 107.75}}),
               Catch::Contains("lies outside its banner"));
    CHECK_THAT(refusal({{"150802101", "狼山镇", 107.75, 107.8}}), Catch::Contains("150802101 狼山镇"));
    CHECK_THAT(refusal({{"150900101", "某镇", 107.5, 107.6}}), Catch::Contains("150900101"));
    CHECK_THAT(refusal({{"150802", "临河", 107.5, 107.6}}), Catch::Contains("Nine digits"));
    CHECK_THAT(refusal({{"150802101", "狼山镇", 107.5, 107.6}, {"150802102", "新华镇", 107.58, 107.7}}),
               Catch::Contains("150802101 and 150802102 overlap"));
}
