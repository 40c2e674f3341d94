#include "files.h"

#include <qitu/core/base/error.h>
#include <qitu/data/reader/layer_file.h>

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <sqlite3.h>

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace qitu;
using namespace qitu::reader;
using catalogue::Feature;
using catalogue::Value;
using files::Folder;
using files::refusal;
using files::Refusal;
using files::Sheet;

namespace {

const catalogue::Layer blocks = files::layer();

Sheet bureau_sheet() {
    Sheet sheet;
    sheet.columns = {
        {"XMBH"}, {"XMMC", OFTString, 40}, {"XZQMC", OFTString, 20}, {"ND"}, {"JD"}, {"面积"}, {"YSRQ"},
        {"备注"}};
    sheet.rows = {{files::field_wkt,
                   {"P1", " 狼山镇 ", "临河区", "2023年", "已验收", "１，２３４．５", "2023年5月1日", "x"}},
                  {files::field_wkt, {"P2", "", "150822", "2022", "立项", "", "20220101", ""}}};
    return sheet;
}

Sheet small_sheet(const std::vector<files::Column> &columns, const std::vector<std::string> &values) {
    Sheet sheet;
    sheet.columns = columns;
    sheet.rows = {{files::field_wkt, values}};
    sheet.driver = "GPKG";
    sheet.crs = "EPSG:4490";
    return sheet;
}

std::vector<Feature> features(LayerFile &file) {
    std::vector<Feature> result;
    for (Feature feature; file.next(feature);)
        result.push_back(feature);
    return result;
}

Refusal refused(const std::filesystem::path &path, const OpenOptions &options = {}) {
    return refusal([&] {
        LayerFile file(path, files::catalogue(), blocks, options);
        features(file);
    });
}

OGRGeometryUniquePtr geometry_of(const Feature &feature) {
    OGRGeometry *geometry = nullptr;
    OGRGeometryFactory::createFromWkb(feature.wkb.data(), nullptr, &geometry, feature.wkb.size());
    return OGRGeometryUniquePtr(geometry);
}

Value value(const Feature &feature, const char *field) {
    return feature.values[static_cast<std::size_t>(blocks.index_of(field))];
}

/// Puts other bytes of the same length into a file.
void patch(const std::filesystem::path &path, const std::string &from, const std::string &to) {
    std::string bytes = support::read_file(path);
    REQUIRE(from.size() == to.size());
    REQUIRE(bytes.find(from) != std::string::npos);
    support::write_file(path, bytes.replace(bytes.find(from), from.size(), to));
}

bool contains(const std::string &text, const std::string &part) {
    INFO(text);
    CHECK(text.find(part) != std::string::npos);
    return true;
}

} // namespace

TEST_CASE("A GBK Shapefile with zone prefixes and no declaration becomes features of a layer") {
    const Folder folder;
    Sheet sheet = bureau_sheet();
    sheet.encoding = "GBK";
    for (files::Row &row : sheet.rows)
        row.wkt = files::moved(row.wkt, "EPSG:4490", "EPSG:4524");
    files::write(folder / "a.shp", sheet);
    LayerFile file(folder / "a.shp", files::catalogue(), blocks, {});
    const auto all = features(file);
    REQUIRE(all.size() == 2);
    CHECK(all[0].id == 1);
    CHECK(all[0].values == std::vector<Value>{Value("P1"), Value("狼山镇"), Value("150802"),
                                              Value(std::int64_t{2023}), Value("accepted"), Value(1234.5),
                                              Value("2023-05-01"), Value()});
    CHECK(value(all[1], "admin_code") == Value("150822"));
    CHECK(value(all[1], "project_name") == Value());
    CHECK(all[0].central_meridian == 108.0);
    CHECK(file.faults().empty());
    CHECK(file.diagnostics().fields.at("admin_code") == "XZQMC");
    CHECK(file.diagnostics().unmapped == std::vector<std::string>{"备注"});
    const auto geometry = geometry_of(all[0]);
    REQUIRE(geometry->getGeometryType() == wkbMultiPolygon);
    OGREnvelope box;
    geometry->getEnvelope(&box);
    CHECK(box.MinX == Approx(107.4).margin(1e-9)); // PROJ made the eastings, our series takes them back
    CHECK(box.MaxY == Approx(40.8009).margin(1e-9));
}

