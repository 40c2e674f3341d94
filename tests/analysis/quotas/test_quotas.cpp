#include "support/world.h"

#include <qitu/analysis/quotas/quotas.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/text.h>
#include <qitu/core/base/units.h>
#include <qitu/data/workspace/quotas.h>

#include <fmt/format.h>
#include <sqlite3.h>
#include <xlsxwriter.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

using namespace world;
using quotas::QuotaDefaults;
using quotas::QuotaFile;

namespace {

std::filesystem::path write(const Folder &folder, const std::string &text) {
    std::filesystem::path file = folder.path() / "quotas.csv";
    std::ofstream(file, std::ios::binary) << text;
    return file;
}

QuotaFile read(const std::filesystem::path &file, const QuotaDefaults &defaults = {}) {
    return quotas::read_quotas(file, the_catalogue(), defaults);
}

std::string said_of(const std::filesystem::path &file, const QuotaDefaults &defaults = {}) {
    try {
        read(file, defaults);
    } catch (const Error &error) {
        return error.what();
    }
    return "";
}

using Row = std::vector<std::string>;

// A workbook with its first line merged over all columns.
std::filesystem::path workbook(const Folder &folder, const std::vector<Row> &rows) {
    std::filesystem::path file = folder.path() / "quotas.xlsx";
    lxw_workbook *book = workbook_new(file.c_str());
    lxw_worksheet *sheet = workbook_add_worksheet(book, nullptr);
    for (std::size_t i = 0; i < rows.size(); ++i)
        for (std::size_t j = 0; j < rows[i].size(); ++j) {
            const auto row = static_cast<lxw_row_t>(i);
            const auto column = static_cast<lxw_col_t>(j);
            double number = 0;
            if (i == 0 && j == 0)
                worksheet_merge_range(sheet, 0, 0, 0, 4, rows[0][0].c_str(), nullptr);
            else if (parse_number(rows[i][j], number))
                worksheet_write_number(sheet, row, column, number, nullptr);
            else if (!rows[i][j].empty())
                worksheet_write_string(sheet, row, column, rows[i][j].c_str(), nullptr);
        }
    workbook_close(book);
    return file;
}

std::map<std::string, double> values_of(const QuotaFile &file, const std::string &indicator) {
    std::map<std::string, double> values;
    for (const workspace::Quota &quota : file.quotas)
        if (quota.indicator == indicator)
            values[quota.admin] = quota.value;
    return values;
}

std::vector<std::string> rules_of(const std::vector<quotas::QuotaFault> &faults,
                                  const std::string &indicator) {
    std::vector<std::string> rules;
    for (const quotas::QuotaFault &fault : faults)
        if (fault.indicator == indicator)
            rules.push_back(fault.rule + " " + fault.admin);
    return rules;
}

void run_sql(const std::filesystem::path &file, const char *sql) {
    sqlite3 *handle = nullptr;
    REQUIRE(sqlite3_open(file.c_str(), &handle) == SQLITE_OK);
    CHECK(sqlite3_exec(handle, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(handle);
}

} // namespace

TEST_CASE("A workbook with a merged title, a line of units and indicators as columns is read") {
    const Folder folder;
    const QuotaFile file = read(
        workbook(folder, {{"2023年高标准农田建设任务分解表（巴自然资发〔2023〕12号）"},
                          {"", "", "", "单位：万亩"},
                          {"序号", "旗县区", "高标准农田", "其中：同步发展高效节水灌溉面积（亩）", "备注"},
                          {"", "合计", "5.5", "30000", ""},
                          {"1", "临河", "3.25", "20000", "x"},
                          {"2", "五原县", "2.25", "10000", ""},
                          {"注：示意数据"}}));
    CHECK(values_of(file, "hsf.built") == std::map<std::string, double>{{linhe, 3.25}, {wuyuan, 2.25}});
    CHECK(values_of(file, "hsf.water_saving") ==
          std::map<std::string, double>{{linhe, 20000}, {wuyuan, 10000}});
    for (const workspace::Quota &quota : file.quotas) {
        CHECK(quota.year == 2023);
        CHECK(quota.letter == "巴自然资发〔2023〕12号");
        CHECK(quota.unit == (quota.indicator == "hsf.built" ? Unit::wan_mu : Unit::mu));
    }
}

TEST_CASE("A total that is not the sum of its parts is refused with both") {
    const Folder folder;
    const std::string said = said_of(workbook(folder, {{"2023年任务"},
                                                       {"旗县", "hsf.built（万亩）"},
                                                       {"临河区", "3.25"},
                                                       {"五原县", "2.25"},
                                                       {"合计", "5.6"}}));
    CHECK_THAT(said, Catch::Contains("row 5") && Catch::Contains("5.6") && Catch::Contains("5.5"));
}

TEST_CASE("Heads two lines deep, leagues before their banners and a subtotal of a league are understood") {
    const Folder folder;
    const QuotaFile file = read(workbook(folder, {{"盟市任务"},
                                                  {"盟市", "旗县", "高标准农田建成面积", "", "沙盘"},
                                                  {"", "", "2023年任务（公顷）", "2024年任务（公顷）", ""},
                                                  {"巴彦淖尔市", "小计", "300", "450", ""},
                                                  {"", "临河", "200", "300", ""},
                                                  {"", "五原", "100", "150", ""},
                                                  {"包头市", "东河", "30", "—", ""},
                                                  {"总计", "", "330", "450", ""}}));
    REQUIRE(file.quotas.size() == 7);
    double sum_2023 = 0;
    for (const workspace::Quota &quota : file.quotas) {
        CHECK(quota.unit == Unit::hectare);
        if (quota.year == 2023 && quota.admin != "150800")
            sum_2023 += quota.value;
        if (quota.admin == "150800")
            CHECK(quota.value == (quota.year == 2023 ? 300 : 450));
    }
    CHECK(sum_2023 == 330);
}

TEST_CASE("A list of quotas is read as before, and what it lacks may be given") {
    const Folder folder;
    const auto list = read(write(folder, "指标,行政区,年度,指标值,单位\nhsf.built,150802,2023年,3.5,\n"
                                         "hsf.built,五原,2023,\"12,000\",亩\n"));
    REQUIRE(list.quotas.size() == 2);
    CHECK(list.quotas[0].unit == Unit::wan_mu);
    CHECK(list.quotas[1].value == 12000);
    CHECK(list.quotas[1].unit == Unit::mu);
    QuotaDefaults defaults;
    defaults.indicator = "hsf.built";
    defaults.year = 2024;
    defaults.unit = "亩";
    const auto bare = read(write(folder, "旗县,任务\n临河区,3500亩\n五原县,1.5万亩\n东河区,700\n"), defaults);
    REQUIRE(bare.quotas.size() == 3);
    CHECK(bare.quotas[0].year == 2024);
    CHECK(bare.quotas[0].unit == Unit::mu);
    CHECK(bare.quotas[1].unit == Unit::wan_mu);
    CHECK(bare.quotas[1].value == 1.5);
    CHECK(bare.quotas[2].unit == Unit::mu);
}

TEST_CASE("A table that cannot be understood is refused with file and line") {
    const Folder folder;
    CHECK_THAT(said_of(write(folder, "a,b\n1,2\n")), Catch::Contains("row 1") && Catch::Contains("a, b"));
    CHECK_THAT(said_of(write(folder, "旗县,hsf.built\n临河区,3\n")), Catch::Contains("Give the year"));
    CHECK_THAT(said_of(write(folder, "旗县,2023年hsf.built\n临河区,3\n临河,4\n")),
               Catch::Contains("row 3") && Catch::Contains("row 2"));
    CHECK_THAT(said_of(write(folder, "旗县,2023年hsf.built（公里）\n临河区,3\n")), Catch::Contains("公里"));
    CHECK_THAT(said_of(write(folder, "旗县,2023年hsf.built\n临合区,3\n")), Catch::Contains("row 2"));
    CHECK_THAT(said_of(write(folder, "旗县,2023年hsf.built\n临河区,三\n")), Catch::Contains("三"));
}

TEST_CASE("Code, name and league of a row that name different units are refused with both") {
    const Folder folder;
    const auto said = [&](const std::string &rows) { return said_of(write(folder, rows)); };
    CHECK_THAT(said("旗县代码,旗县,2023年hsf.built\n150821,五原县,7\n150802,杭锦后旗,6.5\n"),
               Catch::Contains("row 3") && Catch::Contains("150802") && Catch::Contains("杭锦后旗"));
    CHECK_THAT(said("旗县,行政区代码,2023年hsf.built\n临河区,150821,7\n"), Catch::Contains("row 2"));
    CHECK_THAT(said("盟市,旗县,2023年hsf.built\n包头市,临河区,7\n"),
               Catch::Contains("row 2") && Catch::Contains("150200"));
    CHECK(said("盟市,旗县代码,旗县,2023年hsf.built\n巴彦淖尔市,150802,临河,7\n,150821,五原县,8\n").empty());
}

TEST_CASE("Blanks between Chinese characters mean nothing in a quota table") {
    const Folder folder;
    for (const char *rows : {"旗 县,2023年hsf.built\n临 河 区,6.5\n合  计,6.5\n",
                             "旗　县,2023年 hsf.built\n临　河　区,6.5\n总 计,6.5\n",
                             "序号,旗县,2023年hsf.built\n1,临 河,6.5\n合 计,,6.5\n",
                             "旗县,2023年hsf.built\n 临河区 ,6.5\n小　计,6.5\n"})
        CHECK(values_of(read(write(folder, rows)), "hsf.built") ==
              std::map<std::string, double>{{linhe, 6.5}});
    CHECK_THAT(said_of(write(folder, "旗县,2023年hsf.built\n临 河 区,6.5\n合  计,8\n")),
               Catch::Contains("6.5"));
}

TEST_CASE("A column of a given indicator may be headed by its task, unit and year alone") {
    const Folder folder;
    QuotaDefaults defaults;
    defaults.indicator = "hsf.built";
    defaults.year = 2023;
    for (const char *head : {"任务（万亩）", "建设任务(万亩)", "2023年目标任务（万亩）",
                             "下达任务（单位：万亩）", "任务面积（万亩）", "建设规模（万亩）", "任务"}) {
        const QuotaFile file = read(write(folder, std::string("旗县,") + head + "\n临河区,6.5\n"), defaults);
        REQUIRE(file.quotas.size() == 1);
        CHECK(file.quotas[0].value == 6.5);
        CHECK(file.quotas[0].unit == Unit::wan_mu);
    }
    CHECK_THAT(said_of(write(folder, "旗县,高效节水灌溉面积\n临河区,6.5\n"), defaults),
               Catch::Contains("hsf.built") && Catch::Contains("hsf.water_saving"));
    CHECK_THAT(said_of(write(folder, "旗县,投资\n临河区,6.5\n"), defaults), Catch::Contains("投资"));
}

TEST_CASE("Heads two and three rows deep lead to the indicator over 合计, 小计, 面积 or 任务") {
    const Folder folder;
    const std::map<std::string, double> expected{{linhe, 6.5}, {wuyuan, 7}};
    for (const char *whole : {"合计", "小计", "面积", "建设任务", "任务（万亩）", "总计", "计"})
        CHECK(values_of(read(workbook(folder, {{"2023年任务"},
                                               {"旗县", "高标准农田建设任务", "", "", "备注"},
                                               {"", whole, "新建", "改造提升", ""},
                                               {"临河区", "6.5", "4.5", "2", ""},
                                               {"五原县", "7", "7", "", ""}})),
                        "hsf.built") == expected);
    CHECK(values_of(read(workbook(folder, {{"2023年任务"},
                                           {"行政区划", "", "高标准农田建设任务", "", ""},
                                           {"盟市", "旗县", "面积", "", "其中：新建"},
                                           {"", "", "合计", "万亩", "亩"},
                                           {"巴彦淖尔市", "临河区", "", "6.5", "1"},
                                           {"", "五原县", "", "7", "1"}})),
                    "hsf.built") == expected);
    CHECK(
        values_of(read(workbook(folder, {{"2023年任务"},
                                         {"", "新建", "", "合计", ""},
                                         {"旗县", "高标准农田", "高效节水灌溉", "高标准农田", "高效节水灌溉"},
                                         {"临河区", "4.5", "1", "6.5", "2"},
                                         {"五原县", "7", "1", "7", "2"}})),
                  "hsf.built") == expected);
}

TEST_CASE("A total stands where its word stands, also before the column of the units") {
    const Folder folder;
    const auto rows = [](const char *total) {
        return std::vector<Row>{{"2023年任务"},
                                {"序号", "旗县", "hsf.built"},
                                {"1", "临河区", "6.5"},
                                {"2", "五原县", "7"},
                                {"合计", "", total}};
    };
    CHECK(read(workbook(folder, rows("13.5"))).quotas.size() == 2);
    CHECK_THAT(said_of(workbook(folder, rows("15"))), Catch::Contains("row 5") && Catch::Contains("13.5"));
    const QuotaFile leagues = read(workbook(folder, {{"2023年任务"},
                                                     {"盟市", "旗县", "hsf.built"},
                                                     {"巴彦淖尔市", "临河区", "6.5"},
                                                     {"", "小计", "6.5"},
                                                     {"包头市", "东河区", "1"},
                                                     {"", "合计", "7.5"}}));
    CHECK(values_of(leagues, "hsf.built") ==
          std::map<std::string, double>{{"150800", 6.5}, {linhe, 6.5}, {"150202", 1}});
}

TEST_CASE("Units that head, title and caller name must agree, or the caller decides") {
    const Folder folder;
    const std::vector<Row> rows{
        {"2023年任务"}, {"单位：万亩"}, {"旗县", "高标准农田任务（亩）"}, {"临河区", "600"}};
    CHECK_THAT(said_of(workbook(folder, rows)), Catch::Contains("万亩") && Catch::Contains("in 亩"));
    QuotaDefaults defaults;
    defaults.unit = "亩";
    CHECK(read(workbook(folder, rows), defaults).quotas[0].unit == Unit::mu);
    defaults.unit = "公顷";
    CHECK_FALSE(said_of(workbook(folder, rows), defaults).empty());
    CHECK_FALSE(
        said_of(workbook(folder, {{"2023年任务"}, {"单位：亩"}, {"旗县", "hsf.built"}, {"临河区", "600"}}),
                defaults)
            .empty());
    CHECK(said_of(workbook(folder,
                           {{"2023年任务"}, {"单位：万亩、公里"}, {"旗县", "hsf.built"}, {"临河区", "6"}}))
              .empty());
}

TEST_CASE("What a sheet hides or shows in per cent is not taken in silence") {
    const Folder folder;
    const std::filesystem::path file = folder.path() / "looks.xlsx";
    const auto written = [&](const char *format, bool hidden_row, bool hidden_column) {
        lxw_workbook *book = workbook_new(file.c_str());
        lxw_worksheet *sheet = workbook_add_worksheet(book, nullptr);
        lxw_format *shown = workbook_add_format(book);
        format_set_num_format(shown, format);
        worksheet_write_string(sheet, 0, 0, "旗县", nullptr);
        worksheet_write_string(sheet, 0, 1, "2023年hsf.built", nullptr);
        worksheet_write_string(sheet, 1, 0, "临河区", nullptr);
        worksheet_write_number(sheet, 1, 1, 0.065, shown);
        lxw_row_col_options hide{};
        hide.hidden = 1;
        if (hidden_row)
            worksheet_set_row_opt(sheet, 1, LXW_DEF_ROW_HEIGHT, nullptr, &hide);
        if (hidden_column)
            worksheet_set_column_opt(sheet, 1, 1, LXW_DEF_COL_WIDTH, nullptr, &hide);
        workbook_close(book);
    };
    for (const char *percent : {"0%", "0.00%", "#,##0.0\" \"%"}) {
        written(percent, false, false);
        CHECK_THAT(said_of(file), Catch::Contains("row 2") && Catch::Contains("%"));
    }
    written("0.000", true, true);
    const QuotaFile hidden = read(file);
    REQUIRE(hidden.quotas.size() == 1);
    CHECK(hidden.quotas[0].value == 0.065);
    const std::string notes = fmt::format("{}", fmt::join(hidden.notes, "\n"));
    CHECK_THAT(notes, Catch::Contains("row 2: hidden") && Catch::Contains("临河区"));
    CHECK_THAT(notes, Catch::Contains("hsf.built\" is hidden"));
}

TEST_CASE("A changed quota keeps its history, also when another program changes it") {
    Folder folder;
    workspace::Workspace &workspace = *folder.workspace;
    const auto set = [&](double value, const char *letter) {
        workspace.transaction({"test"}, [&](workspace::Edit &edit) {
            workspace::Quota quota{"hsf.built", linhe, 2023, value, Unit::wan_mu,
                                   "意见",      false, "九", letter};
            workspace::set_quota(edit, quota);
        });
    };
    set(3, "1号");
    set(4, "2号");
    set(4, "2号"); // the same again is no new version
    run_sql(folder.file(), "UPDATE qitu_quota SET value = 5 WHERE admin = '150802'");
    run_sql(folder.file(), "DELETE FROM qitu_quota WHERE admin = '150802'");
    std::vector<workspace::QuotaVersion> versions = workspace::quota_versions(workspace);
    std::erase_if(versions, [](const auto &version) { return version.quota.admin != linhe; });
    REQUIRE(versions.size() == 4);
    const double values[] = {3, 4, 5, 5};
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(versions[i].version == static_cast<int>(i) + 1);
        CHECK(versions[i].quota.value == values[i]);
        CHECK_FALSE(versions[i].set_at.empty());
        CHECK(versions[i].withdrawn == (i == 3));
    }
    CHECK(versions[1].quota.letter == "2号");
    workspace.transaction({"test"}, [&](workspace::Edit &edit) {
        CHECK_FALSE(workspace::withdraw_quota(edit, "hsf.built", linhe, 2023));
    });
}

TEST_CASE("Quotas are held against each other along the tree", "[slow]") {
    Folder folder;
    const auto set = [&](const char *indicator, const char *admin, double value, Unit unit = Unit::wan_mu) {
        folder.workspace->transaction({"test"}, [&](workspace::Edit &edit) {
            workspace::set_quota(edit, {indicator, admin, 2023, value, unit, "", false});
        });
    };
    const auto rules = [&](const char *indicator) {
        return rules_of(quotas::check_quotas(*folder.workspace, the_catalogue(), 2023, {}), indicator);
    };
    folder.add("high_standard_farmland", {{"year", std::int64_t{2023}}}, box(107.01, 40.51, 107.02, 40.52));
    set("hsf.water_saving", "150800", 3);
    CHECK(rules("hsf.water_saving") == std::vector<std::string>{"missing 150000"});
    set("hsf.water_saving", "150000", 3);
    for (const catalogue::AdminUnit &unit : the_catalogue().admin_units())
        if (unit.level == 1 && unit.code != "150800")
            set("hsf.water_saving", unit.code.c_str(), 0);
    CHECK(rules("hsf.water_saving").empty());
    set("hsf.water_saving", linhe, 20000, Unit::mu); // 2 of 3 万亩, the others have none
    CHECK(rules("hsf.water_saving") == std::vector<std::string>{"missing 150800", "short 150800"});
    set("hsf.water_saving", wuyuan, 1.5); // over, and the layer lies in 五原
    CHECK(rules("hsf.water_saving") == std::vector<std::string>{"over 150800", "no_layer 150821"});
    set("hsf.water_saving", linhe, 3, Unit::kilometre);
    CHECK(rules("hsf.water_saving").front() == "wrong_unit 150802");
    set("hsf.bayannur", "150200", 1);
    CHECK(rules("hsf.bayannur") == std::vector<std::string>{"out_of_place 150200"});
    run_sql(folder.file(),
            "INSERT INTO qitu_quota (indicator, admin, year, value, unit, source, illustrative) "
            "VALUES ('hsf.bulit', '150899', 2023, 1, '万母', '', 0)");
    CHECK(rules("hsf.bulit") == std::vector<std::string>{"unknown_indicator 150899", "unknown_admin 150899",
                                                         "unknown_unit 150899"});
}
