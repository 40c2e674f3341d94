// The data in layers/ against the document's own figures, typed here by hand from the document.
#include "support/places.h"

#include <qitu/core/base/units.h>
#include <qitu/core/catalogue/catalogue.h>

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <string>

using namespace qitu;
using namespace qitu::catalogue;

namespace {

const Catalogue &programme() {
    static const Catalogue catalogue = Catalogue::load(support::source("layers"));
    return catalogue;
}

struct Target {
    const char *id;
    const char *layer;
    double target;
    Unit unit;
    Measure measure;
    const char *clause;
};

} // namespace

TEST_CASE("The document's targets stand in the catalogue as it gives them") {
    const Target targets[] = {
        {"hsf.built", "high_standard_farmland", 395, Unit::wan_mu, Measure::area, "九"},
        {"black_soil.pilots", "black_soil_pilot", 11, Unit::works, Measure::banners, "九"},
        {"saline.banners", "saline_land_project", 10, Unit::works, Measure::banners, "九"},
        {"grain.high_yield", "high_yield_demo", 300, Unit::wan_mu, Measure::area, "一"},
        {"forage.silage", "forage_base", 1300, Unit::wan_mu, Measure::area, "十"},
        {"forage.grain_to_feed", "forage_base", 212.5, Unit::wan_mu, Measure::area, "十"},
        {"water.rivers", "river_regulation", 20, Unit::works, Measure::works, "十一"},
        {"road.rural", "rural_road", 5000, Unit::kilometre, Measure::length, "三十一"},
        {"supply.border", "rural_water_supply", 820, Unit::works, Measure::works, "三十一"},
        {"toilet.village", "village_sanitation", 60000, Unit::works, Measure::sum, "三十"},
        {"town.industry", "industry_town", 8, Unit::works, Measure::works, "二十五"},
        {"dairy.local", "dairy_workshop", 100, Unit::works, Measure::works, "三"},
        {"park.modern", "agri_park", 1, Unit::works, Measure::works, "二十"},
        {"cluster.industry", "agri_park", 1, Unit::works, Measure::works, "二十"},
        {"facility.base", "facility_agriculture", 7, Unit::works, Measure::works, "四"},
        {"zone.innovation", "innovation_zone", 3, Unit::works, Measure::works, "六、十三、十四"},
        {"river.revival", "river_revival", 2, Unit::works, Measure::works, "十六"},
        {"farm.sheep", "livestock_farm", 400, Unit::works, Measure::works, "五"},
    };
    for (const Target &expected : targets) {
        CAPTURE(expected.id);
        const Indicator &indicator = programme().indicator(expected.id);
        CHECK(indicator.layer == expected.layer);
        CHECK(indicator.target == expected.target);
        CHECK(indicator.target_year == 2023);
        CHECK(indicator.unit == expected.unit);
        CHECK(indicator.measure == expected.measure);
        CHECK(indicator.clause == expected.clause);
        CHECK(indicator.flow);
        CHECK(indicator.source.find("2023年全面推进乡村振兴") != std::string::npos);
    }
}

TEST_CASE("What the document gives no figure for has no target") {
    for (const char *id : {"hsf.bayannur", "black_soil.tillage", "field.improved", "water.check_dams"}) {
        CAPTURE(id);
        CHECK_FALSE(programme().indicator(id).target.has_value());
    }
}

TEST_CASE("Permanent basic farmland is to become high-standard farmland in full, in no given year") {
    const Indicator &coverage = programme().indicator("hsf.pbf_coverage");
    CHECK(coverage.layer == "high_standard_farmland");
    CHECK(coverage.base_layer == "permanent_basic_farmland");
    CHECK(coverage.measure == Measure::share);
    CHECK(coverage.target == 100.0);
    CHECK_FALSE(coverage.flow);
    CHECK_FALSE(coverage.target_year.has_value());
}

TEST_CASE("The region has 12 leagues and 103 banners") {
    int of_level[3] = {0, 0, 0};
    for (const AdminUnit &unit : programme().admin_units())
        ++of_level[unit.level];
    CHECK(of_level[0] == 1);
    CHECK(of_level[1] == 12);
    CHECK(of_level[2] == 103);
    CHECK(programme().admin("临河").code == "150802");
    CHECK(programme().admin("科右前旗").names.zh == "科尔沁右翼前旗"); // so named in clause 十六
    CHECK(programme().admin("察右前旗").names.zh == "察哈尔右翼前旗");
    CHECK(programme().admin("150723").names.zh == "鄂伦春自治旗");
    CHECK(programme().admin("额济纳旗").parent == "152900");
}

TEST_CASE("A project goes through four stages in order") {
    CHECK(programme().stage_rank("approved") == 0);
    CHECK(programme().stage_rank("under_construction") == 1);
    CHECK(programme().stage_rank("accepted") == 2);
    CHECK(programme().stage_rank("maintained") == 3);
    CHECK(programme().stages().size() == 4);
}

TEST_CASE("Bureaus' names of the common fields and stages lead to ours") {
    const Layer &layer = programme().layer("高标准农田");
    const Field &project = *layer.field("project_code");
    CHECK(std::count(project.aliases.begin(), project.aliases.end(), "XMBH") == 1);
    REQUIRE(layer.field("stage")->code("验收") != nullptr);
    CHECK(layer.field("stage")->code("验收")->code == "accepted");
}

TEST_CASE(
    "Every indicator has its layer, and every layer an indicator or others built upon it, and a style") {
    CHECK(programme().layers().size() >= 52);
    for (const Indicator &indicator : programme().indicators()) {
        CAPTURE(indicator.id);
        CHECK(programme().layer(indicator.layer).id == indicator.layer);
    }
    for (const Layer &layer : programme().layers()) {
        CAPTURE(layer.id);
        CHECK(std::filesystem::exists(support::source("styles") / (layer.style + ".qml")));
        const bool counted =
            std::any_of(programme().indicators().begin(), programme().indicators().end(),
                        [&](const Indicator &indicator) { return indicator.layer == layer.id; });
        CHECK((counted || layer.reference));
    }
}

TEST_CASE("Every note is there in both languages, the Chinese without English words") {
    std::size_t notes = 0;
    for (const Indicator &indicator : programme().indicators()) {
        CAPTURE(indicator.id, indicator.note.zh);
        CHECK(indicator.note.zh.empty() == indicator.note.en.empty());
        // Ids of indicators and fields stay, and the standard's name of a field.
        static const std::regex kept("[a-z_]+\\.[a-z_]+|land_kind|impounded|KCXS");
        static const std::regex word("[A-Za-z]");
        const std::string rest = std::regex_replace(indicator.note.zh, kept, "");
        CHECK_FALSE(std::regex_search(rest, word));
        notes += indicator.note.zh.empty() ? 0 : 1;
    }
    CHECK(notes > 50);
}

TEST_CASE("Every style belongs to a layer, a boundary or a kind of geometry") {
    for (const auto &entry : std::filesystem::directory_iterator(support::source("styles"))) {
        const std::string file = entry.path().filename().string(); // <style>.qml or <style>.<name>.qml
        const std::string style = file.substr(0, file.find('.'));
        CAPTURE(file);
        if (!file.ends_with(".qml") || style.starts_with('_') || style.starts_with("qitu_") ||
            style == "banner" || style == "league")
            continue;
        CHECK(std::any_of(programme().layers().begin(), programme().layers().end(),
                          [&](const Layer &layer) { return layer.style == style; }));
    }
}
