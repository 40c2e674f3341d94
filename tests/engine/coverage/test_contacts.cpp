#include <qitu/core/geodesy/geodesy.h>
#include <qitu/core/geometry/wkb.h>
#include <qitu/engine/coverage/contacts.h>

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <geos_c.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <mutex>
#include <numbers>
#include <random>
#include <span>
#include <string>
#include <vector>

using namespace qitu;
using coverage::Contacts;

namespace {

using Bytes = std::vector<std::byte>;

// GEOS as the other hand: it writes the WKB and knows what two polygons have in common.
class Hand {
  public:
    Hand() : context_(GEOS_init_r(), GEOS_finish_r) {}
    using Geometry = std::unique_ptr<GEOSGeometry, std::function<void(GEOSGeometry *)>>;

    Geometry own(GEOSGeometry *geometry) const {
        return {geometry, [this](GEOSGeometry *old) { GEOSGeom_destroy_r(context_.get(), old); }};
    }
    Geometry from(const std::string &wkt) const {
        GEOSWKTReader *reader = GEOSWKTReader_create_r(context_.get());
        GEOSGeometry *geometry = GEOSWKTReader_read_r(context_.get(), reader, wkt.c_str());
        GEOSWKTReader_destroy_r(context_.get(), reader);
        return own(geometry);
    }
    Bytes wkb(const Geometry &geometry) const {
        std::size_t size = 0;
        unsigned char *raw = GEOSGeomToWKB_buf_r(context_.get(), geometry.get(), &size);
        Bytes bytes(size);
        std::memcpy(bytes.data(), raw, size);
        GEOSFree_r(context_.get(), raw);
        return bytes;
    }
    Geometry both(const Geometry &a, const Geometry &b) const {
        return own(GEOSIntersection_r(context_.get(), a.get(), b.get()));
    }
    double common(const Geometry &a, const Geometry &b) const { return area(both(a, b)); }
    double area(const Geometry &geometry) const {
        double area = 0;
        GEOSArea_r(context_.get(), geometry.get(), &area);
        return area;
    }
    Geometry from(const Bytes &wkb) const {
        return own(GEOSGeomFromWKB_buf_r(context_.get(), reinterpret_cast<const unsigned char *>(wkb.data()),
                                         wkb.size()));
    }
    double apart(const Geometry &a, const Geometry &b) const {
        return area(own(GEOSSymDifference_r(context_.get(), a.get(), b.get())));
    }
    bool valid(const Geometry &geometry) const { return GEOSisValid_r(context_.get(), geometry.get()) == 1; }
    bool contains(const Geometry &geometry, geodesy::Point p) const {
        const Geometry point = own(GEOSGeom_createPointFromXY_r(context_.get(), p.x, p.y));
        return GEOSContains_r(context_.get(), geometry.get(), point.get()) == 1;
    }

  private:
    std::unique_ptr<GEOSContextHandle_HS, void (*)(GEOSContextHandle_t)> context_;
};

std::string triangle(std::mt19937 &random) {
    std::uniform_real_distribution<double> at(0, 0.1);
    std::uniform_real_distribution<double> side(0.001, 0.01);
    const double x = 107 + at(random);
    const double y = 40 + at(random);
    return fmt::format("POLYGON(({0} {1},{2} {1},{3} {4},{0} {1}))", x, y, x + side(random), x + side(random),
                       y + side(random));
}

// A star with so many points, some of them on a grid that others have too, and a hole in its middle or none.
std::string star(std::mt19937 &random, int points, bool hole) {
    std::uniform_real_distribution<double> at(0, 0.02);
    std::uniform_real_distribution<double> far(0.002, 0.01);
    const double x = 107 + at(random);
    const double y = 40 + at(random);
    std::string ring;
    std::string first;
    for (int i = 0; i < points; ++i) {
        const double angle = 2 * std::numbers::pi * i / points;
        const double radius = far(random);
        double px = x + radius * std::cos(angle);
        double py = y + radius * std::sin(angle);
        if (random() % 3 == 0) {
            px = std::round(px * 1000) / 1000;
            py = std::round(py * 1000) / 1000;
        }
        const std::string corner = fmt::format("{} {}", px, py);
        first = i == 0 ? corner : first;
        ring += corner + ",";
    }
    const std::string inner = hole ? fmt::format(",({0} {1},{0} {3},{2} {3},{2} {1},{0} {1})", x - 5e-4,
                                                 y - 5e-4, x + 5e-4, y + 5e-4)
                                   : std::string();
    return fmt::format("POLYGON(({}{}){})", ring, first, inner);
}

constexpr auto all = [](std::uint32_t, std::uint32_t) { return true; };

struct Found {
    std::vector<Contacts::Overlap> overlaps; // by number
    std::vector<Contacts::Gap> gaps;
};

Found look(const Contacts &contacts, const Contacts::Asked &asked, int threads = 0) {
    Found found;
    std::mutex taking;
    const auto take = [&](std::span<Contacts::Overlap> some) {
        const std::scoped_lock lock(taking);
        found.overlaps.insert(found.overlaps.end(), some.begin(), some.end());
    };
    found.gaps = contacts.look(asked, take, threads);
    std::sort(found.overlaps.begin(), found.overlaps.end(),
              [](const auto &x, const auto &y) { return std::pair(x.a, x.b) < std::pair(y.a, y.b); });
    return found;
}

} // namespace