TEST_CASE("Eastings without zone that may be UTM are told as such, by the banners where they tell") {
    const Folder folder;
    Sheet sheet;
    sheet.columns = {{"XMBH"}, {"XZQDM"}};
    sheet.rows = {{files::moved(files::field_wkt, "EPSG:4490", "EPSG:32648"), {"P1", "150802"}}};
    files::write(folder / "a.shp", sheet);
    const auto read = [&](double south) {
        OpenOptions options;
        options.banner_at = [south](geodesy::Point p) {
            return p.x > 107 && p.x < 108 && p.y > south ? "150802" : "";
        };
        return LayerFile(folder / "a.shp", files::catalogue(), blocks, options).diagnostics();
    };
    CHECK(read(40.7).crs == "EPSG:4544");
    CHECK(read(40.7).crs_evidence.ends_with("interpreted as CGCS2000; UTM on that meridian, EPSG:32648, "
                                            "would fit too and place them 1.8 km away"));
    const std::string north = "POLYGON ((107.4 40.9,107.4012 40.9,107.4012 40.9009,107.4 40.9))";
    sheet.rows.resize(10, {files::moved(north, "EPSG:4490", "EPSG:32648"), {"P2", "150802"}});
    std::filesystem::remove(folder / "a.shp");
    files::write(folder / "a.shp", sheet);
    const Refusal told = refusal([&] { read(40.79); });
    CHECK(told.kind == ErrorKind::unreadable);
    contains(told.message,
             "it is in UTM (100 % inside their banner) rather than Gauss-Krueger (90 %), central meridian "
             "105°E. Give the CRS, for example EPSG:32648.");
}

TEST_CASE("The central meridian is kept only of a plane") {
    const Folder folder;
    files::write(folder / "a.gpkg", small_sheet({{"XMBH"}, {"XZQDM"}}, {"P1", "150802"}));
    LayerFile file(folder / "a.gpkg", files::catalogue(), blocks, {});
    const auto all = features(file);
    REQUIRE(all.size() == 1);
    CHECK_FALSE(all[0].central_meridian.has_value());
    CHECK(all[0].id == 1);
}

TEST_CASE("What --map says goes before names, and ids before aliases") {
    const Folder folder;
    files::write(folder / "a.gpkg", small_sheet({{"XMBH"}, {"project_code"}, {"其他"}, {"旗县代码"}},
                                                {"alias", "id", "other", "150802"}));
    LayerFile file(folder / "a.gpkg", files::catalogue(), blocks, {});
    CHECK(file.diagnostics().fields.at("project_code") == "project_code");
    OpenOptions options;
    options.map = {{"项目编号", "其他"}};
    LayerFile by_hand(folder / "a.gpkg", files::catalogue(), blocks, options);
    CHECK(value(features(by_hand).at(0), "project_code") == Value("other"));
}

TEST_CASE("A --map that names what is not there is wrong usage, with the nearest name") {
    const Folder folder;
    files::write(folder / "a.gpkg", small_sheet({{"XMBH"}, {"XZQDM"}}, {"P1", "150802"}));
    OpenOptions options;
    options.map = {{"project_code", "XMBHH"}};
    CHECK(refused(folder / "a.gpkg", options).kind == ErrorKind::usage);
    contains(refused(folder / "a.gpkg", options).message, "Its fields: XMBH, XZQDM. Did you mean \"XMBH\"?");
    options.map = {{"project_cod", "XMBH"}};
    CHECK(refused(folder / "a.gpkg", options).kind == ErrorKind::usage);
    contains(refused(folder / "a.gpkg", options).message,
             "field project_cod: layer field_blocks has no field of this name.");
    contains(refused(folder / "a.gpkg", options).message, "Did you mean \"project_code\"?");
}

