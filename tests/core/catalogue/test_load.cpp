#include "small.h"

#include <qitu/core/base/units.h>

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <vector>

using namespace qitu;
using namespace qitu::catalogue;

namespace {

std::vector<std::string> ids(const auto &items) {
    std::vector<std::string> result;
    for (const auto &item : items)
        result.push_back(item.id);
    return result;
}

using Words = std::vector<std::string>;

} // namespace

TEST_CASE("Layers and indicators come in the order of groups, then of file names") {
    const Catalogue catalogue = small::Folder().load();
    CHECK(ids(catalogue.groups()) == Words{"water", "farmland"});
    CHECK(ids(catalogue.layers()) == Words{"canal", "field_block", "soil"});
    CHECK(ids(catalogue.indicators()) == Words{"canal.length", "field.built", "field.share", "soil.banners"});
}

TEST_CASE("A layer has the common fields first, and a reference layer those of place and year only") {
    const small::Folder folder;
    const Catalogue catalogue = folder.load();
    CHECK(ids(catalogue.layer("field_block").fields) ==
          Words{"project_code", "project_name", "admin_code", "year", "stage", "kind", "declared_mu"});
    CHECK(ids(catalogue.layer("soil").fields) == Words{"admin_code", "year"});
    const Layer &layer = catalogue.layer("field_block");
    CHECK(layer.geometry == GeometryType::polygon);
    CHECK_FALSE(layer.reference);
    CHECK(catalogue.layer("soil").reference);
    CHECK(layer.style == "field_block");
    CHECK(catalogue.layer("canal").style == "_line");
    CHECK(layer.group.zh == "农田");
    CHECK(layer.group_id == "farmland");
    CHECK(layer.group_order == 1);
    CHECK(layer.file == folder.path() / "field_block.toml");
    CHECK(layer.index_of("kind") == 5);
    CHECK(layer.index_of("kinds") == -1);
    CHECK(layer.field("kinds") == nullptr);
    CHECK(layer.field("declared_mu")->type == FieldType::real);
    CHECK(layer.field("declared_mu")->unit == "亩");
    CHECK(layer.field("project_code")->required);
    CHECK(layer.field("kind")->aliases == Words{"LX"});
    REQUIRE(layer.rules.size() == 1);
    CHECK(layer.rules[0].id == "declared_area");
    CHECK(layer.rules[0].severity == "warning");
    CHECK(layer.rules[0].limit == 5.0);
}

TEST_CASE("The codes of the stage field are the stages") {
    const Catalogue catalogue = small::Folder().load();
    const Field &stage = *catalogue.layer("canal").field("stage");
    CHECK(stage.code("验收")->code == "accepted");
    CHECK(stage.code("已验收")->code == "accepted");
    CHECK(stage.code("APPROVED")->code == "approved");
    CHECK(stage.code("done") == nullptr);
    CHECK(catalogue.stage_rank("approved") == 0);
    CHECK(catalogue.stage_rank("accepted") == 1);
    CHECK(catalogue.stage_rank("") == -1);
    CHECK(catalogue.stage_rank("验收") == -1);
}

TEST_CASE("A code is found by itself, its names and aliases, whatever the width of letters and blanks") {
    const Catalogue catalogue = small::Folder().load();
    const Field &kind = *catalogue.layer("field_block").field("kind");
    for (const char *sent : {"new", "New", "新建", " 新建 ", "1", "１", "ＮＥＷ"}) {
        CAPTURE(sent);
        REQUIRE(kind.code(sent) != nullptr);
        CHECK(kind.code(sent)->code == "new");
    }
    CHECK(kind.code("") == nullptr);
    CHECK(kind.code("2") == nullptr);
}

