// Rules that hold features against each other and against what lies around them.
#include "parcels.h"

#include <qitu/core/base/error.h>

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <vector>

using namespace qitu;
using namespace qitu::validation;
using namespace parcels;

namespace {

constexpr std::size_t banner_field = 2, year_field = 3;

Feature of_year(Feature feature, int year) {
    return with(std::move(feature), year_field, std::int64_t{year});
}

// Two banners side by side, west and east of 107.5° E.
Surroundings two_banners() {
    return {{{"150802", wkb(box(107, 40, 107.5, 41))}, {"150821", wkb(box(107.5, 40, 108, 41))}}, {}, {}};
}

Surroundings with_other(std::vector<Feature> features) {
    Surroundings around;
    around.other = [features = std::move(features)](const catalogue::Layer &) { return stream(features); };
    return around;
}

// A feature of slope_class with its class.
Feature slope(const std::string &wkt, const char *code) {
    const catalogue::Layer &layer = programme().layer("slope_class");
    Feature made;
    made.id = 1;
    made.values.resize(layer.fields.size());
    made.values.at(static_cast<std::size_t>(layer.index_of("slope"))) = std::string(code);
    made.wkb = wkb(wkt);
    return made;
}

Feature redline(const std::string &wkt) {
    Feature made;
    made.id = 1;
    made.values.resize(programme().layer("ecological_redline").fields.size());
    made.wkb = wkb(wkt);
    return made;
}

} // namespace

TEST_CASE("What two features have in common is measured and drawn, and touching is no overlap") {
    const auto inspected =
        inspect(layer({{"overlap", "warning", 1.0}}),
                {feature(1, box(107, 40.8, 107.01, 40.81)), feature(2, box(107.01, 40.8, 107.02, 40.81)),
                 feature(3, box(107.019, 40.805, 107.03, 40.82))});
    REQUIRE(found(inspected) == Found{"overlap 3"});
    const Finding &finding = inspected.findings[0];
    CHECK(*finding.measured == Approx(cell_m2(0.001, 40.805, 40.81)).epsilon(1e-7));
    CHECK(finding.project == "P3");
    CHECK(finding.layer == "field_block");
    REQUIRE(finding.place);
    CHECK((finding.place->x > 107.019 && finding.place->x < 107.02));
    CHECK(repaired(finding.wkb, catalogue::GeometryType::polygon).after_m2 ==
          Approx(*finding.measured).epsilon(1e-9));
    CHECK(finding.message.en.find("feature 2 (P2)") != std::string::npos);
    CHECK(finding.message.zh.find("要素 2（P2）") != std::string::npos);
}

TEST_CASE("An overlap below the limit is none") {
    // 1e-6° by 0.01°: about 0.084 m by 1110 m, 94 m²
    const std::vector<Feature> features{feature(1, box(107, 40.8, 107.010001, 40.81)),
                                        feature(2, box(107.01, 40.8, 107.02, 40.81))};
    CHECK(inspect(layer({{"overlap", "warning", 95.0}}), features).findings.empty());
    CHECK(found(inspect(layer({{"overlap", "warning", 92.0}}), features)) == Found{"overlap 2"});
}

TEST_CASE("The same figure twice is a duplicate and no overlap") {
    CHECK(found(inspect(layer({{"overlap", "warning", 1.0}}),
                        {feature(1, parcel(107)), feature(2, parcel(107))})) ==
          Found{"geometry.duplicate 2"});
}

TEST_CASE("Land of an earlier year is built again by the later one, whichever comes first in the file") {
    const auto rules =
        std::vector<catalogue::Rule>{{"overlap", "warning", 1.0}, {"overlap.earlier_year", "error", 1.0}};
    const auto inspected =
        inspect(layer(rules), {of_year(feature(1, box(107, 40.8, 107.01, 40.81)), 2023),
                               of_year(feature(2, box(107.009, 40.8, 107.02, 40.81)), 2021),
                               of_year(feature(3, box(107.019, 40.8, 107.03, 40.81)), 2021)});
    REQUIRE(found(inspected) == Found{"overlap 3", "overlap.earlier_year 1"});
    CHECK(inspected.findings[1].severity == Severity::error);
    CHECK(*inspected.findings[1].measured == Approx(cell_m2(0.001, 40.8, 40.81)).epsilon(1e-7));
    CHECK(inspected.findings[1].message.en.find("built in 2021") != std::string::npos);
}

