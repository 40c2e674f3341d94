#include "files.h"

#include <qitu/core/base/error.h>
#include <qitu/data/reader/raw_file.h>

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace qitu;
using namespace qitu::reader;
using catalogue::Value;
using files::Folder;
using files::refusal;
using files::Refusal;
using files::Sheet;

namespace {

Sheet sheet(std::string driver = "GPKG", std::string crs = "EPSG:4490") {
    Sheet result;
    result.columns = {{"name"}, {"n", OFTInteger64}, {"area", OFTReal}, {"day", OFTDate}};
    result.rows = {{files::field_wkt, {"临河区", "7", "1.5", "2023/05/01"}}, {files::field_wkt, {}}};
    result.driver = std::move(driver);
    result.crs = std::move(crs);
    return result;
}

Refusal opened(const std::filesystem::path &file, const OpenOptions &options = {}) {
    return refusal([&] {
        RawFile raw(file, options);
        for (RawFeature feature; raw.next(feature);)
            ;
    });
}

bool contains(const std::string &text, const std::string &part) {
    INFO(text);
    CHECK(text.find(part) != std::string::npos);
    return true;
}

OGRGeometryUniquePtr geometry_of(const std::vector<std::byte> &wkb) {
    OGRGeometry *geometry = nullptr;
    OGRGeometryFactory::createFromWkb(wkb.data(), nullptr, &geometry, wkb.size());
    return OGRGeometryUniquePtr(geometry);
}

} // namespace

TEST_CASE("A GeoPackage gives its features as they are, as often as asked") {
    const Folder folder;
    files::write(folder / "a.gpkg", sheet());
    RawFile raw(folder / "a.gpkg", {});
    CHECK(raw.fields() == std::vector<std::string>{"name", "n", "area", "day"});
    CHECK(raw.diagnostics().format == "GeoPackage");
    CHECK(raw.diagnostics().layer == "parcels");
    CHECK(raw.diagnostics().features == 2);
    CHECK(raw.diagnostics().encoding == "UTF-8");
    CHECK(raw.diagnostics().crs == "EPSG:4490");
    CHECK_FALSE(raw.diagnostics().operation.zh.empty());
    for (int round = 0; round < 2; ++round) {
        RawFeature feature;
        REQUIRE(raw.next(feature));
        CHECK(feature.id == 1);
        CHECK(feature.values ==
              std::vector<Value>{Value("临河区"), Value(std::int64_t{7}), Value(1.5), Value("2023-05-01")});
        CHECK(geometry_of(feature.wkb)->exportToWkt() == files::field_wkt);
        REQUIRE(raw.next(feature));
        CHECK(feature.values == std::vector<Value>(4));
        CHECK_FALSE(raw.next(feature));
        raw.rewind();
    }
}

TEST_CASE("GeoJSON and CSV with WKT are read as well") {
    const Folder folder;
    files::write(folder / "a.geojson", sheet("GeoJSON"));
    CHECK(RawFile(folder / "a.geojson", {}).diagnostics().crs == "EPSG:4490");
    support::write_file(folder / "a.csv", "WKT,name\n\"" + files::field_wkt + "\",临河区\n");
    RawFile csv(folder / "a.csv", {});
    CHECK(csv.diagnostics().crs == "EPSG:4490");
    CHECK(
        csv.diagnostics().crs_evidence ==
        "the file declares none; 1 of 1 features are in degrees inside the region: interpreted as CGCS2000");
    RawFeature feature;
    REQUIRE(csv.next(feature));
    CHECK(feature.values.back() == Value("临河区"));
}

TEST_CASE("Only the columns that are wanted are read, in the order wanted") {
    const Folder folder;
    files::write(folder / "a.gpkg", sheet());
    OpenOptions options;
    options.fields = {"AREA", "name"};
    RawFile raw(folder / "a.gpkg", options);
    CHECK(raw.fields() == std::vector<std::string>{"area", "name"});
    RawFeature feature;
    REQUIRE(raw.next(feature));
    CHECK(feature.values == std::vector<Value>{Value(1.5), Value("临河区")});
    options.fields = {"nam"};
    const Refusal refused = opened(folder / "a.gpkg", options);
    CHECK(refused.kind == ErrorKind::usage);
    contains(refused.message,
             "layer parcels has no field \"nam\". Its fields: name, n, area, day. Did you mean \"name\"?");
}

TEST_CASE("A filter chooses features, in Chinese too, and a bad one is wrong usage") {
    const Folder folder;
    Sheet gbk = sheet("ESRI Shapefile", "");
    gbk.columns[0].name = "名称";
    gbk.encoding = "GBK";
    files::write(folder / "临河区.shp", gbk);
    OpenOptions options;
    options.where = "\"名称\" = '临河区'";
    RawFile raw(folder / "临河区.shp", options);
    CHECK(raw.diagnostics().layer == "临河区");
    CHECK(raw.diagnostics().features == 1);
    RawFeature feature;
    REQUIRE(raw.next(feature));
    CHECK(feature.values[0] == Value("临河区"));
    CHECK_FALSE(raw.next(feature));
    options.where = "no such thing";
    const Refusal refused = opened(folder / "临河区.shp", options);
    CHECK(refused.kind == ErrorKind::usage);
    contains(refused.message, "临河区.shp: the filter \"no such thing\" is not valid (");
}

