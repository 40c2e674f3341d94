#include "parcels.h"
#include "support/places.h"

#include <qitu/core/base/language.h>

#include <cstdint>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

using namespace qitu;
using namespace qitu::validation;
using namespace parcels;

namespace {

// Before the first sentence is said in both languages.
const bool spoken = (use_language(Language::en, support::build("share/locale")), true);

constexpr std::size_t name_field = 1, parcel_field = 5, area_field = 6, approval = 7, start = 8, finish = 9,
                      acceptance = 10;

Inspected by(catalogue::Rule rule, const std::vector<Feature> &features) {
    return inspect(layer({std::move(rule)}), features);
}

} // namespace

TEST_CASE("docs/rules.md is what the rules say of themselves") {
    std::ifstream stream(support::source("docs/rules.md"), std::ios::binary);
    const std::string page{std::istreambuf_iterator<char>(stream), {}};
    REQUIRE(spoken);
    // Written by "qitu check --rules -o docs/rules.md".
    CHECK((page == rules_page(programme())));
}

TEST_CASE("Every rule has a name and a sentence in both languages, and every rule of the catalogue exists") {
    std::set<std::string> ids;
    for (const Rule &each : rules()) {
        CAPTURE(each.id);
        CHECK(ids.insert(each.id).second);
        for (const Names *names : {&each.names, &each.finds}) {
            CHECK_FALSE(names->en.empty());
            CHECK(names->zh != names->en);
        }
        CHECK((!each.limit || !each.measures.en.empty()));
    }
    for (const catalogue::Layer &layer : programme().layers())
        for (const catalogue::Rule &each : layer.rules) {
            CAPTURE(layer.id, each.id);
            CHECK(rule(each.id) != nullptr);
            if (each.id.starts_with("within.") || each.id.starts_with("exclusive."))
                for (const auto &[field, codes] :
                     each.where) // throws when the layer is unknown, fails when the field is
                    CHECK(programme().layer(each.id.substr(each.id.find('.') + 1)).field(field) != nullptr);
        }
    CHECK(rule("within.soil")->id == "within.LAYER");
    CHECK(rule("within.") == nullptr);
    CHECK(rule("overlapping") == nullptr);
}

TEST_CASE("A rule that nobody knows is said to be unchecked") {
    const auto inspected = by({"overlaps", "error", {}}, {feature(1, parcel(107))});
    REQUIRE(inspected.unchecked.size() == 1);
    CHECK(inspected.unchecked[0].first == "overlaps");
}

TEST_CASE("A spike is measured on the ground, at its tip") {
    // Half the base over the height is 0.0001 · 84.3 km / (0.01 · 111 km): under 0.87°, and the angle at the
    // tip is twice its arc tangent.
    const std::string needle = "POLYGON((107 40.8,107.0002 40.8,107.0001 40.81,107 40.8))";
    const double height = 0.01 * 111044.0; // m of a degree of the meridian between 40.8 and 40.81, to 1e-4
    const double degrees = 2 * std::atan(0.0001 * metres_per_degree_x() / height) * 180 / std::numbers::pi;
    const auto inspected = by({"spike", "warning", 1.0}, {feature(1, needle), feature(2, parcel(108))});
    REQUIRE(found(inspected) == Found{"spike 1"});
    CHECK(*inspected.findings[0].measured == Approx(degrees).epsilon(2e-3));
    CHECK(inspected.findings[0].place == geodesy::Point{107.0001, 40.81});
    CHECK(inspected.findings[0].limit == 1.0);
    CHECK(by({"spike", "warning", 0.8}, {feature(1, needle)}).findings.empty());
    CHECK(by({"spike", "off", 1.0}, {feature(1, needle)}).findings.empty());
}

TEST_CASE("A needle that leaves a square and comes back is a spike though the square is none") {
    const auto inspected =
        by({"spike", "warning", 1.0},
           {feature(1, "POLYGON((107 40.8,107.01 40.8,107.01 40.81,107.00502 40.81,107.00501 40.815,107.005 "
                       "40.81,107 40.81,107 40.8))")});
    REQUIRE(found(inspected) == Found{"spike 1"});
    CHECK(inspected.findings[0].place == geodesy::Point{107.00501, 40.815});
}

TEST_CASE("Points are counted, all rings together") {
    const std::string holed = "POLYGON((107 40,108 40,108 41,107 41,107 40),(107.2 40.2,107.4 40.2,107.4 "
                              "40.4,107.2 40.2))"; // 5 and 4
    CHECK(by({"too_many_points", "warning", 9.0}, {feature(1, holed)}).findings.empty());
    const auto inspected = by({"too_many_points", "warning", 8.0}, {feature(1, holed)});
    REQUIRE(found(inspected) == Found{"too_many_points 1"});
    CHECK(inspected.findings[0].measured == 9);
}

TEST_CASE("The border between the zones of 108° and 111° is 109.5°") {
    const auto inspected = by({"zone_crossed", "warning", {}}, {feature(1, box(109.4, 40, 109.49, 41)),
                                                                feature(2, box(109.4, 40, 109.51, 41))});
    REQUIRE(found(inspected) == Found{"zone_crossed 2"});
    CHECK(inspected.findings[0].message.en.find("108° to that of 111°") != std::string::npos);
}

