#include "exported_world.h"

#include <qitu/data/workspace/review.h>

#include <catch2/catch.hpp>
#include <gdal_priv.h>

#include <set>

using namespace exported;

TEST_CASE("The file is a sound GeoPackage 1.3 with nothing left beside it") {
    const World &world = published();
    CHECK(ask(world.file, "PRAGMA application_id") == Rows{"1196444487"}); // "GPKG"
    CHECK(ask(world.file, "PRAGMA user_version") == Rows{"10300"});
    CHECK(ask(world.file, "PRAGMA journal_mode") == Rows{"delete"});
    CHECK(ask(world.file, "PRAGMA integrity_check") == Rows{"ok"});
    CHECK(ask(world.file, "PRAGMA foreign_key_check").empty());
    CHECK(ask(world.file, "PRAGMA freelist_count") == Rows{"0"});
    CHECK(ask(world.file, "SELECT count(*) FROM gpkg_spatial_ref_sys WHERE srs_id IN (-1, 0, 4326, 4490)") ==
          Rows{"4"});
    std::set<std::string> left;
    for (const auto &entry : fs::directory_iterator(world.file.parent_path()))
        left.insert(entry.path().filename().string());
    CHECK(left == std::set<std::string>{"layers", "out.gpkg", "w.gpkg"});
}

TEST_CASE(
    "Layers with features stand from top to bottom as they are drawn, with Chinese titles and true extents") {
    const World &world = published();
    CHECK(ask(world.file, "SELECT table_name, data_type, identifier, min_x, min_y, max_x, max_y, srs_id "
                          "FROM gpkg_contents") ==
          Rows{"league|features|盟市|107.0|40.0|109.0|41.0|4490",
               "canal|features|引水渠道|107.5|40.25|107.75|40.5|4490",
               "high_standard_farmland|features|高标准农田|107.125|40.5|108.51|40.51|4490",
               "banner|features|旗县|107.0|40.0|109.0|41.0|4490",
               "progress|attributes|任务进度|NULL|NULL|NULL|NULL|0",
               "layer_styles|attributes|layer_styles|NULL|NULL|NULL|NULL|0"});
    CHECK(ask(world.file, "SELECT table_name, geometry_type_name FROM gpkg_geometry_columns") ==
          Rows{"league|MULTIPOLYGON", "canal|MULTILINESTRING", "high_standard_farmland|MULTIPOLYGON",
               "banner|MULTIPOLYGON"});
    CHECK(ask(world.file,
              "SELECT table_name, feature_count FROM gpkg_ogr_contents WHERE table_name = 'canal'") ==
          Rows{"canal|1"});
}

TEST_CASE("Features keep their ids and values, and the spatial index finds them") {
    const World &world = published();
    CHECK(ask(world.file, "SELECT fid, project_code, project_name, admin_code, year, stage, construction, "
                          "accepted_on FROM high_standard_farmland") ==
          Rows{"1|甲-1|临河“示范”田|150802|2023|accepted|new|2023-05-01",
               "2|甲-1|临河“示范”田|150802|2023|approved|new|2023-05-01"});
    CHECK(ask(world.file, "SELECT id FROM rtree_high_standard_farmland_geom WHERE minx > 108") == Rows{"2"});
    CHECK(ask(world.file, "SELECT count(*) FROM rtree_banner_geom") == Rows{"2"});
    CHECK(ask(world.file, "SELECT project_code FROM canal") == Rows{"NULL"});
}

TEST_CASE("Banners and leagues carry their figures, and only those that there are") {
    const World &world = published();
    CHECK(ask(world.file, "SELECT code, name, league, percent, percent_shown, target, done, remaining, "
                          "hsf_built_done, hsf_built_target, hsf_built_percent FROM banner") ==
          Rows{"150802|临河区|150800|75.0|75.0|8.0|6.0|2.0|6.0|8.0|75.0",
               "150821|五原县|150800|NULL|NULL|NULL|0.0|NULL|0.0|NULL|NULL"});
    CHECK(ask(world.file, "SELECT code, name, percent FROM league") == Rows{"150800|巴彦淖尔市|50.0"});
    CHECK(ask(world.file, "SELECT name FROM pragma_table_info('banner') WHERE name LIKE 'nothing%'").empty());
}

