#include "support/folder.h"
#include "support/places.h"

#include <qitu/core/base/error.h>
#include <qitu/data/workspace/features.h>
#include <qitu/data/workspace/review.h>
#include <qitu/output/exchange/exchange.h>
#include <qitu/output/qgis/workspace_project.h>

#include <catch2/catch.hpp>
#include <cpl_minixml.h>
#include <fmt/format.h>
#include <gdal_priv.h>
#include <sqlite3.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

using namespace qitu;
namespace fs = std::filesystem;
using catalogue::Feature;

namespace {

// ---------------------------------------------------------------- a small catalogue

constexpr const char *programme = R"(
[document]
zh = "文件"
en = "Document"
year = 2023
[[stage]]
id = "approved"
zh = "立项"
en = "Approved"
aliases = []
[[stage]]
id = "accepted"
zh = "验收"
en = "Accepted"
aliases = []
[[field]]
id = "project_code"
zh = "项目编号"
en = "Project code"
type = "text"
aliases = []
[[field]]
id = "project_name"
zh = "项目名称"
en = "Project name"
type = "text"
aliases = []
[[field]]
id = "admin_code"
zh = "行政区代码"
en = "Admin code"
type = "text"
aliases = []
[[field]]
id = "year"
zh = "年度"
en = "Year"
type = "integer"
aliases = []
[[field]]
id = "stage"
zh = "阶段"
en = "Stage"
type = "text"
aliases = []
[[group]]
id = "land"
zh = "耕地"
en = "Land"
)";

constexpr const char *admin = R"(
[region]
code = "150000"
zh = "内蒙古自治区"
en = "Inner Mongolia"
[[league]]
code = "150800"
zh = "巴彦淖尔市"
en = "Bayannur"
banners = [
  { code = "150802", zh = "临河区", en = "Linhe" },
  { code = "150821", zh = "五原县", en = "Wuyuan" },
]
)";

constexpr const char *farmland = R"(
id = "high_standard_farmland"
zh = "高标准农田"
en = "High-standard farmland"
group = "land"
geometry = "polygon"
[[field]]
id = "construction"
zh = "建设性质"
en = "Construction"
type = "text"
aliases = []
codes = [ { code = "new", zh = "新建<1>", en = "New" }, { code = "up", zh = "改造\"提升\"", en = "Upgraded" } ]
[[field]]
id = "accepted_on"
zh = "验收日期"
en = "Accepted on"
type = "date"
aliases = []
[[indicator]]
id = "hsf.built"
zh = "高标准农田建成面积"
en = "Built"
measure = "area"
unit = "万亩"
target = 395
clause = "九"
)";

std::string other_layer(const char *id, const char *zh, const char *geometry) {
    return fmt::format("id = \"{}\"\nzh = \"{}\"\nen = \"{}\"\ngroup = \"land\"\ngeometry = \"{}\"\n", id, zh,
                       id, geometry);
}

catalogue::Catalogue load_catalogue(const fs::path &layers) {
    fs::create_directories(layers);
    support::write_file(layers / "programme.toml", programme);
    support::write_file(layers / "admin.toml", admin);
    support::write_file(layers / "high_standard_farmland.toml", farmland);
    support::write_file(layers / "canal.toml", other_layer("canal", "引水渠道", "line"));
    support::write_file(layers / "well.toml", other_layer("well", "机井", "point"));
    return catalogue::Catalogue::load(layers);
}

// ---------------------------------------------------------------- features

template <typename T>
void put(std::vector<std::byte> &bytes, T value) {
    const std::size_t end = bytes.size();
    bytes.resize(end + sizeof(T));
    std::memcpy(bytes.data() + end, &value, sizeof(T));
}

using Path = std::vector<std::pair<double, double>>;

