#include "support/folder.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/progress.h>
#include <qitu/core/base/units.h>
#include <qitu/data/workspace/workspace.h>

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>
#include <sqlite3.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

using namespace qitu;
using namespace qitu::workspace;
using catalogue::Feature;
using catalogue::FieldType;
using catalogue::GeometryType;
using catalogue::Layer;
using support::Folder;

namespace {

template <typename T>
void put(std::vector<std::byte> &bytes, T value) {
    const std::size_t end = bytes.size();
    bytes.resize(end + sizeof(T));
    std::memcpy(bytes.data() + end, &value, sizeof(T));
}

std::vector<std::byte> square(double x, double y, double side) {
    std::vector<std::byte> wkb;
    put(wkb, std::uint8_t{1});
    put(wkb, std::uint32_t{3});
    put(wkb, std::uint32_t{1});
    put(wkb, std::uint32_t{5});
    for (const auto &[dx, dy] : {std::pair{0.0, 0.0}, {side, 0.0}, {side, side}, {0.0, side}, {0.0, 0.0}}) {
        put(wkb, x + dx);
        put(wkb, y + dy);
    }
    return wkb;
}

std::vector<std::byte> multi_square(double x, double y, double side) {
    std::vector<std::byte> wkb;
    put(wkb, std::uint8_t{1});
    put(wkb, std::uint32_t{6});
    put(wkb, std::uint32_t{1});
    const auto part = square(x, y, side);
    wkb.insert(wkb.end(), part.begin(), part.end());
    return wkb;
}

catalogue::Field field(const char *id, FieldType type) {
    catalogue::Field result;
    result.id = id;
    result.type = type;
    return result;
}

Layer farmland() {
    Layer layer;
    layer.id = "high_standard_farmland";
    layer.names = {"高标准农田", "High-standard farmland"};
    layer.group = {"耕地", "Farmland"};
    layer.fields = {field("project_code", FieldType::text), field("year", FieldType::integer),
                    field("mu", FieldType::real), field("accepted_on", FieldType::date)};
    return layer;
}

Feature plot(double x) {
    Feature feature;
    feature.values = {std::string("甲-1"), std::int64_t{2023}, 12.5, std::string("2023-05-01")};
    feature.wkb = square(x, 40.5, 0.01);
    feature.central_meridian = 108.0;
    return feature;
}

Workspace make(const std::filesystem::path &file) {
    return Workspace::create(file, catalogue::Catalogue(),
                             {{"150802", "临河区", "150800", square(107, 40, 1)}},
                             {{"150800", "巴彦淖尔市", "", square(107, 40, 1)}}, "hand-made");
}

std::optional<ErrorKind> kind_of(const std::function<void()> &work) {
    try {
        work();
    } catch (const Error &error) {
        return error.kind();
    }
    return std::nullopt;
}

std::string sql_value(const std::filesystem::path &file, const char *sql) {
    std::unique_ptr<sqlite3, int (*)(sqlite3 *)> closing(nullptr, sqlite3_close);
    sqlite3 *handle = nullptr;
    REQUIRE(sqlite3_open(file.c_str(), &handle) == SQLITE_OK);
    closing.reset(handle);
    std::string value;
    REQUIRE(sqlite3_exec(
                handle, sql,
                [](void *result, int, char **values, char **) {
                    *static_cast<std::string *>(result) += values[0] == nullptr ? "null" : values[0];
                    return 0;
                },
                &value, nullptr) == SQLITE_OK);
    return value;
}

using Dataset = std::unique_ptr<GDALDataset, decltype([](GDALDataset *dataset) { GDALClose(dataset); })>;

Dataset open_with_gdal(const std::filesystem::path &file) {
    GDALAllRegister();
    return Dataset(GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR, nullptr, nullptr, nullptr));
}

} // namespace

TEST_CASE("A new workspace is a GeoPackage that GDAL reads, with boundaries and nothing left beside it") {
    const Folder folder;
    const Workspace workspace = make(folder / "w.gpkg");
    CHECK(folder.list().size() == 1);
    CHECK(workspace.meta("boundaries") == "hand-made");
    CHECK(workspace.meta("no such key").empty());
    REQUIRE(workspace.banners().size() == 1);
    CHECK(workspace.banners()[0].name == "临河区");
    CHECK(workspace.banners()[0].league == "150800");
    CHECK(workspace.banners()[0].wkb == multi_square(107, 40, 1));
    CHECK(workspace.leagues()[0].code == "150800");

    const Dataset dataset = open_with_gdal(folder / "w.gpkg");
    REQUIRE(dataset);
    OGRLayer *banner = dataset->GetLayerByName("banner");
    REQUIRE(banner != nullptr);
    CHECK(banner->GetFeatureCount() == 1);
    CHECK(banner->GetGeomType() == wkbMultiPolygon);
    CHECK(std::string(banner->GetSpatialRef()->GetAuthorityCode(nullptr)) == "4490");
    OGREnvelope extent;
    REQUIRE(banner->GetExtent(&extent, 0) == OGRERR_NONE);
    CHECK(extent.MinX == 107);
    CHECK(extent.MaxY == 41);
    CHECK(sql_value(folder / "w.gpkg",
                    "SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = 'banner'") == "1");
    CHECK(dataset->GetLayerByName("qitu_quota") != nullptr);
    CHECK(dataset->GetLayerCount() == 3); // the rest of qitu's own tables stay out of sight
}