TEST_CASE("A required field that is missing is refused, saying what was looked for and what is there") {
    const Folder folder;
    files::write(folder / "a.gpkg", small_sheet({{"编码"}, {"XZQDM"}}, {"P1", "150802"}));
    CHECK(refused(folder / "a.gpkg").kind == ErrorKind::refused);
    contains(refused(folder / "a.gpkg").message,
             "a.gpkg: layer field_blocks needs fields that the file does not have: project_code (looked for: "
             "project_code, 项目编号, XMBH). The file has: 编码, XZQDM. Name the source field of "
             "project_code, or give one value of project_code for all features.");
}

TEST_CASE("Field names that dBASE cut to ten bytes are known by their beginning") {
    const Folder folder;
    Sheet sheet = small_sheet({{"XMBH"}, {"XZQDM"}, {"高效节水机电井数量"}}, {"P1", "150802", "12"});
    sheet.driver = "ESRI Shapefile";
    sheet.encoding = "GBK"; // ten bytes: 高效节水机
    files::write(folder / "gbk.shp", sheet);
    LayerFile gbk(folder / "gbk.shp", files::catalogue(), blocks, {});
    CHECK(gbk.diagnostics().fields.at("pumps") == "高效节水机");
    CHECK(value(features(gbk).at(0), "pumps") == Value(std::int64_t{12}));
    sheet.encoding = ""; // nine bytes and a third of a character: 高效节
    files::write(folder / "utf8.shp", sheet);
    LayerFile utf8(folder / "utf8.shp", files::catalogue(), blocks, {});
    CHECK(utf8.diagnostics().fields.at("pumps") == "高效节");
}

TEST_CASE("An area in hectares comes in mu when the field's name says hectares") {
    const Folder folder;
    files::write(folder / "a.gpkg",
                 small_sheet({{"XMBH"}, {"XZQDM"}, {"面积_公顷", OFTReal}}, {"P1", "150802", "2"}));
    LayerFile file(folder / "a.gpkg", files::catalogue(), blocks, {});
    CHECK(file.diagnostics().fields.at("declared_area") == "面积_公顷");
    CHECK(file.diagnostics().conversions.at("declared_area") == "ha → mu");
    CHECK(std::get<double>(value(features(file).at(0), "declared_area")) == Approx(30)); // 1 ha = 15 mu
}

TEST_CASE("A value that cannot be used is left empty and reported, fatal where the layer needs it") {
    const Folder folder;
    files::write(folder / "a.gpkg", small_sheet({{"XMBH"}, {"XZQDM"}, {"JD"}, {"YSRQ"}, {"面积"}},
                                                {"P1", "999999", "快了", "明年", "很大"}));
    LayerFile file(folder / "a.gpkg", files::catalogue(), blocks, {});
    const auto all = features(file);
    REQUIRE(all.size() == 1);
    const auto &faults = file.faults();
    REQUIRE(faults.size() == 4);
    CHECK(faults[0].field == "admin_code");
    CHECK(faults[0].feature == 1);
    CHECK(faults[0].found == "999999");
    CHECK(faults[0].fatal);
    CHECK(faults[1].field == "stage");
    CHECK(faults[1].expected == "one of: approved (Approved), accepted (Accepted)");
    CHECK(faults[1].fatal);
    CHECK(faults[2].field == "declared_area");
    CHECK_FALSE(faults[2].fatal);
    CHECK(faults[3].field == "accepted_on");
    CHECK_FALSE(faults[3].fatal);
    CHECK(value(all[0], "stage") == Value());
}

TEST_CASE("A text in a dBASE field of numbers is read as a text, not up to its first letter") {
    const Folder folder;
    Sheet sheet = small_sheet({{"XMBH"}, {"XZQDM"}, {"面积", OFTInteger64, 12}}, {"P1", "150802", "777"});
    sheet.driver = "ESRI Shapefile";
    sheet.encoding = "GBK";
    for (const char *value : {"888", "999"})
        sheet.rows.push_back({files::field_wkt, {"P2", "150802", value}});
    files::write(folder / "a.shp", sheet);
    patch(folder / "a.dbf", "         777", "    1,500.25");
    patch(folder / "a.dbf", "         888",
          "     \xD4\xBC"
          "12 34"); // 约
    OpenOptions options;
    for (const char *where : {"", "XZQDM = '150802'"}) {
        options.where = where;
        LayerFile file(folder / "a.shp", files::catalogue(), blocks, options);
        const auto all = features(file);
        REQUIRE(all.size() == 3);
        CHECK(value(all[0], "declared_area") == Value(1500.25));
        CHECK(value(all[1], "declared_area") == Value());
        CHECK(value(all[2], "declared_area") == Value(999.0));
        REQUIRE(file.faults().size() == 1);
        CHECK(file.faults()[0].found == "约12 34");
    }
}

