#include "made.h"

#include <qitu/data/workspace/imports.h>

using namespace made;

TEST_CASE("An import is kept with what was understood of its file") {
    const Folder folder;
    Workspace workspace = make(folder / "w.gpkg");
    workspace.transaction({"test"}, [&](Edit &edit) {
        add_import(edit, {"high_standard_farmland", "甲.shp", "d1", "{}", 7});
    });
    const Workspace again = Workspace::open(folder / "w.gpkg", true);
    REQUIRE(imports(again).size() == 1);
    CHECK(imports(again)[0].file == "甲.shp");
    CHECK(imports(again)[0].features == 7);
}
