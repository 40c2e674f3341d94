#include "small.h"

#include <qitu/core/base/error.h>

#include <filesystem>
#include <string>

using namespace qitu;
using namespace qitu::catalogue;

namespace {

std::string changed(std::string text, const std::string &old, const std::string &fresh) {
    const std::size_t place = text.find(old);
    REQUIRE(place != std::string::npos);
    return text.replace(place, old.size(), fresh);
}

// What loading says, without the folder's path; "" when it loads.
std::string refusal(const small::Folder &folder, ErrorKind kind = ErrorKind::refused) {
    try {
        const Catalogue loaded = folder.load();
    } catch (const Error &error) {
        CHECK(error.kind() == kind);
        std::string message = error.what();
        const std::string path = folder.path().string() + "/";
        for (std::size_t i = message.find(path); i != std::string::npos; i = message.find(path))
            message.erase(i, path.size());
        return message;
    }
    return {};
}

struct Case {
    const char *file;
    const std::string &text;
    const char *old;
    const char *fresh;
    const char *message;
};

} // namespace

TEST_CASE("Every mistake in a layer's file is refused with its line and what is right") {
    using small::canal, small::field_block, small::soil;
    const Case cases[] = {
        {"field_block.toml", field_block, "geometry = \"polygon\"", "geometry = polygon",
         "field_block.toml:5: this is not TOML ("},
        {"field_block.toml", field_block,
         "group =", "id = \"x\"\ngroup =", "field_block.toml:4: this is not TOML ("},
        {"field_block.toml", field_block, "geometry =", "geometri =",
         "field_block.toml:5: unknown key \"geometri\". Did you mean \"geometry\"?"},
        {"field_block.toml", field_block, "geometry = \"polygon\"\n", "",
         "field_block.toml:1: \"geometry\" is missing."},
        {"field_block.toml", field_block, "\"polygon\"", "\"area\"",
         "field_block.toml:5: \"geometry\" must be one of point, line, polygon, but is \"area\"."},
        {"field_block.toml", field_block, "\"polygon\"", "3",
         "field_block.toml:5: \"geometry\" must be a text, but is 3."},
        {"field_block.toml", field_block, "\"farmland\"", "\"farmlnd\"",
         "field_block.toml:4: unknown group \"farmlnd\". Did you mean \"farmland\"?"},
        {"field_block.toml", field_block, "\"farmland\"", "\"somewhere else\"",
         "field_block.toml:4: unknown group \"somewhere else\". Known are: water, farmland."},
        {"field_block.toml", field_block, "\"Field block\"", "\"  \"",
         "field_block.toml:3: \"en\" is empty."},
        {"field_block.toml", field_block, "id = \"field_block\"", "id = \"field_blocks\"",
         "field_block.toml:1: the layer \"field_blocks\" must be in a file of the same name, "
         "field_blocks.toml."},
        {"Pond.toml", canal, "\"canal\"", "\"Pond\"",
         "Pond.toml:1: the id \"Pond\" must have only lower-case letters, digits and _, and begin with a "
         "letter."},
        {"banner.toml", canal, "\"canal\"", "\"banner\"",
         "banner.toml:1: the name \"banner\" is reserved for the workspace. Choose another id."},
        {"qitu_pond.toml", canal, "\"canal\"", "\"qitu_pond\"",
         "qitu_pond.toml:1: the name \"qitu_pond\" is reserved for the workspace. Choose another id."},
        {"soil.toml", soil, "reference = true", "reference = \"yes\"",
         "soil.toml:6: \"reference\" must be true or false, but is \"yes\"."},
        {"canal.toml", canal, "[[indicator]]", "[indicator]",
         "canal.toml:7: \"indicator\" must be a list of tables, but is a table."},
        {"canal.toml", canal, "[[indicator]]", "rule = [3]\n[[indicator]]",
         "canal.toml:7: expected a table, found 3."},
        // fields
        {"field_block.toml", field_block, "type = \"text\"", "type = \"txt\"",
         "field_block.toml:10: \"type\" must be one of text, integer, real, date, but is \"txt\"."},
        {"field_block.toml", field_block, "unit = \"亩\"", "units = \"亩\"",
         "field_block.toml:21: unknown key \"units\". Did you mean \"unit\"?"},
        {"field_block.toml", field_block, "aliases = [\"LX\"]", "unit = \"亩\"",
         "field_block.toml:11: only a number has a unit, and \"kind\" is not a number."},
        {"field_block.toml", field_block, "type = \"text\"", "type = \"date\"",
         "field_block.toml:12: only a text or a whole number has codes, and \"kind\" is neither."},
        {"field_block.toml", field_block, "aliases = [\"LX\"]", "aliases = \"LX\"",
         "field_block.toml:11: \"aliases\" must be a list of texts, but is \"LX\"."},
        {"field_block.toml", field_block, "aliases = [\"LX\"]", "aliases = [ # both\n\"LX\",\n2]",
         "field_block.toml:13: \"aliases\" must be a list of texts, but one of them is 2."},
        {"field_block.toml", field_block, "\"declared_mu\"", "\"kind\"",
         "field_block.toml:17: \"kind\" is given twice, first at field_block.toml:7."},
        {"field_block.toml", field_block, "\"declared_mu\"", "\"geom\"",
         "field_block.toml:17: every layer has a column \"geom\" already. Choose another id."},
        {"field_block.toml", field_block, "\"declared_mu\"", "\"stage\"",
         "field_block.toml:17: every layer has the field \"stage\" already. Remove it."},
        {"field_block.toml", field_block, "\"LX\"", "\"xmbh\"",
         "field_block.toml:11: \"xmbh\" would mean both kind and project_code (programme.toml). Keep it in "
         "one of them."},
        {"field_block.toml", field_block, "\"Declared area\"", "\"lx\"",
         "field_block.toml:19: \"lx\" would mean both declared_mu and kind (field_block.toml:11). Keep it in "
         "one of them."},
        {"field_block.toml", field_block, "code = \"rebuilt\"", "code = \"new\"",
         "field_block.toml:14: \"new\" is given twice, first at field_block.toml:13."},
        {"field_block.toml", field_block, "en = \"Rebuilt\"", "en = \"1\"",
         "field_block.toml:14: \"1\" would mean both rebuilt and new (field_block.toml:13). Keep it in one "
         "of them."},
        {"field_block.toml", field_block, "code = \"rebuilt\", ", "",
         "field_block.toml:14: \"code\" is missing."},
        // rules
        {"field_block.toml", field_block, "severity = \"warning\"", "severity = \"warn\"",
         "field_block.toml:24: \"severity\" must be one of error, warning, off, but is \"warn\"."},
        {"field_block.toml", field_block, "limit = 5", "limit = \"5\"",
         "field_block.toml:25: \"limit\" must be a number, but is \"5\"."},
        {"field_block.toml", field_block, "id = \"declared_area\"", "id = \"declared area\"",
         "field_block.toml:23: the id \"declared area\" of a rule may have letters, digits and . _ - only."},
        {"field_block.toml", field_block, "limit = 5", "[[rule]]\nid = \"declared_area\"\nseverity = \"off\"",
         "field_block.toml:26: \"declared_area\" is given twice, first at field_block.toml:23."},
        // indicators
        {"field_block.toml", field_block, "measure = \"area\"", "measure = \"size\"",
         "field_block.toml:30: \"measure\" must be one of area, length, works, banners, share, sum, but is "
         "\"size\"."},
        {"field_block.toml", field_block, "unit = \"万亩\"", "unit = \"万苗\"",
         "field_block.toml:31: Unknown unit \"万苗\"."},
        {"field_block.toml", field_block, "unit = \"万亩\"", "unit = \"km\"",
         "field_block.toml:31: the unit \"km\" does not fit the measure \"area\"."},
        {"canal.toml", canal, "measure = \"length\"\nunit = \"km\"", "measure = \"area\"\nunit = \"mu\"",
         "canal.toml:11: the measure \"area\" needs a layer of polygons."},
        {"field_block.toml", field_block, "measure = \"area\"\nunit = \"万亩\"",
         "measure = \"length\"\nunit = \"m\"",
         "field_block.toml:30: the measure \"length\" needs a layer of lines."},
        {"field_block.toml", field_block, "target = 12.5", "target = \"12.5\"",
         "field_block.toml:32: \"target\" must be a number, but is \"12.5\"."},
        {"field_block.toml", field_block, "clause = \"九\"", "target_year = 2023.5",
         "field_block.toml:33: \"target_year\" must be a whole number, but is 2023.5."},
        {"field_block.toml", field_block, "clause = \"九\"", "target_year = 2023-01-01",
         "field_block.toml:33: \"target_year\" must be a whole number, but is a time."},
        {"field_block.toml", field_block, "measure = \"area\"\nunit = \"万亩\"",
         "measure = \"sum\"\nunit = \"个\"",
         "field_block.toml:30: the measure \"sum\" needs a layer of points."},
        {"field_block.toml", field_block, "clause = \"九\"", "field = \"salinity\"",
         "field_block.toml:33: \"field\" is only used with the measure \"sum\"."},
        {"field_block.toml", field_block, "clause = \"九\"", "base_layer = \"soil\"",
         "field_block.toml:33: \"base_layer\" is only used with the measure \"share\"."},
        {"field_block.toml", field_block, "clause = \"九\"", "banner_threshold_mu = 1",
         "field_block.toml:33: \"banner_threshold_mu\" is only used with the measure \"banners\"."},
        {"canal.toml", canal, "\"approved\"", "\"aproved\"",
         "canal.toml:13: unknown stage \"aproved\". Did you mean \"approved\"?"},
        {"soil.toml", soil, "banner_threshold_mu = 50", "from_stage = \"accepted\"",
         "soil.toml:13: the layer soil has no stages."},
        {"field_block.toml", field_block, "base_layer = \"soil\"\n", "",
         "field_block.toml:36: \"base_layer\" is missing."},
        {"field_block.toml", field_block, "base_layer = \"soil\"", "base_layer = \"soils\"",
         "field_block.toml:42: unknown layer \"soils\". Did you mean \"soil\"?"},
        {"field_block.toml", field_block, "base_layer = \"soil\"", "base_layer = \"canal\"",
         "field_block.toml:42: \"base_layer\" needs polygons, and canal is not a layer of polygons."},
        {"field_block.toml", field_block, "clause = \"九\"", "excludes = [\"canal\"]",
         "field_block.toml:33: \"excludes\" needs polygons, and canal is not a layer of polygons."},
        {"field_block.toml", field_block, "clause = \"九\"", "excludes = [\"field_block\"]",
         "field_block.toml:33: a layer cannot exclude itself."},
        {"canal.toml", canal, "from_stage = \"approved\"", "excludes = [\"soil\"]",
         "canal.toml:13: \"excludes\" is only used with the measure \"area\"."},
        {"field_block.toml", field_block, "clause = \"九\"", "note = \"A remark.\"",
         "field_block.toml:26: \"note_zh\" is missing."},
        {"field_block.toml", field_block, "clause = \"九\"", "note_zh = \"须知。\"",
         "field_block.toml:26: \"note\" is missing."},
        {"field_block.toml", field_block, "clause = \"九\"", "from_review = \"region\"",
         "field_block.toml:33: the layer field_block has no field \"review\" with codes."},
        {"field_block.toml", field_block, "admin = [\"150800\"]", "admin = [\"150802\", \"159900\"]",
         "field_block.toml:45: unknown code \"159900\" of a league or banner. Did you mean"},
        {"field_block.toml", field_block, "clause = \"九\"", "counting = \"yearly\"",
         "field_block.toml:33: \"counting\" must be one of built, annual, standing, dated, but is "
         "\"yearly\"."},
        {"field_block.toml", field_block, "clause = \"九\"", "counting = \"annual\"\nflow = false",
         "field_block.toml:34: \"flow\" is only used with the counting built, dated."},
        {"field_block.toml", field_block, "clause = \"九\"", "event = \"declared_mu\"",
         "field_block.toml:33: the layer field_block has no date field \"declared_mu\"."},
        {"field_block.toml", field_block, "clause = \"九\"", "end = \"declared_mu\"",
         "field_block.toml:33: \"end\" is only used with the counting standing."},
        {"field_block.toml", field_block, "clause = \"九\"", "renewed = { kind = [\"old\"] }",
         "field_block.toml:33: the field kind has no code \"old\"."},
        {"field_block.toml", field_block, "clause = \"九\"", "target_kind = \"some\"",
         "field_block.toml:33: \"target_kind\" must be one of exactly, at_least, about, but is \"some\"."},
        {"field_block.toml", field_block, "clause = \"九\"", "places = [\"巴彦闹尔市\"]",
         "field_block.toml:33: Unknown banner or league \"巴彦闹尔市\". Did you mean 150800"},
        {"field_block.toml", field_block, "clause = \"九\"", "named = [{ zh = \"坝\", en = \"Dam\" }]",
         "field_block.toml:33: \"named\" is only used with the measure \"works\"."},
        {"field_block.toml", field_block, "clause = \"九\"", "one_per_place = true",
         "field_block.toml:33: \"one_per_place\" is only used with the measure \"works\" and \"places\"."},
        {"field_block.toml", field_block, "clause = \"九\"", "part_field = \"kind\"",
         "field_block.toml:33: the layer field_block has no number \"kind\" with a unit."},
        {"field_block.toml", field_block, "kind = [\"new\"]", "kinds = [\"new\"]",
         "field_block.toml:35: the layer field_block has no field \"kinds\". Did you mean \"kind\"?"},
        {"field_block.toml", field_block, "kind = [\"new\"]", "kind = [\"new\",\n\"rebuild\"]",
         "field_block.toml:36: the field kind has no code \"rebuild\". Did you mean \"rebuilt\"?"},
        {"field_block.toml", field_block, "kind = [\"new\"]", "kind = []",
         "field_block.toml:35: \"kind\" is empty."},
        {"soil.toml", soil, "\"soil.banners\"", "\"field.built\"",
         "soil.toml:8: \"field.built\" is given twice, first at field_block.toml:27."},
    };
    const small::Folder folder;
    for (const Case &each : cases) {
        CAPTURE(each.file, each.old, each.fresh);
        const bool new_file = !std::filesystem::exists(folder.path() / each.file);
        folder.write(each.file, changed(each.text, each.old, each.fresh));
        CHECK_THAT(refusal(folder), Catch::Matchers::StartsWith(each.message));
        if (new_file)
            folder.remove(each.file);
        else
            folder.write(each.file, each.text);
    }
    CHECK(refusal(folder).empty());
}