TEST_CASE("Curves are linearized, Z is dropped, and no geometry is an empty one") {
    const Folder folder;
    Sheet curved = sheet();
    curved.geometry = wkbUnknown;
    curved.rows = {
        {"CURVEPOLYGON Z (CIRCULARSTRING Z (107 40 1,107.1 40.1 1,107.2 40 1,107.1 39.9 1,107 40 1))", {}},
        {"", {}}};
    files::write(folder / "a.gpkg", curved);
    RawFile raw(folder / "a.gpkg", {});
    RawFeature feature;
    REQUIRE(raw.next(feature));
    const auto geometry = geometry_of(feature.wkb);
    CHECK(geometry->getGeometryType() == wkbPolygon);
    CHECK(geometry->toPolygon()->get_Area() == Approx(3.14159265 * 0.01).epsilon(0.001));
    REQUIRE(raw.next(feature));
    CHECK(geometry_of(feature.wkb)->IsEmpty());
}

TEST_CASE("A file that is missing, truncated or not a vector file is refused in one sentence") {
    const Folder folder;
    CHECK(opened(folder / "gone.shp").kind == ErrorKind::unreadable);
    contains(opened(folder / "gone.shp").message, "gone.shp: there is no such file. Check the path.");
    std::filesystem::create_directory(folder / "empty");
    CHECK(opened(folder / "empty").kind == ErrorKind::unreadable);
    contains(opened(folder / "empty").message,
             "empty: this folder is not a dataset. Give a file in it, or a File Geodatabase folder.");
    support::write_file(folder / "text.shp", "minutes of the meeting");
    CHECK(opened(folder / "text.shp").kind == ErrorKind::unreadable);
    contains(opened(folder / "text.shp").message, "text.shp: cannot be read as a vector file (");
    support::write_file(folder / "cut.geojson",
                        R"({"type":"FeatureCollection","features":[{"type":"Feature","geom)");
    CHECK(opened(folder / "cut.geojson").kind == ErrorKind::unreadable);
    contains(opened(folder / "cut.geojson").message, "complete and undamaged.");
}

TEST_CASE("A truncated Shapefile is refused where it ends") {
    const Folder folder;
    files::write(folder / "a.shp", sheet("ESRI Shapefile", ""));
    std::filesystem::resize_file(folder / "a.shp", 300);
    const auto written = std::filesystem::last_write_time(folder / "a.shx") - std::chrono::hours(1);
    std::filesystem::last_write_time(folder / "a.shx", written);
    const Refusal refused = opened(folder / "a.shp");
    CHECK(std::filesystem::last_write_time(folder / "a.shx") == written); // GDAL would make it anew
    CHECK(std::filesystem::file_size(folder / "a.shx") == 100 + 2 * 8);
    CHECK(refused.kind == ErrorKind::unreadable);
    contains(refused.message,
             "a.shp: its .shx says that shape 2 lies at byte 236 of the .shp with 128 bytes");
    contains(refused.message, "The file is truncated or damaged: send it again, complete.");
}

TEST_CASE("A Shapefile without its .shx is read, and nothing is written beside it") {
    const Folder folder;
    files::write(folder / "a.shp", sheet("ESRI Shapefile", "EPSG:4490"));
    std::filesystem::remove(folder / "a.shx");
    const auto before = folder.list();
    RawFile raw(folder / "a.shp", {});
    CHECK(raw.diagnostics().features == 2);
    RawFeature feature;
    REQUIRE(raw.next(feature));
    CHECK(feature.values[0] == Value("临河区"));
    CHECK(folder.list() == before);
}

TEST_CASE("Of several layers one must be named") {
    const Folder folder;
    Sheet one = sheet();
    files::write(folder / "a.gpkg", one);
    one.layer = "canals";
    files::write(folder / "a.gpkg", one);
    one.layer = "notes";
    one.geometry = wkbNone;
    one.rows = {};
    files::write(folder / "a.gpkg", one);
    contains(opened(folder / "a.gpkg").message,
             "a.gpkg: has 2 layers: parcels (polygons, 2), canals (polygons, 2). Choose one.");
    CHECK(opened(folder / "a.gpkg").kind == ErrorKind::unreadable);
    OpenOptions options;
    options.layer = "Canals";
    CHECK(RawFile(folder / "a.gpkg", options).diagnostics().layer == "canals");
    options.layer = "canal";
    contains(
        opened(folder / "a.gpkg", options).message,
        "has no layer \"canal\" with geometry. Its layers: parcels (polygons, 2), canals (polygons, 2). Did "
        "you mean \"canals\"?");
}