std::vector<std::byte> wkb_of(std::uint32_t type, const Path &path) {
    std::vector<std::byte> wkb;
    put(wkb, std::uint8_t{1});
    put(wkb, type);
    if (type == 3)
        put(wkb, std::uint32_t{1});
    put(wkb, static_cast<std::uint32_t>(path.size()));
    for (const auto &[x, y] : path) {
        put(wkb, x);
        put(wkb, y);
    }
    return wkb;
}

std::vector<std::byte> square(double x, double y, double side) {
    return wkb_of(3, {{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}, {x, y}});
}

Feature parcel(double x, const char *stage) {
    Feature feature;
    feature.values = {std::string("甲-1"),      std::string("临河“示范”田"), std::string("150802"),
                      std::int64_t{2023},       std::string(stage),          std::string("new"),
                      std::string("2023-05-01")};
    feature.wkb = square(x, 40.5, 0.01);
    return feature;
}

Feature canal() {
    Feature feature;
    feature.values.resize(5);
    feature.wkb = wkb_of(2, {{107.5, 40.25}, {107.75, 40.5}});
    return feature;
}

workspace::Workspace make_workspace(const fs::path &file, const catalogue::Catalogue &catalogue) {
    auto workspace = workspace::Workspace::create(
        file, catalogue,
        {{"150802", "临河区", "150800", square(107, 40, 1)},
         {"150821", "五原县", "150800", square(108, 40, 1)}},
        {{"150800", "巴彦淖尔市", "", wkb_of(3, {{107, 40}, {109, 40}, {109, 41}, {107, 41}, {107, 40}})}},
        "by hand");
    workspace.transaction({"test"}, [&](workspace::Edit &edit) {
        const auto &layer = catalogue.layer("high_standard_farmland");
        workspace::add_feature(edit, layer, parcel(107.125, "accepted"));
        workspace::add_feature(edit, layer, parcel(108.5, "approved"));
        workspace::add_feature(edit, catalogue.layer("canal"), canal());
    });
    return workspace;
}

indicators::ProgressRow row(const char *indicator, const char *code, const char *name,
                            std::optional<double> target, double done) {
    indicators::ProgressRow result;
    result.indicator = indicator;
    result.admin = code;
    result.name = name;
    result.target = target;
    result.done = done;
    if (target) {
        result.percent = 100 * done / *target;
        result.remaining = *target - done;
    }
    return result;
}

report::Figures figures() {
    report::Figures result;
    const auto region = row("hsf.built", "150000", "内蒙古自治区", 395.0, 6.0);
    result.region_and_leagues.by = indicators::Level::league;
    result.region_and_leagues.rows = {region, row("hsf.built", "150800", "巴彦淖尔市", 12.0, 6.0)};
    result.banners.by = indicators::Level::banner;
    result.banners.rows = {region, row("hsf.built", "150802", "临河区", 8.0, 6.0),
                           row("hsf.built", "150821", "五原县", std::nullopt, 0.0),
                           row("nothing.yet", "150802", "临河区", std::nullopt, 0.0)};
    return result;
}

// ---------------------------------------------------------------- looking at the result