TEST_CASE("Contacts finds the pairs that GEOS finds, each once, with their area") {
    const Hand hand;
    std::mt19937 random(11);
    std::vector<Hand::Geometry> triangles;
    Contacts contacts;
    for (std::uint32_t i = 0; i < 150; ++i) {
        triangles.push_back(hand.from(triangle(random)));
        REQUIRE(contacts.add(geometry::read_wkb(hand.wkb(triangles.back()))) == i);
    }
    const auto found = look(contacts, {all, 0, {}, 0}).overlaps;
    std::size_t next = 0;
    for (std::uint32_t a = 0; a < triangles.size(); ++a)
        for (std::uint32_t b = a + 1; b < triangles.size(); ++b) {
            const double degrees2 = hand.common(triangles[a], triangles[b]);
            if (degrees2 < 1e-14)
                continue;
            REQUIRE(next < found.size());
            CHECK((found[next].a == a && found[next].b == b));
            // 111 036 m by 85 269 m to a square degree at 40.05° N, to 2 in 1000 over this tenth of a degree
            CHECK(found[next].m2 / degrees2 == Approx(111036.0 * 85328.0).epsilon(2e-3));
            ++next;
        }
    CHECK(next > 50);
    CHECK(next == found.size());
    CHECK(look(contacts, {all, 1e9, {}, 0}).overlaps.empty());
    const auto only_first = [](std::uint32_t a, std::uint32_t) { return a == 0; };
    for (const Contacts::Overlap &overlap : look(contacts, {only_first, 0, {}, 0}).overlaps)
        CHECK(overlap.a == 0);
}

TEST_CASE("What two stars have in common is valid, the ground that GEOS finds, with its place inside") {
    const Hand hand;
    std::mt19937 random(23);
    std::vector<Hand::Geometry> stars;
    Contacts contacts;
    while (stars.size() < 120) {
        const int corners = 5 + static_cast<int>(random() % 12);
        const bool holed = random() % 4 == 0;
        Hand::Geometry drawn = hand.from(star(random, corners, holed));
        if (!hand.valid(drawn))
            continue;
        contacts.add(geometry::read_wkb(hand.wkb(drawn)));
        stars.push_back(std::move(drawn));
    }
    const auto found = look(contacts, {all, 0, {}, 0}).overlaps;
    CHECK(found.size() > 500);
    for (const Contacts::Overlap &overlap : found) {
        const Hand::Geometry ground = hand.from(overlap.wkb);
        CHECK(hand.valid(ground));
        CHECK(hand.apart(ground, hand.both(stars[overlap.a], stars[overlap.b])) < 1e-15); // 1e-5 m²
        if (overlap.m2 > 1e-12) // between neighbouring doubles there is no place inside
            CHECK(hand.contains(ground, overlap.place));
    }
}

TEST_CASE("Contacts finds the same in memory and from disk, across the borders of its tiles too") {
    std::mt19937 random(17);
    std::uniform_real_distribution<double> at(0, 1);
    const Hand hand;
    Contacts in_memory;
    Contacts from_disk(1, 0);
    const auto add = [&](double x, double y, double width, double height) {
        const geometry::Shape box = geometry::read_wkb(hand.wkb(hand.from(
            fmt::format("POLYGON(({0} {1},{2} {1},{2} {3},{0} {3},{0} {1}))", x, y, x + width, y + height))));
        REQUIRE(in_memory.add(box) == from_disk.add(box));
    };
    for (int row = 0; row < 30; ++row)
        for (int column = 0; column < 60; ++column) // over six tiles, with gaps of half a metre and overlaps
            add(107.2 + 0.01 * column + (at(random) < 0.2 ? 6e-6 : 0), 40.4 + 0.007 * row,
                0.01 + (at(random) < 0.1 ? 1e-4 : 0), 0.007 - (at(random) < 0.2 ? 5e-6 : 0));
    add(107.1, 40.3, 0.3, 0.2); // over several tiles
    add(107.35, 40.45, 0.3, 0.2);
    add(123.2, 40.45, 0.05, 0.05); // 16° to the east the tiles repeat
    add(107.24, 40.45, 0.05, 0.05);
    for (const int threads : {1, 3}) {
        const auto [near, near_gaps] = look(in_memory, {all, 0, all, 1}, threads);
        const auto [far, far_gaps] = look(from_disk, {all, 0, all, 1}, threads);
        REQUIRE(near.size() == far.size());
        CHECK(near.size() > 200);
        for (std::size_t i = 0; i < near.size(); ++i) {
            CHECK(std::pair(near[i].a, near[i].b) == std::pair(far[i].a, far[i].b));
            CHECK(near[i].m2 == far[i].m2);
            CHECK(near[i].wkb == far[i].wkb);
        }
        REQUIRE(near_gaps.size() == far_gaps.size());
        CHECK(near_gaps.size() > 100);
        for (std::size_t i = 0; i < near_gaps.size(); ++i) {
            CHECK(std::pair(near_gaps[i].a, near_gaps[i].b) == std::pair(far_gaps[i].a, far_gaps[i].b));
            CHECK(near_gaps[i].width_m == far_gaps[i].width_m);
            CHECK(near_gaps[i].place == far_gaps[i].place);
        }
    }
}