TEST_CASE("An indicator takes what its file leaves out from the document and the layer") {
    const Catalogue catalogue = small::Folder().load();
    const Indicator &built = catalogue.indicator("field.built");
    CHECK(built.layer == "field_block");
    CHECK(built.measure == Measure::area);
    CHECK(built.unit == Unit::wan_mu);
    CHECK(built.flow);
    CHECK(built.from_stage == "accepted");
    CHECK(built.target == 12.5);
    CHECK(built.target_year == 2023);
    CHECK(built.clause == "九");
    CHECK(built.source == "实施意见");
    CHECK(built.where == std::map<std::string, Words>{{"kind", {"new"}}});
    CHECK(built.banner_threshold_mu == 100);

    const Indicator &share = catalogue.indicator("field.share");
    CHECK_FALSE(share.flow);
    CHECK(share.target == 100.0);
    CHECK_FALSE(share.target_year.has_value());
    CHECK(share.base_layer == "soil");
    CHECK(share.admin == Words{"150800"});
    CHECK(share.source.empty());

    const Indicator &soil = catalogue.indicator("soil.banners");
    CHECK(soil.from_stage.empty());
    CHECK(soil.banner_threshold_mu == 50);
    CHECK_FALSE(soil.target.has_value());
    CHECK_FALSE(soil.target_year.has_value());
    CHECK(catalogue.indicator("canal.length").from_stage == "approved");
}

TEST_CASE("Counting is what its measure suggests where the file does not say") {
    const Catalogue catalogue = small::Folder().load();
    CHECK(catalogue.indicator("field.built").counting == Counting::built);
    CHECK(catalogue.indicator("soil.banners").counting == Counting::standing);
    CHECK(catalogue.indicator("canal.length").counting == Counting::built);
    CHECK(catalogue.indicator("field.built").event.empty()); // no date of acceptance in the layer
}

TEST_CASE("Places are units and regions, by code, name or id; the lists of regions are data") {
    const small::Folder folder;
    folder.write("regions.toml", "[[region]]\nid = \"plain\"\nzh = \"平原\"\nen = \"Plain\"\n"
                                 "units = [\"杭锦后旗\", \"150723\"]\n");
    std::string text = small::field_block;
    const std::string old = "admin = [\"150800\"]";
    text.replace(text.find(old), old.size(), "places = [\"平原\", \"临河区\"]");
    folder.write("field_block.toml", text);
    const Catalogue catalogue = folder.load();
    const Indicator &share = catalogue.indicator("field.share");
    CHECK(share.admin == Words{"150826", "150723", "150802"});
    CHECK(share.regions == Words{"plain"});
    CHECK(catalogue.lies_in("150723", {"150700"}));
    CHECK_FALSE(catalogue.lies_in("150802", {"150700"}));
}

TEST_CASE(
    "The longest name or alias that occurs in a project's name says which work it is, and a code at once") {
    Indicator indicator;
    indicator.named = {{{"引绰济辽", "First"}, {"引绰济辽一期"}, {}},
                       {{"引绰济辽二期", "Second"}, {}, {"YC2"}}};
    CHECK(indicator.named_work("P1", "引绰济辽工程输水段") == 0U);
    CHECK(indicator.named_work("P1", "内蒙古引绰济辽二期工程") == 1U);
    CHECK(indicator.named_work("YC2", "引绰济辽工程") == 1U);
    CHECK_FALSE(indicator.named_work("P1", "某灌渠"));
}

TEST_CASE("The tree is in the order of codes, each unit with its parent and level") {
    const Catalogue catalogue = small::Folder().load();
    std::string tree;
    for (const AdminUnit &unit : catalogue.admin_units())
        tree += fmt::format("{}<{}:{} ", unit.code, unit.parent, unit.level);
    CHECK(tree == "150000<:0 150700<150000:1 150723<150700:2 150799<150700:2 "
                  "150800<150000:1 150802<150800:2 150826<150800:2 ");
}

TEST_CASE("A layer that someone adds as a file is there at the next start") {
    const small::Folder folder;
    std::string pond = small::canal;
    pond.replace(pond.find("canal"), 5, "pond");
    pond.replace(pond.find("canal.length"), 12, "pond.length");
    folder.write("pond.toml", pond);
    const Catalogue catalogue = folder.load();
    CHECK(ids(catalogue.layers()) == Words{"canal", "pond", "field_block", "soil"});
    CHECK(catalogue.indicator("pond.length").layer == "pond");
}

TEST_CASE("Values are written in the shortest form that reads back as the same") {
    CHECK(text_of(Value{}).empty());
    CHECK(text_of(Value{std::int64_t{-1234567890123}}) == "-1234567890123");
    CHECK(text_of(Value{0.1}) == "0.1");
    CHECK(text_of(Value{395.0}) == "395");
    CHECK(std::stod(text_of(Value{1.0 / 3})) == 1.0 / 3);
    CHECK(text_of(Value{std::string("2023-05-01")}) == "2023-05-01");
}