TEST_CASE("Dates must follow each other; what is missing is passed over") {
    const auto dated = [](std::int64_t id, const char *approved, const char *started, const char *finished,
                          const char *accepted) {
        Feature made = feature(id, parcel(107 + 0.1 * static_cast<double>(id)));
        const auto put = [&](std::size_t field, const char *date) {
            if (date != nullptr)
                made.values[field] = std::string(date);
        };
        put(approval, approved);
        put(start, started);
        put(finish, finished);
        put(acceptance, accepted);
        return made;
    };
    const auto inspected =
        by({"date_order", "warning", {}}, {dated(1, "2023-01-05", "2023-03-01", "2023-09-30", "2023-11-01"),
                                           dated(2, "2023-01-05", "2023-01-05", nullptr, "2023-01-05"),
                                           dated(3, "2023-03-01", "2023-02-27", nullptr, nullptr),
                                           dated(4, "2023-06-01", nullptr, nullptr, "2022-06-01"),
                                           dated(5, nullptr, nullptr, nullptr, nullptr)});
    REQUIRE(found(inspected) == Found{"date_order 3", "date_order 4"});
    CHECK(inspected.findings[0].measured == 2);
    CHECK(inspected.findings[1].measured == 365);
    CHECK(inspected.findings[0].message.en.find("2023-02-27") != std::string::npos);
}

TEST_CASE("One project code with two names is two projects; one name many times is one") {
    const auto named = [](std::int64_t id, const char *code, const char *name) {
        return with(with(feature(id, parcel(107 + 0.1 * static_cast<double>(id))), 0, std::string(code)),
                    name_field, std::string(name));
    };
    const auto inspected =
        by({"project.duplicate", "warning", {}},
           {named(1, "A", "east"), named(2, "A", "east"), named(3, "A", "west"), named(4, "B", "west")});
    REQUIRE(found(inspected) == Found{"project.duplicate 3"});
    CHECK(inspected.findings[0].message.en.find("feature 1") != std::string::npos);
}

TEST_CASE("A parcel number counts once within its project") {
    const auto numbered = [](std::int64_t id, const char *code, const char *number) {
        return with(with(feature(id, parcel(107 + 0.1 * static_cast<double>(id))), 0, std::string(code)),
                    parcel_field, std::string(number));
    };
    CHECK(found(by({"parcel.duplicate", "warning", {}},
                   {numbered(1, "A", "1"), numbered(2, "B", "1"), numbered(3, "A", "2"),
                    numbered(4, "A", "1"), numbered(5, "A", ""), numbered(6, "A", "")})) ==
          Found{"parcel.duplicate 4"});
}

TEST_CASE("What an editor typed into a column of numbers or dates is found") {
    const auto inspected =
        inspect(layer({}), {with(feature(1, parcel(107)), area_field, std::string("many")),
                            with(feature(2, parcel(108)), start, std::string("May")),
                            with(feature(3, parcel(109)), start, std::string("2023-05-01"))});
    CHECK(found(inspected) == Found{"field.value 1", "field.value 2"});
}

TEST_CASE("Declared area is held against the area on the ellipsoid, in its own unit") {
    const double mu = cell_m2(0.01, 40.8, 40.81) / (10000.0 / 15);
    const auto declared = [](std::int64_t id, double value) {
        return with(feature(id, parcel(107 + 0.1 * static_cast<double>(id))), area_field, value);
    };
    const auto inspected = by({"declared_area", "warning", 5.0},
                              {declared(1, mu * 1.049), declared(2, mu * 1.051), declared(3, mu * 0.9),
                               declared(4, mu * 10000 / 15), feature(5, parcel(110))});
    REQUIRE(found(inspected) == Found{"declared_area 2", "declared_area 3", "declared_area 4"});
    CHECK(*inspected.findings[0].measured == Approx(5.1).epsilon(1e-4));
    CHECK(*inspected.findings[1].measured == Approx(10).epsilon(1e-4));
    CHECK(inspected.findings[0].message.zh.find("亩") != std::string::npos);
}

TEST_CASE("A feature below the least area is too small") {
    // 1e-5° by 1e-5°: 0.843 m by 1.110 m
    const auto inspected =
        by({"too_small", "warning", 0.95}, {feature(1, box(107, 40.8, 107.00001, 40.80001)),
                                            feature(2, box(107, 40.9, 107.00002, 40.90001))});
    REQUIRE(found(inspected) == Found{"too_small 1"});
    CHECK(*inspected.findings[0].measured == Approx(cell_m2(1e-5, 40.8, 40.80001)).epsilon(1e-3));
}

TEST_CASE("Repair quarantines what it would change by more than the limit, and mends the rest") {
    // Nested shells: linework takes the inner one for a hole of 4 % of the whole, structure fills it.
    const std::string nested =
        "MULTIPOLYGON(((107 40,108 40,108 41,107 41,107 40)),((107.2 40.2,107.4 40.2,107.4 40.4,107.2 "
        "40.4,107.2 40.2)))";
    const std::string bow_tie = "POLYGON((109 40,110 41,110 40,109 41,109 40))";
    const double hole = cell_m2(0.2, 40.2, 40.4);
    const double change = 100 * hole / (cell_m2(1, 40, 41) - hole);
    const auto repair = [&](double limit) {
        InspectionOptions options;
        options.repair = true;
        return inspect(layer({{"geometry.invalid", "error", limit}}),
                       {feature(1, nested), feature(2, bow_tie)}, {}, options);
    };
    const auto strict = repair(change - 0.01);
    REQUIRE(found(strict) == Found{"geometry.invalid 1"});
    CHECK(strict.findings[0].severity == Severity::warning);
    CHECK(*strict.findings[0].measured == Approx(change).epsilon(1e-6));
    REQUIRE(strict.mended.size() == 2);
    CHECK((strict.mended[0].quarantined && !strict.mended[1].quarantined));
    CHECK(strict.mended[0].position == 0);
    const auto lenient = repair(change + 0.01);
    CHECK(lenient.findings.empty());
    CHECK_FALSE(lenient.mended[0].quarantined);
}