TEST_CASE("What is drawn again just so in a later year is built again") {
    const auto rules = std::vector<catalogue::Rule>{{"overlap", "warning", 1.0},
                                                    {"overlap.earlier_year", "error", 1.0},
                                                    {"geometry.duplicate", "off", {}}};
    const std::string wkt = box(107, 40.8, 107.01, 40.81);
    const auto later =
        inspect(layer(rules), {of_year(feature(1, wkt), 2021), of_year(feature(2, wkt), 2023)});
    REQUIRE(found(later) == Found{"overlap.earlier_year 2"});
    CHECK(*later.findings[0].measured == Approx(cell_m2(0.01, 40.8, 40.81)).epsilon(1e-7));
    CHECK(inspect(layer(rules), {of_year(feature(1, wkt), 2023), of_year(feature(2, wkt), 2023)})
              .findings.empty());
}

TEST_CASE("Features that are there already are held against new ones, and are not judged themselves") {
    Surroundings around;
    around.present = stream({of_year(feature(7, box(107.005, 40.8, 107.02, 40.81)), 2021),
                             of_year(feature(8, box(107.015, 40.8, 107.03, 40.81)), 2021),
                             feature(9, parcel(108)), feature(10, parcel(115))});
    const auto inspected =
        inspect(layer({{"overlap", "warning", 1.0}, {"overlap.earlier_year", "warning", 1.0}}),
                {of_year(feature(1, parcel(107)), 2023), feature(2, parcel(108))}, around);
    REQUIRE(found(inspected) == Found{"geometry.duplicate 2", "overlap.earlier_year 1"});
    CHECK(inspected.findings[0].message.en.find("feature 9 of the workspace") != std::string::npos);
    CHECK(inspected.findings[1].message.en.find("feature 7 of the workspace") != std::string::npos);
    CHECK(inspected.features == 2);
    around.present = stream({of_year(feature(7, box(107.005, 40.8, 107.02, 40.81)), 2025)});
    const auto later = inspect(layer({{"overlap.earlier_year", "warning", 1.0}}),
                               {of_year(feature(1, parcel(107)), 2023)}, around);
    REQUIRE(found(later) == Found{"overlap.earlier_year 1"});
    CHECK(later.findings[0].message.en.find("of 2023, are built again in 2025") != std::string::npos);
}

TEST_CASE("An invalid feature is held against its neighbours as what it is when made valid") {
    const auto inspected = inspect(layer({{"overlap", "warning", 1.0}}),
                                   {feature(1, "POLYGON((107 40,108 41,108 40,107 41,107 40))"),
                                    feature(2, box(107.9, 40.45, 108.1, 40.55))});
    REQUIRE(found(inspected) == Found{"geometry.invalid 1", "overlap 2"});
    CHECK(*inspected.findings[1].measured == Approx(cell_m2(0.1, 40.45, 40.55)).epsilon(1e-7));
}

TEST_CASE("A gap is found between square ends, and where a third one fills only a part of it") {
    const auto type = layer({{"gap", "warning", 1.0}});
    const auto closed = inspect(
        type,
        {feature(1, box(107.4, 40.85, 107.401, 40.856)),
         feature(2, "POLYGON((107.401 40.85,107.402 40.85,107.402 40.856,107.401 40.856,107.401 40.8555,"
                    "107.401006 40.8555,107.401006 40.8505,107.401 40.8505,107.401 40.85))")});
    REQUIRE(found(closed) == Found{"gap 2"});
    CHECK(*closed.findings[0].measured == Approx(0.506).margin(0.002));
    const auto partly = inspect(type, {feature(1, box(107.4, 40.85, 107.401, 40.851)),
                                       feature(2, box(107.401006, 40.85, 107.402, 40.851)),
                                       feature(3, box(107.401, 40.85, 107.401006, 40.8502))});
    REQUIRE(found(partly) == Found{"gap 2"});
}

TEST_CASE("A narrow opening between neighbours is a gap, a wide one and one that is filled are none") {
    const double half_metre = 0.5 / metres_per_degree_x();
    const auto pair = [](double gap) {
        return std::vector<Feature>{feature(1, box(107, 40.8, 107.01, 40.81)),
                                    feature(2, box(107.01 + gap, 40.802, 107.02, 40.808))};
    };
    const auto type = layer({{"gap", "warning", 1.0}});
    const auto inspected = inspect(type, pair(half_metre));
    REQUIRE(found(inspected) == Found{"gap 2"});
    CHECK(*inspected.findings[0].measured == Approx(0.5).epsilon(1e-3));
    REQUIRE(inspected.findings[0].place);
    CHECK(inspected.findings[0].place->x == Approx(107.01 + half_metre / 2).margin(1e-9));
    CHECK(inspect(type, pair(3 * half_metre)).findings.empty());
    CHECK(inspect(type, pair(0)).findings.empty());

    auto filled = pair(half_metre);
    filled.push_back(feature(3, box(107.01, 40.8, 107.01 + half_metre, 40.81)));
    CHECK(inspect(type, filled).findings.empty());
}