TEST_CASE("A text in a GeoPackage's column of numbers is read as a text, filtered and beside dates too") {
    const Folder folder;
    files::write(folder / "a.gpkg", small_sheet({{"XMBH"}, {"XZQDM"}, {"面积", OFTReal}, {"YSRQ", OFTDate}},
                                                {"P1", "150802", "7", "2023/05/01"}));
    sqlite3 *database = nullptr;
    REQUIRE(sqlite3_open((folder / "a.gpkg").c_str(), &database) == SQLITE_OK);
    // without the triggers of the index, whose functions SQLite does not have
    REQUIRE(sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr) == SQLITE_OK);
    REQUIRE(sqlite3_exec(database, "UPDATE parcels SET 面积 = '约300'", nullptr, nullptr, nullptr) ==
            SQLITE_OK);
    sqlite3_close(database);
    OpenOptions options;
    for (const char *where : {"", "XMBH = 'P1'"}) {
        options.where = where;
        LayerFile file(folder / "a.gpkg", files::catalogue(), blocks, options);
        const auto all = features(file);
        REQUIRE(all.size() == 1);
        CHECK(value(all[0], "declared_area") == Value());
        CHECK(value(all[0], "accepted_on") == Value("2023-05-01"));
        REQUIRE(file.faults().size() == 1);
        CHECK(file.faults()[0].found == "约300");
    }
    options.where = "nofield = 1";
    CHECK(refused(folder / "a.gpkg", options).kind == ErrorKind::usage);
}

TEST_CASE("Of two columns with one name the first is read, and that is said") {
    const Folder folder;
    Sheet sheet = small_sheet({{"XMBH"}, {"XZQDM"}, {"JSGM"}, {"YSGM"}}, {"P1", "150802", "1500", "9000"});
    sheet.driver = "ESRI Shapefile";
    files::write(folder / "a.shp", sheet);
    patch(folder / "a.dbf", "YSGM", "JSGM");
    support::write_file(folder / "a.csv",
                        "XMBH,XZQDM,JSGM,JSGM,WKT\nP1,150802,1500,9000,\"" + files::field_wkt + "\"\n");
    for (const char *name : {"a.shp", "a.csv"}) {
        LayerFile file(folder / name, files::catalogue(), blocks, {});
        CHECK(value(features(file).at(0), "declared_area") == Value(1500.0));
        contains(file.diagnostics().notes.at(0),
                 "more than one column is named JSGM: only the first is read");
    }
}

TEST_CASE("A Shapefile without fields says why they are missing") {
    const Folder folder;
    files::write(folder / "a.shp", bureau_sheet());
    std::filesystem::remove(folder / "a.dbf");
    contains(refused(folder / "a.shp").message,
             "The file has: no fields, because there is no .dbf beside it.");
}

TEST_CASE("Points of parcels whose numbers begin anew in each project are no one parcel") {
    const Folder folder;
    std::string text = "XMBH,XZQDM,年度,地块编号,点号,X,Y\n";
    for (const auto &[project, west] : {std::pair{"P1", 107.4}, std::pair{"P2", 107.5}})
        for (int i = 0; i < 3; ++i)
            text += fmt::format("{},150802,{},1,J{},{},{}\n", project, west > 107.45 && i == 2 ? 2024 : 2023,
                                i + 1, west + (i == 1 ? 0.001 : 0), 40.8 + (i == 2 ? 0.001 : 0));
    support::write_file(folder / "a.csv", text);
    LayerFile file(folder / "a.csv", files::catalogue(), blocks, {});
    const auto all = features(file);
    REQUIRE(all.size() == 2);
    CHECK(value(all[0], "project_code") == Value("P1"));
    CHECK(value(all[1], "project_code") == Value("P2"));
    CHECK(value(all[0], "year") == Value(std::int64_t{2023}));
    CHECK(value(all[1], "year") == Value());
    const auto &notes = file.diagnostics().notes;
    REQUIRE(notes.size() == 3);
    CHECK(notes[0] == "column 年度 differs between the rows of parcel 1: left empty there");
    CHECK(notes[1] == "columns that differ from point to point were ignored: 点号");
    CHECK(notes[2] == "6 rows of points were grouped into 2 features by column XMBH, 地块编号");
}