TEST_CASE("Every mistake in what the layers share is refused with its line") {
    using small::admin, small::programme;
    const Case cases[] = {
        {"programme.toml", programme, "[document]", "[dokument]",
         "programme.toml:1: unknown key \"dokument\". Did you mean \"document\"?"},
        {"programme.toml", programme, "year = 2023\n", "", "programme.toml:1: \"year\" is missing."},
        {"programme.toml", programme, "id = \"accepted\"", "id = \"approved\"",
         "programme.toml:10: \"approved\" is given twice, first at programme.toml:6."},
        {"programme.toml", programme, "\"已验收\"", "\"立项\"",
         "programme.toml:13: \"立项\" would mean both accepted and approved (programme.toml:7). Keep it in "
         "one of them."},
        {"programme.toml", programme, "id = \"admin_code\"", "id = \"banner_code\"",
         "programme.toml:14: the common fields must be project_code, project_name, admin_code, year, stage, "
         "in "
         "this order."},
        {"programme.toml", programme, "en = \"Stage\"\ntype = \"text\"",
         "en = \"Stage\"\ntype = \"text\"\ncodes = [{code = \"a\", zh = \"甲\", en = \"a\"}]",
         "programme.toml:14: the codes of \"stage\" are the stages. Remove them from the field."},
        {"programme.toml", programme, "id = \"farmland\"", "id = \"water\"",
         "programme.toml:46: \"water\" is given twice, first at programme.toml:42."},
        {"admin.toml", admin, "\"150802\"", "\"15080\"",
         "admin.toml:11: a code has six digits, but \"15080\" does not."},
        {"admin.toml", admin, "\"150802\"", "\"150702\"",
         "admin.toml:11: 150702 临河区 cannot lie in 150800: the first 4 digits must be the same."},
        {"admin.toml", admin, "\"150700\"", "\"140700\"",
         "admin.toml:14: 140700 呼伦贝尔市 cannot lie in 150000: the first 2 digits must be the same."},
        {"admin.toml", admin, "\"150802\"", "\"150826\"",
         "admin.toml:11: \"150826\" is given twice, first at admin.toml:10."},
        {"admin.toml", admin, "banners = [", "counties = [", "admin.toml:9: unknown key \"counties\"."},
        {"admin.toml", admin, "[region]", "[regions]",
         "admin.toml:1: unknown key \"regions\". Did you mean \"region\"?"},
    };
    const small::Folder folder;
    for (const Case &each : cases) {
        CAPTURE(each.file, each.old, each.fresh);
        folder.write(each.file, changed(each.text, each.old, each.fresh));
        CHECK_THAT(refusal(folder), Catch::Matchers::StartsWith(each.message));
        folder.write(each.file, each.text);
    }
    CHECK(refusal(folder).empty());
}

TEST_CASE("A missing file or folder is told apart from a wrong one") {
    const small::Folder folder;
    folder.remove("admin.toml");
    CHECK(
        refusal(folder, ErrorKind::unreadable) ==
        "admin.toml: cannot be read. The catalogue needs programme.toml, admin.toml and one file per layer.");
    CHECK_THROWS_WITH(Catalogue::load(folder.path() / "none"),
                      Catch::Matchers::EndsWith(
                          "none: there is no such folder. The catalogue's TOML files are expected in it."));
}
