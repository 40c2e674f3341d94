#include "exported_world.h"

#include <qitu/output/qgis/workspace_project.h>

#include <catch2/catch.hpp>

using namespace exported;

TEST_CASE("The project within the file is as QGIS stores it, with relative paths and no macro") {
    const World &world = published();
    // written down from a file in which QGIS 3.22 had saved a project
    CHECK(ask(world.file, "SELECT sql FROM sqlite_master WHERE name = 'qgis_projects'") ==
          Rows{"CREATE TABLE qgis_projects(name TEXT PRIMARY KEY, metadata BLOB, content BLOB)"});
    CHECK(ask(world.file,
              "SELECT name, typeof(metadata), typeof(content), substr(content, 1, 8) FROM qgis_projects") ==
          Rows{"旗图|text|text|504b0304"});
    const std::string text = project_of(world.file);
    CHECK(text.find("<datasource>./out.gpkg|layername=high_standard_farmland</datasource>") !=
          std::string::npos);
    CHECK(text.find(world.folder.path().string()) == std::string::npos);
    CHECK(text.find("/home") == std::string::npos);
    CHECK(text.find("Macros") == std::string::npos);
}

TEST_CASE(
    "A workspace's project is made anew when the file was renamed, and never over one saved from QGIS") {
    World world;
    const auto keep = [&](workspace::Workspace &workspace, qgis::Keep how) {
        return qgis::keep_project(workspace, {"test"}, world.catalogue, support::source("styles"), how);
    };
    const fs::path file = world.workspace.file();
    CHECK(keep(world.workspace, qgis::Keep::when_stale));
    CHECK_FALSE(keep(world.workspace, qgis::Keep::when_stale));
    CHECK(qgis::project_refers_to(file) == "w.gpkg");
    CHECK(project_of(file).find("./w.gpkg|layername=well") != std::string::npos); // empty, to be drawn into

    const fs::path renamed = world.folder / "renamed.gpkg";
    fs::copy_file(file, renamed);
    CHECK(qgis::project_refers_to(renamed) == "w.gpkg");
    auto workspace = workspace::Workspace::open(renamed);
    CHECK(keep(workspace, qgis::Keep::when_stale));
    CHECK(qgis::project_refers_to(renamed) == "renamed.gpkg");
    CHECK(project_of(renamed).find("./w.gpkg") == std::string::npos);

    change(renamed,
           "UPDATE qgis_projects SET metadata = '{\"last_modified_user\": \"wang\"}', content = '00'");
    fs::copy_file(renamed, world.folder / "third.gpkg");
    auto third = workspace::Workspace::open(world.folder / "third.gpkg");
    CHECK_FALSE(keep(third, qgis::Keep::when_stale));
    CHECK(world.refusal([&] { keep(third, qgis::Keep::anew); }).kind() == ErrorKind::refused);
    CHECK(ask(third.file(), "SELECT content FROM qgis_projects") == Rows{"00"});
    CHECK(keep(third, qgis::Keep::over_edits));
    CHECK(project_of(third.file()).find("./third.gpkg") != std::string::npos);
}

TEST_CASE("Styles that people keep in a workspace stay when its project is made anew") {
    World world;
    qgis::keep_project(world.workspace, {"test"}, world.catalogue, support::source("styles"),
                       qgis::Keep::anew);
    const fs::path file = world.workspace.file();
    const Rows before = ask(file, "SELECT count(*) FROM layer_styles");
    change(file, "INSERT INTO layer_styles (f_table_name, styleName, useAsDefault, owner) "
                 "VALUES ('canal', '我的', 1, 'wang')");
    qgis::keep_project(world.workspace, {"test"}, world.catalogue, support::source("styles"),
                       qgis::Keep::anew);
    CHECK(ask(file, "SELECT styleName FROM layer_styles WHERE f_table_name = 'canal' AND useAsDefault") ==
          Rows{"我的"});
    CHECK(ask(file, "SELECT count(*) - 1 FROM layer_styles") == before);
}
