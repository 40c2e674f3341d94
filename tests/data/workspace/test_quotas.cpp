#include "made.h"

#include <qitu/core/base/units.h>
#include <qitu/data/workspace/quotas.h>

using namespace made;

TEST_CASE("A quota of the same place and year is replaced, and the version before it kept") {
    const Folder folder;
    Workspace workspace = make(folder / "w.gpkg");
    workspace.transaction({"test"}, [&](Edit &edit) {
        set_quota(edit, {"hsf.built", "150802", 2023, 10, Unit::wan_mu, "函", false});
        set_quota(edit, {"hsf.built", "150802", 2023, 12.5, Unit::mu, "函2", true});
    });
    const Workspace again = Workspace::open(folder / "w.gpkg", true);
    REQUIRE(quotas(again).size() == 1);
    CHECK(quotas(again)[0].value == 12.5);
    CHECK(quotas(again)[0].unit == Unit::mu);
    CHECK(quotas(again)[0].illustrative);
    REQUIRE(quota_versions(again).size() == 2);
    CHECK(quota_versions(again)[0].quota.value == 10);
}