TEST_CASE("A table without shapes is refused") {
    const Folder folder;
    support::write_file(folder / "a.csv", "name,area\n临河区,5\n");
    CHECK(opened(folder / "a.csv").kind == ErrorKind::unreadable);
    contains(opened(folder / "a.csv").message,
             "a.csv: has no layer with geometry: none of its columns (name, area) is WKT");
}

TEST_CASE("A layer without features is understood all the same") {
    const Folder folder;
    Sheet none = sheet("ESRI Shapefile", "");
    none.rows = {};
    files::write(folder / "a.shp", none);
    RawFile raw(folder / "a.shp", {});
    CHECK(raw.diagnostics().features == 0);
    CHECK(raw.diagnostics().crs_evidence == "the file declares none and has no coordinates");
    RawFeature feature;
    CHECK_FALSE(raw.next(feature));
}

TEST_CASE("A Shapefile whose .dbf has fewer or more records than there are shapes is refused") {
    const Folder folder;
    for (const char *name : {"two", "one"}) {
        Sheet each = sheet("ESRI Shapefile", "");
        each.rows.resize(name == std::string("two") ? 2 : 1);
        files::write(folder / (std::string(name) + ".shp"), each);
    }
    std::filesystem::rename(folder / "one.dbf", folder / "kept.dbf");
    std::filesystem::rename(folder / "two.dbf", folder / "one.dbf");
    std::filesystem::rename(folder / "kept.dbf", folder / "two.dbf");
    contains(opened(folder / "two.shp").message, "two.shp: its .shx has 2 shapes and its .dbf 1 records");
    contains(opened(folder / "one.shp").message, "one.shp: its .shx has 1 shapes and its .dbf 2 records");
    CHECK(opened(folder / "one.shp").kind == ErrorKind::unreadable);
}

TEST_CASE("A Shapefile without a .dbf, or with an empty one, says that it has no fields") {
    const Folder folder;
    files::write(folder / "a.shp", sheet("ESRI Shapefile", ""));
    std::filesystem::resize_file(folder / "a.dbf", 0);
    const std::string said = "there is no .dbf beside it, or it is empty: no fields";
    CHECK(RawFile(folder / "a.shp", {}).diagnostics().notes == std::vector<std::string>{said});
    std::filesystem::remove(folder / "a.dbf");
    RawFile raw(folder / "a.shp", {});
    CHECK(raw.diagnostics().notes == std::vector<std::string>{said});
    CHECK(raw.fields().empty());
}

TEST_CASE("A folder that is a Shapefile has its .dbf in it") {
    const Folder folder;
    std::filesystem::create_directory(folder / "sent");
    files::write(folder / "sent/a.shp", sheet("ESRI Shapefile", ""));
    RawFile raw(folder / "sent", {});
    CHECK(raw.diagnostics().notes.empty());
    CHECK(raw.fields().size() == 4);
}

TEST_CASE("WKT in a CSV may have an SRID before it, and what is not WKT is refused with its row") {
    const Folder folder;
    support::write_file(folder / "a.csv", "WKT,name\n\"SRID=4490;" + files::field_wkt + "\",临河区\n");
    RawFile raw(folder / "a.csv", {});
    contains(raw.diagnostics().crs_evidence, "the file declares China Geodetic Coordinate System 2000");
    RawFeature feature;
    REQUIRE(raw.next(feature));
    CHECK(geometry_of(feature.wkb)->exportToWkt() == files::field_wkt);
    const std::string good = "\"" + files::field_wkt + "\",临河区\n";
    support::write_file(folder / "bad.csv", "WKT,name\n" + good + "\"POLYGON((1 1,x\",临河区\n");
    contains(opened(folder / "bad.csv").message,
             "bad.csv: row 3: expected WKT in column WKT, found \"POLYGON((1 1,x\".");
    support::write_file(folder / "two.csv", "WKT,name\n" + good + "\"SRID=4547;POINT (1 1)\",临河区\n");
    contains(opened(folder / "two.csv").message, "row 3: its WKT has SRID 4547, the first row none.");
}

TEST_CASE("An archive with a password is refused as one") {
    const Folder folder;
    support::write_file(folder / "a.zip", std::string("PK\x03\x04\x14\0\x01\0\x08\0", 10).append(90, 'x'));
    contains(opened(folder / "a.zip").message, "a.zip: the archive is protected by a password.");
}

TEST_CASE("A GeoJSON in GBK, against its standard, is read as what it is") {
    const Folder folder;
    support::write_file(folder / "a.geojson",
                        R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":")"
                        "\xC1\xD9\xBA\xD3\xC7\xF8" // 临河区
                        R"("},"geometry":{"type":"Point","coordinates":[107.4,40.8]}}]})");
    RawFile raw(folder / "a.geojson", {});
    CHECK(raw.diagnostics().encoding == "GBK");
    RawFeature feature;
    REQUIRE(raw.next(feature));
    CHECK(feature.values == std::vector<Value>{Value("临河区")});
}
