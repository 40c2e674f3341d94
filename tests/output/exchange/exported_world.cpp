#include "exported_world.h"

#include "support/wkt.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <gdal_priv.h>
#include <sqlite3.h>

#include <fstream>

namespace exported {

namespace {

using catalogue::Feature;

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

std::vector<std::byte> square(double x, double y, double side) {
    return test::wkb_from_wkt(
        fmt::format("POLYGON (({0} {1},{2} {1},{2} {3},{0} {3},{0} {1}))", x, y, x + side, y + side));
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
    feature.wkb = test::wkb_from_wkt("LINESTRING (107.5 40.25,107.75 40.5)");
    return feature;
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

} // namespace

catalogue::Catalogue load_catalogue(const fs::path &layers) {
    fs::create_directories(layers);
    support::write_file(layers / "programme.toml", programme);
    support::write_file(layers / "admin.toml", admin);
    support::write_file(layers / "high_standard_farmland.toml", farmland);
    support::write_file(layers / "canal.toml", other_layer("canal", "引水渠道", "line"));
    support::write_file(layers / "well.toml", other_layer("well", "机井", "point"));
    return catalogue::Catalogue::load(layers);
}

workspace::Workspace make_workspace(const fs::path &file, const catalogue::Catalogue &catalogue) {
    auto workspace = workspace::Workspace::create(
        file, catalogue,
        {{"150802", "临河区", "150800", square(107, 40, 1)},
         {"150821", "五原县", "150800", square(108, 40, 1)}},
        {{"150800", "巴彦淖尔市", "", test::wkb_from_wkt("POLYGON ((107 40,109 40,109 41,107 41,107 40))")}},
        {"by hand", {}});
    workspace.transaction({"test"}, [&](workspace::Edit &edit) {
        const auto &layer = catalogue.layer("high_standard_farmland");
        workspace::add_feature(edit, layer, parcel(107.125, "accepted"));
        workspace::add_feature(edit, layer, parcel(108.5, "approved"));
        workspace::add_feature(edit, catalogue.layer("canal"), canal());
    });
    return workspace;
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

Rows ask(const fs::path &file, const std::string &sql) {
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

const World &published() {
    static const World world;
    if (!fs::exists(world.file))
        world.write(world.file);
    return world;
}

} // namespace exported