TEST_CASE("A sliver that tapers from a common corner is a gap, the open corner of two fields is none") {
    const double metre = 1 / metres_per_degree_x();
    const auto type = layer({{"gap", "warning", 1.0}});
    // They share the corner at the bottom and are 0.8 m apart at the top, 1110 m away.
    const auto sliver = inspect(
        type,
        {feature(1, box(107, 40.8, 107.01, 40.81)),
         feature(2, fmt::format("POLYGON((107.01 40.8,107.02 40.8,107.02 40.81,{:.12f} 40.81,107.01 40.8))",
                                107.01 + 0.8 * metre))});
    REQUIRE(found(sliver) == Found{"gap 2"});
    CHECK(*sliver.findings[0].measured == Approx(0.8).epsilon(1e-3));
    // Digitised densely: the next vertex after the common corner is 0.7 m away, at right angles.
    const auto corner = inspect(
        type,
        {feature(1, fmt::format("POLYGON((107 40.8,107.01 40.8,{0:.12f} 40.81,107 40.81,107 40.8))", 107.01)),
         feature(2, fmt::format("POLYGON((107.01 40.8,{0:.12f} 40.8,107.02 40.79,107.01 40.79,107.01 40.8))",
                                107.01 + 0.7 * metre))});
    CHECK(corner.findings.empty());
}

TEST_CASE("A straddler's shares are those of its ground, and its banner is where most of it lies") {
    const auto rules = std::vector<catalogue::Rule>{{"declared_banner", "warning", {}},
                                                    {"straddling", "warning", {}},
                                                    {"outside_banners", "warning", {}}};
    const auto in = [](std::int64_t id, double west, double east, const char *banner) {
        return with(feature(id, box(west, 40.8, east, 40.81)), banner_field, std::string(banner));
    };
    const auto inspected = inspect(layer(rules),
                                   {in(1, 107.1, 107.2, "150802"), in(2, 107.49, 107.53, "150802"),
                                    in(3, 107.47, 107.505, "150802"), in(4, 107.97, 108.02, "150821"),
                                    in(5, 107.2, 107.3, "150800"), in(6, 107.3, 107.4, "150900"),
                                    in(7, 107.4, 107.501, "150802")},
                                   two_banners());
    // 1: at home. 2: a quarter at home. 3: a seventh away. 4: two fifths in no banner. 5: its league. 6:
    // another league. 7: 0.99 % away, below the limit.
    REQUIRE(found(inspected) == Found{"outside_banners 4", "declared_banner 2", "declared_banner 6",
                                      "straddling 2", "straddling 3"});
    CHECK(*inspected.findings[0].measured == Approx(40).epsilon(1e-6));
    CHECK(*inspected.findings[1].measured == Approx(25).epsilon(1e-6));
    CHECK(inspected.findings[1].limit == 50);
    CHECK(*inspected.findings[3].measured == Approx(25).epsilon(1e-6));
    CHECK(*inspected.findings[4].measured == Approx(100.0 / 7).epsilon(1e-6));
    CHECK(inspected.findings[1].message.en.find(
              "150821 Wuyuan County 75.0 %, 150802 Linhe District 25.0 %") != std::string::npos);
    CHECK(inspected.findings[1].message.zh.find("150821 五原县 75.0%、150802 临河区 25.0%") !=
          std::string::npos);
}

TEST_CASE("Coordinates outside the box around all banners are outside the region") {
    const auto type = layer({{"outside_region", "error", {}}});
    const auto inspected =
        inspect(type, {feature(1, parcel(107.1)), feature(2, parcel(108.03)), feature(3, parcel(118))},
                two_banners());
    REQUIRE(found(inspected) == Found{"outside_region 3"});
    CHECK(*inspected.findings[0].measured == Approx(118.01 - 108));
    const auto nowhere = inspect(type, {feature(3, parcel(118))});
    CHECK(nowhere.findings.empty());
    REQUIRE(nowhere.unchecked.size() == 1);
    CHECK(nowhere.unchecked[0].first == "outside_region");
}

