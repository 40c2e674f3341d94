#include "support/places.h"
#include "support/world.h"

#include <qitu/app/query/query.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/progress.h>
#include <qitu/core/geodesy/geodesy.h>

#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

using namespace qitu;
using query::Cell;
using query::Query;

namespace {

namespace fs = std::filesystem;

std::string bytes_of(const fs::path &file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::vector<Cell>> rows_of(const fs::path &file, const std::string &sql) {
    Query query(file, world::the_catalogue(), sql);
    std::vector<std::vector<Cell>> rows;
    for (std::vector<Cell> row; query.next(row);)
        rows.push_back(row);
    return rows;
}

double number_of(const fs::path &file, const std::string &sql) {
    const auto rows = rows_of(file, sql);
    REQUIRE(rows.size() == 1);
    const Cell &cell = rows.front().front();
    return std::holds_alternative<double>(cell) ? std::get<double>(cell)
                                                : static_cast<double>(std::get<std::int64_t>(cell));
}

/// The error, and that the file is byte for byte what it was.
Error error_of(const fs::path &file, const std::string &sql) {
    const std::string before = bytes_of(file);
    try {
        rows_of(file, sql);
    } catch (const Error &error) {
        CHECK(bytes_of(file) == before);
        return error;
    }
    throw std::logic_error("went through: " + sql);
}

constexpr const char *layer = "high_standard_farmland";

struct Parcels : world::Folder {
    Parcels() {
        add(layer, {{"project_code", "A"}, {"stage", "accepted"}}, world::box(107.01, 40.70, 107.02, 40.71));
        add(layer, {{"project_code", "B"}, {"stage", "approved"}}, world::box(107.11, 40.70, 107.13, 40.71));
        workspace.reset();
    }
};

std::string message_of(const Error &error) {
    return error.what();
}

} // namespace

TEST_CASE("Areas in SQL are those of geodesy, and agree with SpatiaLite's geodesic area", "[slow]") {
    const Parcels parcels;
    const geodesy::Polygon polygon{
        {{107.01, 40.70}, {107.02, 40.70}, {107.02, 40.71}, {107.01, 40.71}, {107.01, 40.70}}};
    const std::string of_a = fmt::format(" FROM {} WHERE project_code = 'A'", layer);
    const auto counted = [&](const char *call) {
        return number_of(parcels.file(), std::string("SELECT ") + call + of_a);
    };
    CHECK(counted("area_td1055(geom)") == geodesy::area(polygon, geodesy::Method::td1055));
    CHECK(counted("area_td1055(geom, 105)") == geodesy::area(polygon, geodesy::Method::td1055, 105));
    CHECK(counted("area_td1055(geom, NULL)") == geodesy::area(polygon, geodesy::Method::td1055));
    CHECK(counted("area_geodesic(geom)") == geodesy::area(polygon, geodesy::Method::geodesic));
    CHECK(counted("area_straight(geom)") == geodesy::area(polygon, geodesy::Method::straight));
    // GeographicLib's polygon area, through SpatiaLite
    CHECK(counted("area_geodesic(geom)") == Approx(counted("ST_Area(geom, 1)")).epsilon(1e-9));
    CHECK(counted("length_geodesic(ExteriorRing(GeometryN(CastToMulti(geom), 1)))") ==
          Approx(counted("ST_Perimeter(geom, 1)")).epsilon(1e-9));
}

TEST_CASE("A geometry that SpatiaLite made is measured on the ellipsoid, whatever its coordinate system",
          "[slow]") {
    const Parcels parcels;
    const std::string table = fmt::format(" FROM {} WHERE project_code = 'A'", layer);
    const double stored = number_of(parcels.file(), "SELECT area_td1055(geom, 108)" + table);
    CHECK(number_of(parcels.file(), "SELECT area_td1055(ST_Union(geom), 108)" + table) ==
          Approx(stored).epsilon(1e-12));
    CHECK(number_of(parcels.file(), "SELECT area_td1055(ST_Transform(geom, 4524), 108)" + table) ==
          Approx(stored).epsilon(1e-8));
    CHECK(number_of(parcels.file(), "SELECT ST_Area(ST_Transform(geom, 4524))" + table) ==
          Approx(stored).epsilon(1e-3)); // the plane stretches
    CHECK(std::holds_alternative<std::monostate>(
        rows_of(parcels.file(), "SELECT area_td1055(NULL)").front().front()));
}

TEST_CASE("A result's geometry comes as WKB with its system, from GeoPackage and from SpatiaLite", "[slow]") {
    const Parcels parcels;
    const auto rows = rows_of(
        parcels.file(), fmt::format("SELECT geom, ST_Centroid(geom), x'0102' FROM {} ORDER BY fid", layer));
    REQUIRE(rows.size() == 2);
    const auto &parcel = std::get<query::Geometry>(rows[0][0]);
    CHECK(parcel.srid == 4490);
    CHECK(query::wkt_of(parcel).starts_with("MULTIPOLYGON (((107.01 40.7,"));
    const auto &centre = std::get<query::Geometry>(rows[0][1]);
    CHECK(centre.srid == 4490);
    CHECK(query::geojson_of(centre).find("107.015") != std::string::npos);
    CHECK(query::text_of(rows[0][0]) == "MULTIPOLYGON, 5 points");
    CHECK(std::get<std::vector<std::byte>>(rows[0][2]).size() == 2);
}

TEST_CASE("What would change anything is refused with what it would change", "[slow]") {
    const Parcels parcels;
    const std::pair<std::string, std::string> changes[] = {
        {"DELETE FROM high_standard_farmland", "high_standard_farmland"},
        {"UPDATE qitu_quota SET value = 1", "qitu_quota"},
        {"INSERT INTO banner (code) VALUES ('150999')", "banner"},
        {"WITH a AS (SELECT 1) INSERT INTO qitu_meta SELECT 'k', 'v' FROM a", "qitu_meta"},
        {"DROP TABLE high_standard_farmland", "high_standard_farmland"},
        {"ALTER TABLE banner ADD COLUMN more TEXT", "banner"},
        {"CREATE TABLE mine (a)", "only reads"},
        {"CREATE TABLE x (a)", "only reads"},
        {"UPDATE sqlite_master SET name = 'y'", "only reads"},
        {"CREATE TEMP TABLE mine (a)", "only reads"},
        {"PRAGMA journal_mode = WAL", "journal_mode"},
        {"PRAGMA query_only = OFF", "query_only"},
        {"ATTACH '/tmp/other.gpkg' AS other", "another file"},
        {"BEGIN", "transaction"},
        {"VACUUM", "only reads"},
        {"REINDEX", "only reads"},
        {"DELETE FROM rtree_high_standard_farmland_geom_node", "only reads"},
        {"SELECT load_extension('nothing')", "extension"},
        {"SELECT DropTable(NULL, 'high_standard_farmland')", "only reads"},
    };
    for (const auto &[sql, word] : changes) {
        CAPTURE(sql);
        const Error error = error_of(parcels.file(), sql);
        CHECK(error.kind() == ErrorKind::refused);
        CHECK(message_of(error).find(word) != std::string::npos);
        CHECK(message_of(error).find("Nothing was changed") != std::string::npos);
    }
}

TEST_CASE("SpatiaLite's functions write no file", "[slow]") {
    const Parcels parcels;
    const fs::path target = parcels.path() / "written";
    setenv("SPATIALITE_SECURITY", "relaxed", 1);
    try {
        rows_of(parcels.file(), fmt::format("SELECT BlobToFile(geom, '{}') FROM {}", target.string(), layer));
    } catch (const Error &error) {
        CHECK(error.kind() == ErrorKind::usage); // the function is not there
    }
    CHECK_FALSE(fs::exists(target));
}

TEST_CASE("A query that is not understood names what was misspelt", "[slow]") {
    const Parcels parcels;
    const std::pair<std::string, std::string> wrong[] = {
        {"SELECT * FROM high_standart_farmland", "Did you mean high_standard_farmland?"},
        {"SELECT * FROM 高标准农天", "Did you mean 高标准农田?"},
        {"SELECT stgae FROM high_standard_farmland", "Did you mean stage?"},
        {"SELECT h.project_cod FROM high_standard_farmland h", "Did you mean project_code?"},
        {"SELECT area_td1505(geom) FROM high_standard_farmland", "Did you mean area_td1055?"},
        {"SELECT area_td1055('POLYGON')", "is not a geometry"},
        {"SELEC 1", "syntax error"},
        {"SELECT 1; SELECT 2", "a second one begins at \" SELECT 2\""},
        {" -- nothing\n", "empty"},
    };
    for (const auto &[sql, word] : wrong) {
        CAPTURE(sql);
        const Error error = error_of(parcels.file(), sql);
        CHECK(error.kind() == ErrorKind::usage);
        CAPTURE(message_of(error));
        CHECK(message_of(error).find(word) != std::string::npos);
    }
    CHECK(number_of(parcels.file(), "SELECT 1; -- a remark") == 1);
}

TEST_CASE("Layers are asked by id, by Chinese name with Chinese columns, and through their index", "[slow]") {
    const Parcels parcels;
    CHECK(number_of(parcels.file(), "SELECT count(*) FROM high_standard_farmland") == 2);
    CHECK(number_of(parcels.file(), "SELECT count(*) FROM 高标准农田 WHERE 项目编号 = 'B'") == 1);
    CHECK(number_of(parcels.file(),
                    "SELECT count(*) FROM rtree_high_standard_farmland_geom WHERE minx > 107.1") == 1);
    CHECK(number_of(parcels.file(), "SELECT count(*) FROM pragma_table_info('banner')") > 3);
}

TEST_CASE("Who counts square degrees is told so", "[slow]") {
    const Parcels parcels;
    const auto notes = [&](const std::string &sql) {
        return Query(parcels.file(), world::the_catalogue(), sql).notes();
    };
    CHECK(notes("SELECT ST_Area(geom) FROM high_standard_farmland").size() == 1);
    CHECK(notes("SELECT area_td1055(geom) FROM high_standard_farmland").empty());
}

TEST_CASE("A query stops when it is asked to", "[slow]") {
    const Parcels parcels;
    int asked = 0;
    const auto stop = [&](std::uint64_t, std::uint64_t) { return ++asked < 3; };
    Query query(parcels.file(), world::the_catalogue(),
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
                stop);
    std::vector<Cell> row;
    CHECK_THROWS_AS(query.next(row), Cancelled);
}

TEST_CASE("A result with geometry becomes a layer, one without becomes a table", "[slow]") {
    const Parcels parcels;
    const fs::path out = parcels.path() / "result.gpkg";
    const auto write = [&](const std::string &sql, bool overwrite = false) {
        Query query(parcels.file(), world::the_catalogue(), sql);
        return query::write_geopackage(out, query, overwrite);
    };
    const std::string around =
        "SELECT project_code, 1.5 AS weight, 7 AS fid, ST_Buffer(ST_Transform(geom, 4524), 50) AS "
        "geom, ST_Centroid(geom) AS centre FROM high_standard_farmland";
    CHECK(write(around) == 2);
    {
        const std::unique_ptr<GDALDataset> data(GDALDataset::Open(out.c_str(), GDAL_OF_VECTOR));
        REQUIRE(data);
        OGRLayer &result = *data->GetLayer(0);
        CHECK(std::string(result.GetName()) == "result");
        CHECK(result.GetFeatureCount() == 2);
        CHECK(result.GetGeomType() == wkbPolygon);
        CHECK(std::string(result.GetSpatialRef()->GetAuthorityCode(nullptr)) == "4524");
        CHECK(result.GetLayerDefn()->GetFieldDefn(1)->GetType() == OFTReal);
        const std::unique_ptr<OGRFeature> feature(result.GetNextFeature());
        CHECK(std::string(feature->GetFieldAsString("project_code")) == "A");
        CHECK(feature->GetFieldAsInteger("fid") == 7);
        CHECK(std::string(feature->GetFieldAsString("centre")).starts_with("POINT (107.015"));
        OGREnvelope box;
        feature->GetGeometryRef()->getEnvelope(&box);
        // 0.01° at 40.7° north, what the plane turns, and twice 50 m
        CHECK(box.MaxX - box.MinX == Approx(844.9 + 12.6 + 100).epsilon(1e-3));
    }
    const std::string before = bytes_of(out);
    CHECK_THROWS_WITH(write(around), Catch::Matchers::Contains("already exists"));
    CHECK(bytes_of(out) == before);
    CHECK(write("SELECT project_code, count(*) AS n FROM high_standard_farmland GROUP BY 1", true) == 2);
    const std::unique_ptr<GDALDataset> data(GDALDataset::Open(out.c_str(), GDAL_OF_VECTOR));
    CHECK(data->GetLayer(0)->GetGeomType() == wkbNone);
    CHECK(data->GetLayer(0)->GetFeatureCount() == 2);
}

TEST_CASE("Neither a workspace is replaced by a result, nor a layer made of two coordinate systems",
          "[slow]") {
    const Parcels parcels;
    const std::string before = bytes_of(parcels.file());
    Query all(parcels.file(), world::the_catalogue(), "SELECT * FROM high_standard_farmland");
    CHECK_THROWS_WITH(query::write_geopackage(parcels.file(), all, true),
                      Catch::Matchers::Contains("is a workspace"));
    CHECK(bytes_of(parcels.file()) == before);
    Query mixed(
        parcels.file(), world::the_catalogue(),
        "SELECT geom FROM banner UNION ALL SELECT ST_Transform(geom, 4524) FROM high_standard_farmland");
    CHECK_THROWS_WITH(query::write_geopackage(parcels.path() / "mixed.gpkg", mixed, false),
                      Catch::Matchers::Contains("several coordinate systems"));
    CHECK_FALSE(fs::exists(parcels.path() / "mixed.gpkg"));
}

TEST_CASE("A file that is no workspace is told so") {
    const Parcels parcels;
    CHECK_THROWS_WITH(rows_of(parcels.path() / "nowhere.gpkg", "SELECT 1"),
                      Catch::Matchers::Contains("no such file"));
    CHECK_THROWS_WITH(rows_of(support::source("layers/boundaries.gpkg"), "SELECT 1"),
                      Catch::Matchers::Contains("is not a qitu workspace"));
}
