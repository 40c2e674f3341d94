#include "made.h"
#include "support/folder.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/progress.h>
#include <qitu/core/base/units.h>
#include <qitu/data/workspace/features.h>

#include <fmt/format.h>

#include <stdexcept>
#include <string>

using namespace made;

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

TEST_CASE("A rolled-back workspace is byte for byte what it was") {
    const Folder folder;
    Workspace workspace = make(folder / "w.gpkg");
    const Layer layer = farmland();
    workspace.transaction({"test"}, [&](Edit &edit) { add_feature(edit, layer, plot(107.1)); });
    const std::string before = support::read_file(folder / "w.gpkg");
    Layer another = layer;
    another.id = "another";
    another.names = {"另一图层", "Another"};
    CHECK_THROWS_AS(workspace.transaction({"test"},
                                          [&](Edit &edit) {
                                              sqlite3_soft_heap_limit64(
                                                  200'000); // pages go to the file before the end
                                              for (int i = 0; i < 3000; ++i)
                                                  add_feature(edit, layer, plot(107 + 1e-4 * i));
                                              add_feature(edit, another, plot(107));
                                              edit.set_meta("key", "value");
                                              sqlite3_soft_heap_limit64(0);
                                              CHECK(support::read_file(folder / "w.gpkg") != before);
                                              throw Cancelled();
                                          }),
                    Cancelled);
    CHECK(support::read_file(folder / "w.gpkg") == before);
    CHECK(folder.list().size() == 1);
    CHECK(feature_count(workspace, layer) == 1);
    CHECK(feature_count(workspace, another) == 0);
    workspace.transaction({"test"}, [&](Edit &edit) { add_feature(edit, another, plot(107)); });
    CHECK(feature_count(workspace, another) == 1);
}

TEST_CASE("With SOURCE_DATE_EPOCH two workspaces of the same content are the same bytes") {
    const Folder folder;
    setenv("SOURCE_DATE_EPOCH", "1700000000", 1);
    for (const char *name : {"a.gpkg", "b.gpkg"}) {
        Workspace workspace = make(folder / name);
        workspace.transaction({"test"}, [&](Edit &edit) { add_feature(edit, farmland(), plot(107.1)); });
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
    one.transaction({"test"}, [&](Edit &) {
        CHECK(kind_of([&] { two.transaction({"test"}, [](Edit &) {}); }) == ErrorKind::refused);
    });
}

TEST_CASE("Transactions do not nest") {
    const Folder folder;
    Workspace workspace = make(folder / "w.gpkg");
    CHECK_THROWS_AS(
        workspace.transaction({"test"}, [&](Edit &) { workspace.transaction({"test"}, [](Edit &) {}); }),
        std::logic_error);
    workspace.transaction({"test"}, [](Edit &edit) { edit.set_meta("key", "value"); });
    CHECK(workspace.meta("key") == "value");
}