TEST_CASE("A GeoPackage in WAL mode is read with its log, and nothing of it changes") {
    const Folder folder;
    files::write(folder / "a.gpkg", small_sheet({{"XMBH"}, {"XZQDM"}}, {"P1", "150802"}));
    sqlite3 *database = nullptr;
    REQUIRE(sqlite3_open((folder / "a.gpkg").c_str(), &database) == SQLITE_OK);
    REQUIRE(sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr) == SQLITE_OK);
    REQUIRE(sqlite3_exec(database, "PRAGMA journal_mode = WAL; UPDATE parcels SET XMBH = 'P9'", nullptr,
                         nullptr, nullptr) == SQLITE_OK);
    for (const char *part : {".gpkg", ".gpkg-wal"}) // as they are sent while a program has them open
        std::filesystem::copy_file(folder / ("a" + std::string(part)), folder / ("sent" + std::string(part)));
    sqlite3_close(database);
    const auto names = folder.list();
    const std::string before = support::read_file(folder / "sent.gpkg");
    {
        LayerFile file(folder / "sent.gpkg", files::catalogue(), blocks, {});
        CHECK(value(features(file).at(0), "project_code") == Value("P9"));
    }
    CHECK(folder.list() == names);
    CHECK(support::read_file(folder / "sent.gpkg") == before);
}

TEST_CASE("A DXF without a code page is read in the encoding of its texts, and its arcs to 1 cm") {
    const Folder folder;
    const std::string gbk_name = "\xB5\xD8\xBF\xE9"; // 地块
    support::write_file(
        folder / "a.dxf",
        "0\nSECTION\n2\nHEADER\n9\n$ACADVER\n1\nAC1015\n0\nENDSEC\n0\nSECTION\n2\nENTITIES\n0\nCIRCLE\n8\n" +
            gbk_name + "\n10\n36522000\n20\n4549000\n40\n500\n0\nENDSEC\n0\nEOF\n");
    OpenOptions options;
    options.map = {{"project_code", "Layer"}};
    options.set = {{"admin_code", "150821"}};
    for (const char *encoding : {"", "GBK"}) {
        options.encoding = encoding;
        LayerFile file(folder / "a.dxf", files::catalogue(), blocks, options);
        CHECK(file.diagnostics().encoding == "GBK");
        const auto all = features(file);
        REQUIRE(all.size() == 1);
        CHECK(value(all[0], "project_code") == Value("地块"));
        const auto circle = geometry_of(all[0]);
        const OGRLinearRing &ring = *circle->toMultiPolygon()->getGeometryRef(0)->getExteriorRing();
        const double chord = 360.0 / (ring.getNumPoints() - 1) * 3.14159265 / 180; // of equal ones
        CHECK(500 * (1 - std::cos(chord / 2)) < 0.01);
    }
}

TEST_CASE("A file of lines is refused by a layer of polygons") {
    const Folder folder;
    Sheet sheet = small_sheet({{"XMBH"}, {"XZQDM"}}, {"P1", "150802"});
    sheet.geometry = wkbLineString;
    sheet.rows[0].wkt = "LINESTRING (107.4 40.8,107.5 40.8)";
    files::write(folder / "a.gpkg", sheet);
    CHECK(refused(folder / "a.gpkg").kind == ErrorKind::refused);
    contains(refused(folder / "a.gpkg").message,
             "a.gpkg: layer field_blocks takes polygons, but the file contains lines. Send the file with the "
             "polygons; "
             "or, if the lines are boundaries that were walked or drawn, close them");
    sheet.geometry = wkbUnknown;
    files::write(folder / "any.gpkg", sheet);
    CHECK(refused(folder / "any.gpkg").kind == ErrorKind::refused);
    contains(refused(folder / "any.gpkg").message,
             "any.gpkg: feature 1: layer field_blocks takes polygons, but this geometry is of another type.");
}