TEST_CASE("An existing file is refused and left as it is, and a missing folder is named") {
    const Folder folder;
    std::ofstream(folder / "w.gpkg") << "precious";
    CHECK(kind_of([&] { make(folder / "w.gpkg"); }) == ErrorKind::refused);
    CHECK(support::read_file(folder / "w.gpkg") == "precious");
    CHECK(kind_of([&] { make(folder / "none/w.gpkg"); }) == ErrorKind::refused);
    CHECK(folder.list().size() == 1);
}

TEST_CASE("A file that is no workspace cannot be opened") {
    const Folder folder;
    CHECK(kind_of([&] { Workspace::open(folder / "missing.gpkg"); }) == ErrorKind::unreadable);
    std::ofstream(folder / "text.gpkg") << std::string(5000, 'x');
    CHECK(kind_of([&] { Workspace::open(folder / "text.gpkg"); }) == ErrorKind::unreadable);
    sql_value(folder / "other.gpkg", "PRAGMA application_id = 1196444487; CREATE TABLE t (a)");
    CHECK(kind_of([&] { Workspace::open(folder / "other.gpkg"); }) == ErrorKind::unreadable);
}

TEST_CASE("Features come back as they were added, multi-part, in the order of their ids") {
    const Folder folder;
    Workspace workspace = make(folder / "w.gpkg");
    const Layer layer = farmland();
    CHECK(workspace.count(layer) == 0);
    Feature feature;
    CHECK_FALSE(workspace.features(layer).next(feature));

    workspace.transaction([&] {
        CHECK(workspace.add(layer, plot(107.1)) == 1);
        Feature bare;
        bare.values.resize(layer.fields.size());
        CHECK(workspace.add(layer, bare) == 2);
    });
    CHECK(workspace.count(layer) == 2);
    auto cursor = workspace.features(layer);
    REQUIRE(cursor.next(feature));
    CHECK(feature.id == 1);
    CHECK(feature.values == plot(0).values);
    CHECK(feature.wkb == multi_square(107.1, 40.5, 0.01));
    CHECK(feature.central_meridian == 108.0);
    REQUIRE(cursor.next(feature));
    CHECK(feature.wkb.empty());
    CHECK(feature.values == std::vector<catalogue::Value>(4));
    CHECK_FALSE(feature.central_meridian.has_value());
    CHECK_FALSE(cursor.next(feature));
    CHECK_FALSE(cursor.next(feature));
}

TEST_CASE("A layer's table made after the workspace is as GDAL would have made it, with a working index") {
    const Folder folder;
    Workspace workspace = make(folder / "w.gpkg");
    const Layer layer = farmland();
    workspace.transaction([&] {
        for (int i = 0; i < 100; ++i)
            workspace.add(layer, plot(107 + 0.01 * i));
    });
    const Dataset dataset = open_with_gdal(folder / "w.gpkg");
    OGRLayer *table = dataset->GetLayerByName("high_standard_farmland");
    REQUIRE(table != nullptr);
    CHECK(std::string(table->GetMetadataItem("IDENTIFIER")) == "高标准农田");
    CHECK(table->TestCapability(OLCFastSpatialFilter));
    CHECK(table->GetFeatureCount() == 100);
    table->SetSpatialFilterRect(107.302, 40.5, 107.308, 40.6);
    CHECK(table->GetFeatureCount() == 1);
    const OGRFeatureDefn *fields = table->GetLayerDefn();
    CHECK(fields->GetFieldDefn(1)->GetType() == OFTInteger64);
    CHECK(fields->GetFieldDefn(3)->GetType() == OFTDate);
    CHECK(std::string(fields->GetFieldDefn(4)->GetNameRef()) == "qitu_cm");
    CHECK(sql_value(folder / "w.gpkg",
                    "SELECT feature_count FROM gpkg_ogr_contents WHERE table_name LIKE 'high%'") == "100");
    CHECK(sql_value(folder / "w.gpkg", "SELECT max_x FROM gpkg_contents WHERE table_name LIKE 'high%'") ==
          "108.0");
    CHECK(sql_value(folder / "w.gpkg", "PRAGMA integrity_check") == "ok");
    CHECK(sql_value(folder / "w.gpkg", "SELECT rtreecheck('rtree_high_standard_farmland_geom')") == "ok");
    CHECK(sql_value(folder / "w.gpkg", "PRAGMA foreign_key_check").empty());
}

