#include "small.h"

#include <string>

using namespace qitu;
using namespace qitu::catalogue;

TEST_CASE("Layers and indicators are found by id and by name in either language") {
    const Catalogue catalogue = small::Folder().load();
    for (const char *name : {"field_block", "田块", "Field block", " FIELD BLOCK ", "Ｆｉｅｌｄ　block"}) {
        CAPTURE(name);
        CHECK(catalogue.layer(name).id == "field_block");
    }
    CHECK(catalogue.indicator("渠道长度").id == "canal.length");
    CHECK_THROWS_WITH(catalogue.layer("field_blok"),
                      "Unknown layer \"field_blok\". Did you mean \"field_block\"?");
    CHECK_THROWS_WITH(catalogue.layer("田快"), "Unknown layer \"田快\". Did you mean \"田块\"?");
    CHECK_THROWS_WITH(catalogue.indicator("canal.lenght"),
                      "Unknown indicator \"canal.lenght\". Did you mean \"canal.length\"?");
}

TEST_CASE("A name that two indicators have is refused with their ids") {
    CHECK_THROWS_WITH(
        small::Folder().load().indicator("建成面积"),
        "\"建成面积\" is the name of several indicators: field.built, soil.banners. Give one of these ids.");
}

TEST_CASE("A banner is found by code, by full name, and by its name without the kind") {
    const Catalogue catalogue = small::Folder().load();
    for (const char *name :
         {"150826", "１５０８２６", "杭锦后旗", "杭锦后", "Hanggin Rear Banner", "hanggin rear"}) {
        CAPTURE(name);
        CHECK(catalogue.admin(name).code == "150826");
    }
    CHECK(catalogue.admin("临河区").code == "150802");
    CHECK(catalogue.admin("Linhe County").code == "150799");
    CHECK(catalogue.admin("鄂伦春").code == "150723");
    CHECK(catalogue.admin("巴彦淖尔").code == "150800");
    CHECK(catalogue.admin("内蒙古").code == "150000");
    CHECK(catalogue.find_admin("150826")->names.zh == "杭锦后旗");
    CHECK(catalogue.find_admin("150826")->parent == "150800");
    CHECK(catalogue.find_admin("杭锦后旗") == nullptr);
    CHECK(catalogue.find_admin("") == nullptr);
}

TEST_CASE("An ambiguous name of a banner lists the candidates with codes and leagues") {
    const Catalogue catalogue = small::Folder().load();
    CHECK_THROWS_WITH(catalogue.admin("临河"),
                      "\"临河\" may be 150799 Linhe County (Hulunbuir), 150802 Linhe District (Bayannur). "
                      "Give the code or the full name.");
}

TEST_CASE("A banner is found by its abbreviation: some characters in order, with the first and the last") {
    const small::Folder folder;
    std::string admin = small::admin;
    const std::string line = "  { code = \"150802\"";
    admin.insert(admin.find(line),
                 "  { code = \"150824\", zh = \"乌拉特中旗\", en = \"Urad Middle Banner\" },\n"
                 "  { code = \"150825\", zh = \"乌兰特中旗\", en = \"No such banner\" },\n");
    folder.write("admin.toml", admin);
    const Catalogue catalogue = folder.load();
    CHECK(catalogue.admin("乌拉中旗").code == "150824");
    CHECK(catalogue.admin("杭后旗").code == "150826");
    CHECK_THROWS_WITH(catalogue.admin("乌中旗"),
                      Catch::Matchers::Contains("150824") && Catch::Matchers::Contains("150825"));
    CHECK_THROWS(catalogue.admin("杭旗")); // two characters say too little
    CHECK_THROWS(catalogue.admin("杭后锦旗"));
}

TEST_CASE("An unknown banner names the nearest one") {
    const Catalogue catalogue = small::Folder().load();
    CHECK_THROWS_WITH(
        catalogue.admin("杭绵后旗"),
        "Unknown banner or league \"杭绵后旗\". Did you mean 150826 Hanggin Rear Banner (Bayannur)?");
    CHECK_THROWS_WITH(
        catalogue.admin("杭棉后"),
        Catch::Matchers::Contains("Did you mean 150826 Hanggin Rear Banner (Bayannur)?")); // a short name
    CHECK_THROWS_WITH(catalogue.admin("Lihne"),
                      Catch::Matchers::Contains("150799 Linhe County (Hulunbuir) or 150802 "
                                                "Linhe District (Bayannur)"));
    CHECK_THROWS_WITH(catalogue.admin("Ulaanbaatar"),
                      "Unknown banner or league \"Ulaanbaatar\". Give a code of six digits or a name.");
}