TEST_CASE("What must not lie upon another layer is measured in square metres, each place once") {
    const auto type = layer({{"exclusive.ecological_redline", "error", 1.0}});
    const std::vector<Feature> features{feature(1, box(107, 40.8, 107.01, 40.81)),
                                        feature(2, box(107.02, 40.8, 107.03, 40.81)),
                                        feature(3, box(107.04, 40.8, 107.05, 40.81))};
    // Two red lines that overlap cover the eastern third of feature 2; one only touches feature 3.
    const auto inspected = inspect(
        type, features,
        with_other({redline(box(107.027, 40.7, 107.035, 40.9)), redline(box(107.028, 40.7, 107.034, 40.9)),
                    redline(box(107.05, 40.8, 107.06, 40.81))}));
    REQUIRE(found(inspected) == Found{"exclusive.ecological_redline 2"});
    CHECK(*inspected.findings[0].measured == Approx(cell_m2(0.003, 40.8, 40.81)).epsilon(1e-7));
    CHECK(inspected.findings[0].severity == Severity::error);
    CHECK(inspected.findings[0].message.zh.find("生态保护红线") != std::string::npos);
}

TEST_CASE("Only the slopes that the rule names exclude") {
    const catalogue::Rule steep{"exclusive.slope_class", "warning", 1.0, {{"slope", {"5"}}}};
    const auto around = [] {
        return with_other(
            {slope(box(107, 40.7, 107.01, 40.9), "4"), slope(box(107.02, 40.7, 107.03, 40.9), "5")});
    };
    const std::vector<Feature> features{feature(1, box(107, 40.8, 107.01, 40.81)),
                                        feature(2, box(107.02, 40.8, 107.03, 40.81))};
    CHECK(found(inspect(layer({steep}), features, around())) == Found{"exclusive.slope_class 2"});
    catalogue::Rule wrong = steep;
    wrong.where = {{"steepness", {"5"}}};
    CHECK_THROWS_AS(inspect(layer({wrong}), features, around()), Error);
}

TEST_CASE("What must lie within another layer is measured by its part outside") {
    const auto type = layer({{"within.ecological_redline", "warning", 5.0}});
    const auto inspected = inspect(
        type,
        {feature(1, box(107, 40.8, 107.1, 40.81)), feature(2, box(107.096, 40.8, 107.106, 40.81)),
         feature(3, box(107.2, 40.8, 107.21, 40.81))},
        with_other({redline(box(106.9, 40.7, 107.05, 40.9)), redline(box(107.05, 40.7, 107.1, 40.9))}));
    REQUIRE(found(inspected) == Found{"within.ecological_redline 2", "within.ecological_redline 3"});
    CHECK(*inspected.findings[0].measured == Approx(60).epsilon(1e-6));
    CHECK(*inspected.findings[1].measured == Approx(100).epsilon(1e-9));
}

TEST_CASE("A layer that is not there, or is empty, leaves its rule unchecked and says so") {
    const auto type = layer({{"within.ecological_redline", "warning", 5.0}});
    const std::vector<Feature> features{feature(1, parcel(107))};
    for (const Surroundings &around : {Surroundings{}, with_other({})}) {
        const auto inspected = inspect(type, features, around);
        CHECK(inspected.findings.empty());
        REQUIRE(inspected.unchecked.size() == 1);
        CHECK(inspected.unchecked[0].first == "within.ecological_redline");
        CHECK(inspected.unchecked[0].second.zh != inspected.unchecked[0].second.en);
    }
}

TEST_CASE("The findings are the same with one thread and with many") {
    std::vector<Feature> features;
    for (int i = 0; i < 400; ++i)
        features.push_back(feature(i, box(107 + 0.0095 * (i % 20), 40.3 + 0.0096 * (i / 20),
                                          107.01 + 0.0095 * (i % 20), 40.31 + 0.0096 * (i / 20))));
    const auto type = layer({{"overlap", "warning", 1.0}, {"straddling", "warning", {}}});
    const auto words = [&](int threads) {
        std::string all;
        InspectionOptions options;
        options.threads = threads;
        for (const Finding &finding : inspect(type, features, two_banners(), options).findings)
            all += fmt::format("{} {} {} {}\n", finding.rule, finding.feature, *finding.measured,
                               finding.message.en);
        return all;
    };
    const std::string one = words(1);
    CHECK(std::count(one.begin(), one.end(), '\n') > 1000);
    CHECK((one == words(3)));
}