TEST_CASE("A field that a layer has gained reads as null, then gets its column at the next import") {
    const Folder folder;
    Workspace workspace = make(folder / "w.gpkg");
    Layer layer = farmland();
    workspace.transaction([&] { workspace.add(layer, plot(107.1)); });
    layer.fields.push_back(field("soil", FieldType::text));
    Feature feature;
    REQUIRE(workspace.features(layer).next(feature));
    CHECK(feature.values.back() == catalogue::Value());
    feature.values.back() = std::string("黑土");
    workspace.transaction([&] { workspace.add(layer, feature); });
    auto cursor = workspace.features(layer);
    REQUIRE((cursor.next(feature) && cursor.next(feature)));
    CHECK(feature.values.back() == catalogue::Value(std::string("黑土")));
}

TEST_CASE("A rolled-back workspace is byte for byte what it was") {
    const Folder folder;
    Workspace workspace = make(folder / "w.gpkg");
    const Layer layer = farmland();
    workspace.transaction([&] { workspace.add(layer, plot(107.1)); });
    const std::string before = support::read_file(folder / "w.gpkg");
    Layer another = layer;
    another.id = "another";
    another.names = {"另一图层", "Another"};
    CHECK_THROWS_AS(workspace.transaction([&] {
        sqlite3_soft_heap_limit64(200'000); // pages go to the file before the end
        for (int i = 0; i < 3000; ++i)
            workspace.add(layer, plot(107 + 1e-4 * i));
        workspace.add(another, plot(107));
        workspace.set_meta("key", "value");
        sqlite3_soft_heap_limit64(0);
        CHECK(support::read_file(folder / "w.gpkg") != before);
        throw Cancelled();
    }),
                    Cancelled);
    CHECK(support::read_file(folder / "w.gpkg") == before);
    CHECK(folder.list().size() == 1);
    CHECK(workspace.count(layer) == 1);
    CHECK(workspace.count(another) == 0);
    workspace.transaction([&] { workspace.add(another, plot(107)); });
    CHECK(workspace.count(another) == 1);
}

TEST_CASE("A geometry of the wrong kind is refused with the layer's and the feature's name") {
    const Folder folder;
    Workspace workspace = make(folder / "w.gpkg");
    Layer lines = farmland();
    lines.geometry = GeometryType::line;
    CHECK_THROWS_WITH(workspace.transaction([&] { workspace.add(lines, plot(107)); }),
                      Catch::Contains("high_standard_farmland, feature 0"));
    Feature cut = plot(107);
    cut.wkb.resize(cut.wkb.size() - 1);
    CHECK(kind_of([&] { workspace.transaction([&] { workspace.add(farmland(), cut); }); }) ==
          ErrorKind::refused);
    CHECK(workspace.count(farmland()) == 0);
}

TEST_CASE("Imports and quotas are kept, and a quota of the same place and year is replaced") {
    const Folder folder;
    Workspace workspace = make(folder / "w.gpkg");
    workspace.transaction([&] {
        workspace.record({"high_standard_farmland", "甲.shp", "d1", "{}", 7});
        workspace.set_quota({"hsf.built", "150802", 2023, 10, Unit::wan_mu, "函", false});
        workspace.set_quota({"hsf.built", "150802", 2023, 12.5, Unit::mu, "函2", true});
    });
    const Workspace again = Workspace::open(folder / "w.gpkg", true);
    REQUIRE(again.imports().size() == 1);
    CHECK(again.imports()[0].file == "甲.shp");
    CHECK(again.imports()[0].features == 7);
    REQUIRE(again.quotas().size() == 1);
    CHECK(again.quotas()[0].value == 12.5);
    CHECK(again.quotas()[0].unit == Unit::mu);
    CHECK(again.quotas()[0].illustrative);
}

TEST_CASE("With SOURCE_DATE_EPOCH two workspaces of the same content are the same bytes") {
    const Folder folder;
    setenv("SOURCE_DATE_EPOCH", "1700000000", 1);
    for (const char *name : {"a.gpkg", "b.gpkg"}) {
        Workspace workspace = make(folder / name);
        workspace.transaction([&] { workspace.add(farmland(), plot(107.1)); });
    }
    unsetenv("SOURCE_DATE_EPOCH");
    CHECK(support::read_file(folder / "a.gpkg") == support::read_file(folder / "b.gpkg"));
    CHECK(sql_value(folder / "a.gpkg", "SELECT DISTINCT last_change FROM gpkg_contents") ==
          "2023-11-14T22:13:20.000Z");
}

TEST_CASE("While another connection writes, a transaction waits and is then refused", "[long]") {
    const Folder folder;
    Workspace one = make(folder / "w.gpkg");
    Workspace two = Workspace::open(folder / "w.gpkg");
    one.transaction([&] { CHECK(kind_of([&] { two.transaction([] {}); }) == ErrorKind::refused); });
}

TEST_CASE("A hundred thousand features are added in one transaction", "[long]") {
    const Folder folder;
    Workspace workspace = make(folder / "w.gpkg");
    const Layer layer = farmland();
    workspace.transaction([&] {
        for (int i = 0; i < 100000; ++i) {
            Feature feature = plot(107 + 0.003 * (i % 300));
            workspace.add(layer, feature);
        }
    });
    CHECK(workspace.count(layer) == 100000);
}