TEST_CASE("The progress table has every row once, the region at its head") {
    const World &world = published();
    CHECK(ask(world.file, "SELECT indicator, indicator_name, level, admin, target, done FROM progress") ==
          Rows{"hsf.built|高标准农田建成面积|region|150000|395.0|6.0",
               "hsf.built|高标准农田建成面积|league|150800|12.0|6.0",
               "hsf.built|高标准农田建成面积|banner|150802|8.0|6.0",
               "hsf.built|高标准农田建成面积|banner|150821|NULL|0.0",
               "nothing.yet|nothing.yet|banner|150802|NULL|0.0"});
    CHECK(ask(world.file,
              "SELECT target_shown, done_shown, percent_shown FROM progress WHERE admin = '150802'") ==
          Rows{"8.00|6.00|75.0", "NULL|0.00|NULL"});
}

TEST_CASE("Reviews on record become a column with its list, a style and a theme") {
    World world;
    const auto &layer = world.catalogue.layer("high_standard_farmland");
    world.workspace.transaction({"test"}, [&](workspace::Edit &edit) {
        workspace::Review review;
        review.reviewer = "王建国";
        review.date = "2023-11-01";
        REQUIRE(workspace::review(edit, layer, {1}, review).empty());
    });
    world.write(world.file);
    CHECK(ask(world.file, "SELECT fid, review FROM high_standard_farmland") == Rows{"1|banner", "2|none"});
    CHECK(
        ask(world.file, "SELECT styleName FROM layer_styles WHERE f_table_name = 'high_standard_farmland'") ==
        Rows{"阶段", "建设性质", "审核状态"});
    CHECK(project_of(world.file).find("<visibility-preset name=\"审核状态\"") != std::string::npos);
    CHECK(project_of(published().file).find("<visibility-preset name=\"审核状态\"") == std::string::npos);
}

TEST_CASE("One layer can be exported alone, with the banners around it") {
    const World world;
    exchange::write_geopackage(world.file, world.workspace, world.catalogue, figures(),
                               support::source("styles"), false, {"canal"});
    CHECK(ask(world.file,
              "SELECT table_name FROM gpkg_contents WHERE table_name <> 'layer_styles' ORDER BY rowid") ==
          Rows{"league", "canal", "banner", "progress"});
    CHECK(project_of(world.file).find("high_standard_farmland") == std::string::npos);
}

TEST_CASE("With SOURCE_DATE_EPOCH the same input gives the same bytes and that time") {
    const World world;
    const PinnedClock clock("1700000000");         // date -u -d @1700000000
    fs::create_directories(world.folder / "twin"); // the project names its file
    world.write(world.folder / "a.gpkg");
    world.write(world.folder / "twin/a.gpkg");
    CHECK(support::read_file(world.folder / "a.gpkg") == support::read_file(world.folder / "twin/a.gpkg"));
    CHECK(ask(world.folder / "a.gpkg",
              "SELECT DISTINCT last_change FROM gpkg_contents UNION "
              "SELECT update_time FROM layer_styles") == Rows{"2023-11-14T22:13:20.000Z"});
}

TEST_CASE("An existing file is replaced only when asked to, and never the workspace or one in use") {
    const World world;
    support::write_file(world.file, "somebody's");
    CHECK(world.refusal([&] { world.write(world.file); }).kind() == ErrorKind::refused);
    CHECK(support::read_file(world.file) == "somebody's");
    support::write_file(world.folder / "out.gpkg-wal", "unsaved");
    CHECK(world.refusal([&] { world.write(world.file, true); }).kind() == ErrorKind::refused);
    CHECK(support::read_file(world.file) == "somebody's");
    fs::remove(world.folder / "out.gpkg-wal");
    world.write(world.file, true);
    CHECK(ask(world.file, "SELECT count(*) FROM banner") == Rows{"2"});

    const std::string workspace = support::read_file(world.folder / "w.gpkg");
    CHECK(world.refusal([&] { world.write(world.folder / "w.gpkg", true); }).kind() == ErrorKind::refused);
    CHECK(world.refusal([&] { world.write(world.folder / "none/out.gpkg"); }).kind() == ErrorKind::refused);
    CHECK(support::read_file(world.folder / "w.gpkg") == workspace);
}

TEST_CASE("What an editor typed where a number belongs is named, and nothing is left") {
    const World world;
    {
        const std::unique_ptr<GDALDataset> editor(
            GDALDataset::Open((world.folder / "w.gpkg").c_str(), GDAL_OF_VECTOR | GDAL_OF_UPDATE));
        REQUIRE(editor);
        editor->ReleaseResultSet(editor->ExecuteSQL("UPDATE canal SET year = '去年'", nullptr, nullptr));
    }
    const Error error = world.refusal([&] { world.write(world.file); });
    CHECK(error.kind() == ErrorKind::refused);
    for (const char *named : {"canal", "year", "去年"})
        CHECK(std::string(error.what()).find(named) != std::string::npos);
    CHECK_FALSE(fs::exists(world.file));
}
