#include "recorded.h"

#include <qitu/core/base/units.h>
#include <qitu/data/workspace/fork.h>
#include <qitu/data/workspace/quotas.h>

#include <vector>

using namespace recorded;

TEST_CASE("A quota that changed in a fork comes back once, with the versions that it makes here") {
    Bench bench(1);
    const auto set = [](Workspace &workspace, double value) {
        workspace.transaction({"test"}, [&](Edit &edit) {
            set_quota(edit, {"hsf.built", "150800", 2023, value, Unit::wan_mu, "letter", false});
        });
    };
    set(*bench, 10);
    fork(*bench, bench.file("fork.gpkg"), "150802", {{farmland().id, {1}}});
    Workspace there = Workspace::open(bench.file("fork.gpkg"));
    set(there, 12);
    const MergeResult result = merge(*bench, {"qitu merge"}, bench.file("fork.gpkg"), {});
    CHECK(result.applied == 1);
    CHECK(quotas(*bench).at(0).value == 12);
    const std::vector<QuotaVersion> versions = quota_versions(*bench);
    REQUIRE(versions.size() == 2);
    CHECK(versions[1].quota.value == 12);
}
