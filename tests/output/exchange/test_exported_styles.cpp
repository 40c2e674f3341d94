#include "exported_world.h"

#include <catch2/catch.hpp>
#include <cpl_minixml.h>

using namespace exported;

TEST_CASE("Each table has one default style before its others, in a table as QGIS makes it") {
    const World &world = published();
    CHECK(ask(world.file, "SELECT id, f_table_catalog, f_table_schema, f_table_name, f_geometry_column, "
                          "styleName, useAsDefault FROM layer_styles") ==
          Rows{"1|||league|geom|默认|1", "2|||league|geom|界线|0",
               "3|||league|geom|完成率·高标准农田建成面积|0", "4|||canal|geom|阶段|1",
               "5|||high_standard_farmland|geom|阶段|1", "6|||high_standard_farmland|geom|建设性质|0",
               "7|||banner|geom|完成率|1", "8|||banner|geom|界线|0",
               "9|||banner|geom|完成率·高标准农田建成面积|0", "10|||progress||默认|1"});
    // written down from a file in which QGIS 3.22 had saved a style
    CHECK(ask(world.file, "SELECT name, type FROM pragma_table_info('layer_styles')") ==
          Rows{"id|INTEGER", "f_table_catalog|TEXT(256)", "f_table_schema|TEXT(256)",
               "f_table_name|TEXT(256)", "f_geometry_column|TEXT(256)", "styleName|TEXT(30)", "styleQML|TEXT",
               "styleSLD|TEXT", "useAsDefault|BOOLEAN", "description|TEXT", "owner|TEXT(30)", "ui|TEXT(30)",
               "update_time|DATETIME"});
}

TEST_CASE("A style carries the catalogue's titles and code lists, and the schema extension says the same") {
    const World &world = published();
    const std::string qml =
        ask(world.file, "SELECT styleQML FROM layer_styles WHERE f_table_name = 'high_standard_farmland'")
            .at(0);
    const std::unique_ptr<CPLXMLNode, void (*)(CPLXMLNode *)> root(CPLParseXMLString(qml.c_str()),
                                                                   CPLDestroyXMLNode);
    REQUIRE(root);
    CHECK(CPLGetXMLNode(root.get(), "=qgis.renderer-v2") != nullptr);
    CHECK(std::string(CPLGetXMLValue(root.get(), "=qgis.styleCategories", "")) ==
          "Symbology|Labeling|Rendering|Fields|Forms|MapTips");
    std::map<std::string, std::string> aliases;
    for (const auto *node = CPLGetXMLNode(root.get(), "=qgis.aliases")->psChild; node; node = node->psNext)
        aliases[CPLGetXMLValue(node, "field", "")] = CPLGetXMLValue(node, "name", "");
    CHECK(aliases["construction"] == "建设性质");
    CHECK(aliases["stage"] == "阶段");
    CHECK(aliases.size() == 8); // with the id's
    std::map<std::string, std::string> labels;
    options_below(root.get(), labels);
    CHECK(labels["立项"] == "approved");
    CHECK(labels["新建<1>"] == "new");
    CHECK(labels["改造\"提升\""] == "up");
    CHECK(ask(world.file,
              "SELECT c.title, k.value, k.description FROM gpkg_data_columns c JOIN "
              "gpkg_data_column_constraints k "
              "USING (constraint_name) WHERE table_name = 'high_standard_farmland' AND "
              "column_name = 'stage' ORDER BY k.rowid") == Rows{"阶段|approved|立项", "阶段|accepted|验收"});
}

TEST_CASE("A layer whose style file is missing gets the one for its geometry") {
    const World &world = published();
    const std::string qml =
        ask(world.file, "SELECT styleQML FROM layer_styles WHERE f_table_name = 'canal'").at(0);
    const std::string plain = support::read_file(support::source("styles/_line.qml"));
    const auto symbols_of = [](const std::string &text) {
        const auto begin = text.find("<symbols>");
        return text.substr(begin, text.find("</symbols>") - begin);
    };
    CHECK(symbols_of(qml) == symbols_of(plain));
}

namespace {

// The styles that come with qitu, and one of the layer's own.
fs::path styles_with(const World &world, const std::string &name, const std::string &text) {
    fs::path styles = world.folder / "styles";
    fs::copy(support::source("styles"), styles, fs::copy_options::recursive);
    support::write_file(styles / name, text);
    return styles;
}

} // namespace

