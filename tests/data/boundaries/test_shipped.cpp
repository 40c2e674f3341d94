#include "geometry.h"
#include "support/places.h"

#include <qitu/data/boundaries/boundaries.h>

#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

using namespace qitu;
using boundaries::Boundaries;
using look::Geometry;
using look::Geos;
using look::Point;

namespace {

const catalogue::Catalogue &shipped_programme() {
    static const auto loaded = catalogue::Catalogue::load(support::source("layers"));
    return loaded;
}

const Boundaries &shipped() {
    static const Boundaries read = boundaries::shipped(shipped_programme());
    return read;
}

std::vector<Geometry> geometries(const std::vector<workspace::Boundary> &boundaries, Geos &geos) {
    std::vector<Geometry> result;
    for (const workspace::Boundary &boundary : boundaries)
        result.push_back(geos.from(boundary.wkb));
    return result;
}

// The union by GEOS, which is slow enough to be made only once.
struct Region {
    Geos geos;
    Geometry whole = geos.united(geometries(shipped().banners, geos));
};
Region &region() {
    static Region made;
    return made;
}

std::set<std::string> codes(int level) {
    std::set<std::string> result;
    for (const auto &unit : shipped_programme().admin_units())
        if (unit.level == level)
            result.insert(unit.code);
    return result;
}

} // namespace

TEST_CASE("Every banner and league of the catalogue is there once, with its name and league") {
    for (const auto *boundaries : {&shipped().banners, &shipped().leagues}) {
        std::set<std::string> found;
        for (const workspace::Boundary &boundary : *boundaries) {
            const auto *unit = shipped_programme().find_admin(boundary.code);
            REQUIRE(unit != nullptr);
            CHECK(boundary.name == unit->names.zh);
            CHECK(boundary.league == (unit->level == 2 ? unit->parent : ""));
            CHECK(found.insert(boundary.code).second);
        }
        CHECK(found == codes(boundaries == &shipped().banners ? 2 : 1));
    }
}

TEST_CASE("The shipped borders are valid, without overlap, and enclose no gap but the land of Jiagedaqi") {
    auto &[geos, whole] = region();
    double sum = 0;
    for (const Geometry &banner : geometries(shipped().banners, geos)) {
        CHECK(geos.valid(banner));
        sum += geos.area(banner);
    }
    CHECK(std::abs(sum - geos.area(whole)) <= 1e-9 * sum); // overlaps would make the sum the greater
    CHECK(geos.holes(whole) == 1);                         // Jiagedaqi, which Heilongjiang governs
}

TEST_CASE("Neighbours share every vertex of their border: each edge is walked once from either side") {
    auto &[geos, whole] = region();
    std::map<std::pair<Point, Point>, int> walked;
    for (const Geometry &banner : geometries(shipped().banners, geos))
        for (const auto &ring : geos.rings(banner.get()))
            for (std::size_t i = 0; i + 1 < ring.size(); ++i)
                ++walked[std::minmax(ring[i], ring[i + 1])];
    std::size_t shared = 0;
    std::size_t oftener = 0;
    double outer = 0;
    for (const auto &[edge, times] : walked) {
        shared += times == 2 ? 1 : 0;
        oftener += times > 2 ? 1 : 0;
        if (times == 1)
            outer += std::hypot(edge.second.x - edge.first.x, edge.second.y - edge.first.y);
    }
    CHECK(oftener == 0);
    CHECK(shared > 10000);
    // What is walked once is the border of the region and nothing else.
    CHECK(outer == Approx(geos.length(whole)).epsilon(1e-12));
}

TEST_CASE("A league is the union of its banners") {
    Geos geos;
    std::map<std::string, double> sums;
    for (const workspace::Boundary &banner : shipped().banners)
        sums[banner.league] += geos.area(geos.from(banner.wkb));
    for (const workspace::Boundary &league : shipped().leagues) {
        const Geometry whole = geos.from(league.wkb);
        CHECK(geos.valid(whole));
        CHECK(geos.area(whole) == Approx(sums[league.code]).epsilon(1e-12));
    }
}

TEST_CASE("No two shipped banners have area in common", "[long]") {
    Geos geos;
    const auto banners = geometries(shipped().banners, geos);
    for (std::size_t i = 0; i < banners.size(); ++i)
        for (std::size_t k = i + 1; k < banners.size(); ++k)
            if (geos.boxes_meet(banners[i], banners[k]))
                CHECK(geos.area(geos.intersection(banners[i], banners[k])) == 0);
}