TEST_CASE("A feature outside the region is refused with its place") {
    const Folder folder;
    Sheet sheet = small_sheet({{"XMBH"}, {"XZQDM"}}, {"P1", "150802"});
    sheet.rows.push_back({"POLYGON ((77 43,77.1 43,77.1 43.1,77 43))", {"P2", "150802"}});
    files::write(folder / "a.gpkg", sheet);
    OpenOptions within;
    within.region = geometry::Box{97, 37, 127, 54};
    CHECK(refused(folder / "a.gpkg").message.empty()); // nobody has said where the region lies
    CHECK(refused(folder / "a.gpkg", within).kind == ErrorKind::refused);
    contains(refused(folder / "a.gpkg", within).message,
             "a.gpkg: feature 2 lies outside the region (97–127°E, "
             "37–54°N): one vertex is at 77°E 43°N by EPSG:4490. "
             "Check the source, or give its CRS.");
    sheet.rows[1].wkt = files::swapped(files::field_wkt);
    sheet.rows.push_back(sheet.rows[0]);
    files::write(folder / "b.gpkg", sheet);
    LayerFile swapped(folder / "b.gpkg", files::catalogue(), blocks, within);
    const auto all = features(swapped);
    REQUIRE(all.size() == 3);
    CHECK(all[1].no_place.value().en == "the latitude of vertex 1 is 107.4°, beyond 90°");
    CHECK(geometry_of(all[1])->IsEmpty());
    CHECK_FALSE(all[0].no_place.has_value());
    CHECK_FALSE(all[2].no_place.has_value());
}

TEST_CASE("Parts are gathered under one multi-part geometry, and an empty one is passed on") {
    const Folder folder;
    Sheet sheet = small_sheet({{"XMBH"}, {"XZQDM"}}, {"P1", "150802"});
    sheet.geometry = wkbUnknown;
    sheet.rows[0].wkt =
        "GEOMETRYCOLLECTION (POLYGON ((107 40,108 40,108 41,107 40),(107.8 40.2,107.9 40.2,107.9 "
        "40.3,107.8 40.2)),MULTIPOLYGON (((109 40,110 40,110 41,109 40))))";
    sheet.rows.push_back({"", {"P2", "150802"}});
    files::write(folder / "a.gpkg", sheet);
    LayerFile file(folder / "a.gpkg", files::catalogue(), blocks, {});
    const auto all = features(file);
    REQUIRE(all.size() == 2);
    CHECK(geometry_of(all[0])->exportToWkt() == "MULTIPOLYGON (((107 40,108 40,108 41,107 40),(107.8 "
                                                "40.2,107.9 40.2,107.9 40.3,107.8 40.2)),((109 40,110 "
                                                "40,110 41,109 40)))");
    CHECK(geometry_of(all[1])->getGeometryType() == wkbMultiPolygon);
    CHECK(geometry_of(all[1])->IsEmpty());
}

TEST_CASE("Layers of the shipped catalogue take lines and points in the same way") {
    const Folder folder;
    const catalogue::Layer &dams = files::catalogue().layer("check_dam");
    Sheet sheet = small_sheet({{"XMBH"}, {"XZQDM"}, {"ND"}, {"JD"}}, {"D1", "150627", "2023", "立项"});
    sheet.geometry = wkbPoint;
    sheet.rows[0].wkt = "POINT (109.8 39.4)";
    files::write(folder / "a.gpkg", sheet);
    LayerFile file(folder / "a.gpkg", files::catalogue(), dams, {});
    const auto all = features(file);
    REQUIRE(all.size() == 1);
    CHECK(geometry_of(all[0])->exportToWkt() == "MULTIPOINT (109.8 39.4)");
    CHECK(all[0].values[static_cast<std::size_t>(dams.index_of("stage"))] == Value("approved"));
}
