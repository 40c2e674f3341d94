#include "made.h"

#include <qitu/core/base/error.h>
#include <qitu/data/workspace/features.h>

#include <string>
#include <vector>

using namespace made;

TEST_CASE("Features come back as they were added, multi-part, in the order of their ids") {
    const Folder folder;
    Workspace workspace = make(folder / "w.gpkg");
    const Layer layer = farmland();
    CHECK(feature_count(workspace, layer) == 0);
    Feature feature;
    CHECK_FALSE(features(workspace, layer).next(feature));

    workspace.transaction({"test"}, [&](Edit &edit) {
        CHECK(add_feature(edit, layer, plot(107.1)) == 1);
        Feature bare;
        bare.values.resize(layer.fields.size());
        CHECK(add_feature(edit, layer, bare) == 2);
    });
    CHECK(feature_count(workspace, layer) == 2);
    auto cursor = features(workspace, layer);
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
    workspace.transaction({"test"}, [&](Edit &edit) {
        for (int i = 0; i < 100; ++i)
            add_feature(edit, layer, plot(107 + 0.01 * i));
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
    workspace.transaction({"test"}, [&](Edit &edit) { add_feature(edit, layer, plot(107.1)); });
    layer.fields.push_back(field("soil", FieldType::text));
    Feature feature;
    REQUIRE(features(workspace, layer).next(feature));
    CHECK(feature.values.back() == catalogue::Value());
    feature.values.back() = std::string("黑土");
    workspace.transaction({"test"}, [&](Edit &edit) { add_feature(edit, layer, feature); });
    auto cursor = features(workspace, layer);
    REQUIRE((cursor.next(feature) && cursor.next(feature)));
    CHECK(feature.values.back() == catalogue::Value(std::string("黑土")));
}

TEST_CASE("A geometry of the wrong kind is refused with the layer's and the feature's name") {
    const Folder folder;
    Workspace workspace = make(folder / "w.gpkg");
    Layer lines = farmland();
    lines.geometry = GeometryType::line;
    CHECK_THROWS_WITH(
        workspace.transaction({"test"}, [&](Edit &edit) { add_feature(edit, lines, plot(107)); }),
        Catch::Contains("high_standard_farmland, feature 0"));
    Feature cut = plot(107);
    cut.wkb.resize(cut.wkb.size() - 1);
    CHECK(kind_of([&] {
              workspace.transaction({"test"}, [&](Edit &edit) { add_feature(edit, farmland(), cut); });
          }) == ErrorKind::refused);
    CHECK(feature_count(workspace, farmland()) == 0);
}

TEST_CASE("A hundred thousand features are added in one transaction", "[long]") {
    const Folder folder;
    Workspace workspace = make(folder / "w.gpkg");
    const Layer layer = farmland();
    workspace.transaction({"test"}, [&](Edit &edit) {
        for (int i = 0; i < 100000; ++i) {
            Feature feature = plot(107 + 0.003 * (i % 300));
            add_feature(edit, layer, feature);
        }
    });
    CHECK(feature_count(workspace, layer) == 100000);
}