std::vector<std::string> ask(const fs::path &file, const std::string &sql) {
    sqlite3 *handle = nullptr;
    REQUIRE(sqlite3_open_v2(file.c_str(), &handle, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK);
    const std::unique_ptr<sqlite3, int (*)(sqlite3 *)> closing(handle, sqlite3_close);
    std::vector<std::string> rows;
    char *error = nullptr;
    const auto take = [](void *into, int columns, char **values, char **) {
        std::string text;
        for (int i = 0; i < columns; ++i)
            text.append(i == 0 ? "" : "|").append(values[i] == nullptr ? "NULL" : values[i]);
        static_cast<std::vector<std::string> *>(into)->push_back(text);
        return 0;
    };
    const int result = sqlite3_exec(handle, sql.c_str(), take, &rows, &error);
    const std::string message = error == nullptr ? "" : error;
    sqlite3_free(error);
    INFO(sql << ": " << message);
    REQUIRE(result == SQLITE_OK);
    return rows;
}

using Rows = std::vector<std::string>;

void change(const fs::path &file, const std::string &sql) {
    sqlite3 *handle = nullptr;
    REQUIRE(sqlite3_open(file.c_str(), &handle) == SQLITE_OK);
    const std::unique_ptr<sqlite3, int (*)(sqlite3 *)> closing(handle, sqlite3_close);
    REQUIRE(sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
}

/// Name → value of every <Option>.
void options_below(const CPLXMLNode *node, std::map<std::string, std::string> &into) {
    for (const CPLXMLNode *child = node; child != nullptr; child = child->psNext) {
        if (child->eType == CXT_Element && std::string(child->pszValue) == "Option")
            into[CPLGetXMLValue(child, "name", "")] = CPLGetXMLValue(child, "value", "");
        options_below(child->psChild, into);
    }
}

/// The .qgs of the project within, unzipped by GDAL.
std::string project_of(const fs::path &file) {
    const std::string hex = ask(file, "SELECT content FROM qgis_projects").at(0);
    std::string zip;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        zip += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
    const fs::path beside = file.string() + ".zip";
    {
        std::ofstream out(beside, std::ios::binary);
        out << zip;
    }
    std::string text;
    if (VSILFILE *stream = VSIFOpenL(("/vsizip/" + beside.string() + "/qitu.qgs").c_str(), "rb")) {
        char buffer[4096];
        for (std::size_t got = 0; (got = VSIFReadL(buffer, 1, sizeof buffer, stream)) > 0;)
            text.append(buffer, got);
        VSIFCloseL(stream);
    }
    fs::remove(beside);
    return text;
}

struct World {
    support::Folder folder;
    catalogue::Catalogue catalogue = load_catalogue(folder / "layers");
    workspace::Workspace workspace = make_workspace(folder / "w.gpkg", catalogue);
    fs::path file = folder / "out.gpkg";

    void write(const fs::path &to, bool overwrite = false) const {
        exchange::write_geopackage(to, workspace, catalogue, figures(), support::source("styles"), overwrite);
    }
    [[nodiscard]] Error refusal(const std::function<void()> &work) const {
        try {
            work();
        } catch (const Error &error) {
            return error;
        }
        throw std::logic_error("nothing was refused");
    }
};

// One file for all that only look at it.
const World &published() {
    static const World world;
    if (!fs::exists(world.file))
        world.write(world.file);
    return world;
}

class PinnedClock {
  public:
    explicit PinnedClock(const char *epoch) { setenv("SOURCE_DATE_EPOCH", epoch, 1); }
    ~PinnedClock() { unsetenv("SOURCE_DATE_EPOCH"); }
    PinnedClock(const PinnedClock &) = delete;
    PinnedClock &operator=(const PinnedClock &) = delete;
};

} // namespace

TEST_CASE("The file is a sound GeoPackage 1.3 with nothing left beside it") {
    const World &world = published();
    CHECK(ask(world.file, "PRAGMA application_id") == Rows{"1196444487"}); // "GPKG"
    CHECK(ask(world.file, "PRAGMA user_version") == Rows{"10300"});
    CHECK(ask(world.file, "PRAGMA journal_mode") == Rows{"delete"});
    CHECK(ask(world.file, "PRAGMA integrity_check") == Rows{"ok"});
    CHECK(ask(world.file, "PRAGMA foreign_key_check").empty());
    CHECK(ask(world.file, "PRAGMA freelist_count") == Rows{"0"});
    CHECK(ask(world.file, "SELECT count(*) FROM gpkg_spatial_ref_sys WHERE srs_id IN (-1, 0, 4326, 4490)") ==
          Rows{"4"});
    std::set<std::string> left;
    for (const auto &entry : fs::directory_iterator(world.file.parent_path()))
        left.insert(entry.path().filename().string());
    CHECK(left == std::set<std::string>{"layers", "out.gpkg", "w.gpkg"});
}

TEST_CASE(
    "Layers with features stand from top to bottom as they are drawn, with Chinese titles and true extents") {
    const World &world = published();
    CHECK(ask(world.file, "SELECT table_name, data_type, identifier, min_x, min_y, max_x, max_y, srs_id "
                          "FROM gpkg_contents") ==
          Rows{"league|features|盟市|107.0|40.0|109.0|41.0|4490",
               "canal|features|引水渠道|107.5|40.25|107.75|40.5|4490",
               "high_standard_farmland|features|高标准农田|107.125|40.5|108.51|40.51|4490",
               "banner|features|旗县|107.0|40.0|109.0|41.0|4490",
               "progress|attributes|任务进度|NULL|NULL|NULL|NULL|0",
               "layer_styles|attributes|layer_styles|NULL|NULL|NULL|NULL|0"});
    CHECK(ask(world.file, "SELECT table_name, geometry_type_name FROM gpkg_geometry_columns") ==
          Rows{"league|MULTIPOLYGON", "canal|MULTILINESTRING", "high_standard_farmland|MULTIPOLYGON",
               "banner|MULTIPOLYGON"});
    CHECK(ask(world.file,
              "SELECT table_name, feature_count FROM gpkg_ogr_contents WHERE table_name = 'canal'") ==
          Rows{"canal|1"});
}

TEST_CASE("Features keep their ids and values, and the spatial index finds them") {
    const World &world = published();
    CHECK(ask(world.file, "SELECT fid, project_code, project_name, admin_code, year, stage, construction, "
                          "accepted_on FROM high_standard_farmland") ==
          Rows{"1|甲-1|临河“示范”田|150802|2023|accepted|new|2023-05-01",
               "2|甲-1|临河“示范”田|150802|2023|approved|new|2023-05-01"});
    CHECK(ask(world.file, "SELECT id FROM rtree_high_standard_farmland_geom WHERE minx > 108") == Rows{"2"});
    CHECK(ask(world.file, "SELECT count(*) FROM rtree_banner_geom") == Rows{"2"});
    CHECK(ask(world.file, "SELECT project_code FROM canal") == Rows{"NULL"});
}

TEST_CASE("Banners and leagues carry their figures, and only those that there are") {
    const World &world = published();
    CHECK(ask(world.file, "SELECT code, name, league, percent, target, done, remaining, hsf_built_done, "
                          "hsf_built_target, hsf_built_percent FROM banner") ==
          Rows{"150802|临河区|150800|75.0|8.0|6.0|2.0|6.0|8.0|75.0",
               "150821|五原县|150800|NULL|NULL|0.0|NULL|0.0|NULL|NULL"});
    CHECK(ask(world.file, "SELECT code, name, percent FROM league") == Rows{"150800|巴彦淖尔市|50.0"});
    CHECK(ask(world.file, "SELECT name FROM pragma_table_info('banner') WHERE name LIKE 'nothing%'").empty());
}

TEST_CASE("The progress table has every row once, the region at its head") {
    const World &world = published();
    CHECK(ask(world.file, "SELECT indicator, indicator_name, level, admin, target, done FROM progress") ==
          Rows{"hsf.built|高标准农田建成面积|region|150000|395.0|6.0",
               "hsf.built|高标准农田建成面积|league|150800|12.0|6.0",
               "hsf.built|高标准农田建成面积|banner|150802|8.0|6.0",
               "hsf.built|高标准农田建成面积|banner|150821|NULL|0.0",
               "nothing.yet|nothing.yet|banner|150802|NULL|0.0"});
}

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
    const fs::path styles = world.folder / "styles";
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

TEST_CASE("The project within the file is as QGIS stores it, with relative paths and no macro") {
    const World &world = published();
    // written down from a file in which QGIS 3.22 had saved a project
    CHECK(ask(world.file, "SELECT sql FROM sqlite_master WHERE name = 'qgis_projects'") ==
          Rows{"CREATE TABLE qgis_projects(name TEXT PRIMARY KEY, metadata BLOB, content BLOB)"});
    CHECK(ask(world.file,
              "SELECT name, typeof(metadata), typeof(content), substr(content, 1, 8) FROM qgis_projects") ==
          Rows{"旗图|text|text|504b0304"});
    const std::string text = project_of(world.file);
    CHECK(text.find("<datasource>./out.gpkg|layername=high_standard_farmland</datasource>") !=
          std::string::npos);
    CHECK(text.find(world.folder.path().string()) == std::string::npos);
    CHECK(text.find("/home") == std::string::npos);
    CHECK(text.find("Macros") == std::string::npos);
}

TEST_CASE("Reviews on record become a column with its list, a style and a theme") {
    World world;
    const auto &layer = world.catalogue.layer("high_standard_farmland");
    world.workspace.transaction({"test"}, [&](workspace::Edit &edit) {
        workspace::Review review;
        review.reviewer = "王建国";
        review.date = "2023-11-01";
        REQUIRE(workspace::review(edit, layer, {1}, review).empty());
    });
    world.write(world.file);
    CHECK(ask(world.file, "SELECT fid, review FROM high_standard_farmland") == Rows{"1|banner", "2|none"});
    CHECK(
        ask(world.file, "SELECT styleName FROM layer_styles WHERE f_table_name = 'high_standard_farmland'") ==
        Rows{"阶段", "建设性质", "审核状态"});
    CHECK(project_of(world.file).find("<visibility-preset name=\"审核状态\"") != std::string::npos);
    CHECK(project_of(published().file).find("<visibility-preset name=\"审核状态\"") == std::string::npos);
}

TEST_CASE("One layer can be exported alone, with the banners around it") {
    const World world;
    exchange::write_geopackage(world.file, world.workspace, world.catalogue, figures(),
                               support::source("styles"), false, {"canal"});
    CHECK(ask(world.file,
              "SELECT table_name FROM gpkg_contents WHERE table_name <> 'layer_styles' ORDER BY rowid") ==
          Rows{"league", "canal", "banner", "progress"});
    CHECK(project_of(world.file).find("high_standard_farmland") == std::string::npos);
}

TEST_CASE(
    "A workspace's project is made anew when the file was renamed, and never over one saved from QGIS") {
    const World world;
    const auto keep = [&](const workspace::Workspace &workspace, qgis::Keep how) {
        return qgis::keep_project(workspace, world.catalogue, support::source("styles"), how);
    };
    const fs::path file = world.workspace.file();
    CHECK(keep(world.workspace, qgis::Keep::when_stale));
    CHECK_FALSE(keep(world.workspace, qgis::Keep::when_stale));
    CHECK(qgis::project_refers_to(file) == "w.gpkg");
    CHECK(project_of(file).find("./w.gpkg|layername=well") != std::string::npos); // empty, to be drawn into

    const fs::path renamed = world.folder / "renamed.gpkg";
    fs::copy_file(file, renamed);
    CHECK(qgis::project_refers_to(renamed) == "w.gpkg");
    const auto workspace = workspace::Workspace::open(renamed);
    CHECK(keep(workspace, qgis::Keep::when_stale));
    CHECK(qgis::project_refers_to(renamed) == "renamed.gpkg");
    CHECK(project_of(renamed).find("./w.gpkg") == std::string::npos);

    change(renamed,
           "UPDATE qgis_projects SET metadata = '{\"last_modified_user\": \"wang\"}', content = '00'");
    fs::copy_file(renamed, world.folder / "third.gpkg");
    const auto third = workspace::Workspace::open(world.folder / "third.gpkg");
    CHECK_FALSE(keep(third, qgis::Keep::when_stale));
    CHECK(world.refusal([&] { keep(third, qgis::Keep::anew); }).kind() == ErrorKind::refused);
    CHECK(ask(third.file(), "SELECT content FROM qgis_projects") == Rows{"00"});
    CHECK(keep(third, qgis::Keep::over_edits));
    CHECK(project_of(third.file()).find("./third.gpkg") != std::string::npos);
}

TEST_CASE("Styles that people keep in a workspace stay when its project is made anew") {
    const World world;
    qgis::keep_project(world.workspace, world.catalogue, support::source("styles"), qgis::Keep::anew);
    const fs::path file = world.workspace.file();
    const Rows before = ask(file, "SELECT count(*) FROM layer_styles");
    change(file, "INSERT INTO layer_styles (f_table_name, styleName, useAsDefault, owner) "
                 "VALUES ('canal', '我的', 1, 'wang')");
    qgis::keep_project(world.workspace, world.catalogue, support::source("styles"), qgis::Keep::anew);
    CHECK(ask(file, "SELECT styleName FROM layer_styles WHERE f_table_name = 'canal' AND useAsDefault") ==
          Rows{"我的"});
    CHECK(ask(file, "SELECT count(*) - 1 FROM layer_styles") == before);
}

TEST_CASE("With SOURCE_DATE_EPOCH the same input gives the same bytes and that time") {
    const World world;
    const PinnedClock clock("1700000000");         // date -u -d @1700000000
    fs::create_directories(world.folder / "twin"); // the project names its file
    world.write(world.folder / "a.gpkg");
    world.write(world.folder / "twin/a.gpkg");
    CHECK(support::read_file(world.folder / "a.gpkg") == support::read_file(world.folder / "twin/a.gpkg"));
    CHECK(ask(world.folder / "a.gpkg",
              "SELECT DISTINCT last_change FROM gpkg_contents UNION "
              "SELECT update_time FROM layer_styles") == Rows{"2023-11-14T22:13:20.000Z"});
}

TEST_CASE("An existing file is replaced only when asked to, and never the workspace or one in use") {
    const World world;
    support::write_file(world.file, "somebody's");
    CHECK(world.refusal([&] { world.write(world.file); }).kind() == ErrorKind::refused);
    CHECK(support::read_file(world.file) == "somebody's");
    support::write_file(world.folder / "out.gpkg-wal", "unsaved");
    CHECK(world.refusal([&] { world.write(world.file, true); }).kind() == ErrorKind::refused);
    CHECK(support::read_file(world.file) == "somebody's");
    fs::remove(world.folder / "out.gpkg-wal");
    world.write(world.file, true);
    CHECK(ask(world.file, "SELECT count(*) FROM banner") == Rows{"2"});

    const std::string workspace = support::read_file(world.folder / "w.gpkg");
    CHECK(world.refusal([&] { world.write(world.folder / "w.gpkg", true); }).kind() == ErrorKind::refused);
    CHECK(world.refusal([&] { world.write(world.folder / "none/out.gpkg"); }).kind() == ErrorKind::refused);
    CHECK(support::read_file(world.folder / "w.gpkg") == workspace);
}

TEST_CASE("What an editor typed where a number belongs is named, and nothing is left") {
    const World world;
    {
        const std::unique_ptr<GDALDataset> editor(
            GDALDataset::Open((world.folder / "w.gpkg").c_str(), GDAL_OF_VECTOR | GDAL_OF_UPDATE));
        REQUIRE(editor);
        editor->ReleaseResultSet(editor->ExecuteSQL("UPDATE canal SET year = '去年'", nullptr, nullptr));
    }
    const Error error = world.refusal([&] { world.write(world.file); });
    CHECK(error.kind() == ErrorKind::refused);
    for (const char *named : {"canal", "year", "去年"})
        CHECK(std::string(error.what()).find(named) != std::string::npos);
    CHECK_FALSE(fs::exists(world.file));
}
