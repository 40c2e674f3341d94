#include "recorded.h"

#include <qitu/data/workspace/review.h>

#include <cstdint>
#include <set>
#include <vector>

using namespace recorded;

TEST_CASE("Reviews follow their order, and a return begins anew") {
    Bench bench(2);
    const auto review = [&](std::vector<std::int64_t> ids, ReviewLevel level, bool returned = false) {
        std::vector<Obstacle> obstacles;
        bench->transaction({"test"}, [&](Edit &edit) {
            obstacles = workspace::review(edit, farmland(), ids, {level, "王", "2026-11-24", "", returned});
        });
        return obstacles.size();
    };
    using enum ReviewLevel;
    CHECK(review({1, 2}, league) == 2);
    CHECK(review({1, 2}, banner) == 0);
    CHECK(review({1}, banner) == 1);
    CHECK(review({1}, region) == 1);
    CHECK(review({1}, region, true) == 1); // it does not lie there yet
    CHECK(review({1, 2}, league) == 0);
    CHECK(review({1}, region) == 0);
    CHECK(reviewed(*bench, farmland(), region) == std::set<std::int64_t>{1});
    CHECK(reviewed(*bench, farmland(), banner) == std::set<std::int64_t>{1, 2});
    CHECK(review({1}, league, true) == 0);
    CHECK(reviewed(*bench, farmland(), banner) == std::set<std::int64_t>{2});
    CHECK(review({1}, league) == 1);
    CHECK(reviews(*bench, farmland(), 1).size() == 4);
}
