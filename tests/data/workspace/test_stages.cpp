#include "recorded.h"

#include <qitu/data/workspace/stages.h>

#include <cstdint>
#include <vector>

using namespace recorded;

TEST_CASE("A stage follows the one before, and goes back with a reason only, for all or for none") {
    Bench bench(3);
    const auto advance = [&](std::vector<std::int64_t> ids, const char *stage, const char *reason = "") {
        std::vector<Obstacle> obstacles;
        bench->transaction({"test"}, [&](Edit &edit) {
            obstacles = workspace::advance(edit, catalogue_of_qitu(), farmland(), ids, stage, reason);
        });
        return obstacles;
    };
    CHECK(advance({1, 2}, "under_construction").empty());
    const auto against = advance({1, 2, 3}, "accepted");
    REQUIRE(against.size() == 1);
    CHECK(against[0].feature == 3);
    CHECK(against[0].project == "P3");
    CHECK(Other(bench.file()).value("SELECT group_concat(stage, ' ') FROM high_standard_farmland") ==
          "under_construction under_construction approved");
    CHECK(advance({1}, "approved").size() == 1);
    CHECK(advance({1}, "approved", "work stopped").empty());
    CHECK(advance({1}, "approved", "work stopped").size() == 1); // is there already
}