TEST_CASE("A hand-made style keeps all but the titles and code lists it came with") {
    const World world;
    const fs::path styles = styles_with(
        world, "high_standard_farmland.qml",
        "<qgis styleCategories=\"AllStyleCategories\">\n <mapTip>a&#10;b</mapTip>\n <fieldConfiguration>\n  "
        "<field name=\"old\"/>\n </fieldConfiguration>\n <aliases/>\n"
        " <attributeEditorForm><attributeEditorField name=\"stage\"/></attributeEditorForm>\n</qgis>\n");
    exchange::write_geopackage(world.file, world.workspace, world.catalogue, figures(), styles, false);
    const std::string qml =
        ask(world.file, "SELECT styleQML FROM layer_styles WHERE f_table_name = 'high_standard_farmland'")
            .at(0);
    CHECK(qml.find("styleCategories=\"AllStyleCategories\"") != std::string::npos);
    CHECK(qml.find("<mapTip>a\nb</mapTip>") != std::string::npos);
    CHECK(qml.find("attributeEditorContainer") == std::string::npos);
    CHECK(qml.find("\"old\"") == std::string::npos);
    CHECK(qml.find("<aliases />") == std::string::npos);
    CHECK(qml.find("建设性质") != std::string::npos);
}

TEST_CASE("A style drawn by hand for a code list goes before the one that is made") {
    const World world;
    const fs::path styles = styles_with(world, "high_standard_farmland.construction.qml",
                                        "<qgis version=\"3.22\"><mine/></qgis>\n");
    exchange::write_geopackage(world.file, world.workspace, world.catalogue, figures(), styles, false);
    const Rows made = ask(world.file, "SELECT styleQML FROM layer_styles WHERE styleName = '建设性质'");
    REQUIRE(made.size() == 1);
    CHECK(made[0].find("<mine />") != std::string::npos);
}

TEST_CASE("A style by codes has a symbol for each code in the palette's colour, and one for all else") {
    const World &world = published();
    const std::string qml =
        ask(world.file, "SELECT styleQML FROM layer_styles WHERE styleName = '建设性质'").at(0);
    const std::unique_ptr<CPLXMLNode, void (*)(CPLXMLNode *)> root(CPLParseXMLString(qml.c_str()),
                                                                   CPLDestroyXMLNode);
    REQUIRE(root);
    CHECK(std::string(CPLGetXMLValue(root.get(), "=qgis.renderer-v2.attr", "")) == "construction");
    std::vector<std::string> codes;
    for (const auto *node = CPLGetXMLNode(root.get(), "=qgis.renderer-v2.categories")->psChild; node;
         node = node->psNext)
        codes.emplace_back(CPLGetXMLValue(node, "value", "?"));
    CHECK(codes == std::vector<std::string>{"new", "up", ""});
    CHECK(qml.find(R"(name="color" type="QString" value="27,138,63,)") !=
          std::string::npos);                                   // palette: new = "#1b8a3f"
    CHECK(qml.find("fieldConfiguration") == std::string::npos); // the form stays when it is chosen
}

TEST_CASE("Beside each drawn style stands its SLD with the same categories, scales and colours") {
    const World &world = published();
    for (const std::string &text :
         ask(world.file, "SELECT styleSLD FROM layer_styles WHERE f_geometry_column <> ''")) {
        const std::unique_ptr<CPLXMLNode, void (*)(CPLXMLNode *)> root(CPLParseXMLString(text.c_str()),
                                                                       CPLDestroyXMLNode);
        REQUIRE(root);
        CHECK(CPLGetXMLNode(root.get(),
                            "=StyledLayerDescriptor.NamedLayer.UserStyle.se:FeatureTypeStyle.se:Rule") !=
              nullptr);
    }
    const std::string sld = ask(world.file, "SELECT styleSLD FROM layer_styles WHERE f_table_name = "
                                            "'high_standard_farmland' AND useAsDefault")
                                .at(0);
    for (const char *part :
         {"<ogc:PropertyName>stage</ogc:PropertyName>", "<ogc:Literal>accepted</ogc:Literal>",
          "<se:ElseFilter />", "<se:MaxScaleDenominator>1500000</se:MaxScaleDenominator>", "#1b8a3f",
          "<ogc:PropertyName>project_name</ogc:PropertyName>"})
        CHECK(sld.find(part) != std::string::npos);
}

TEST_CASE("A palette that is none is refused with its line") {
    const World world;
    const fs::path styles = styles_with(world, "palette.toml", "order = [\"#123456\"]\nother = \"grey\"\n");
    const Error error = world.refusal([&] {
        exchange::write_geopackage(world.file, world.workspace, world.catalogue, figures(), styles, false);
    });
    CHECK(error.kind() == ErrorKind::unreadable);
    for (const char *named : {"palette.toml", "2"})
        CHECK(std::string(error.what()).find(named) != std::string::npos);
}
