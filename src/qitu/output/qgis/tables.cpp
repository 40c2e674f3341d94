#include <qitu/core/base/local_words.h>
#include <qitu/output/qgis/tables.h>

namespace qitu::qgis {

namespace {

constexpr const char *pending_group = "任务与待核";

} // namespace

std::string with_unit(const std::string &title, const std::string &unit) {
    return unit.empty() ? title : title + "（" + unit + "）";
}

Table admin_table(const std::string &name, const std::string &title,
                  const std::vector<workspace::Boundary> *leagues) {
    Table table{.name = name, .identifier = title, .description = "行政区与进度", .shape = Shape::polygon};
    table.place = Place::admin;
    table.style = name;
    table.fallback = "_polygon";
    table.columns = {{.name = "code", .title = "代码", .required = true, .unique = true},
                     {.name = "name", .title = "名称", .required = true}};
    if (leagues == nullptr)
        return table;
    Column league{.name = "league", .title = in_local_words("所属盟市"), .list = "qitu_league"};
    for (const workspace::Boundary &unit : *leagues)
        league.choices.push_back({unit.code, unit.name});
    table.columns.push_back(league);
    return table;
}

Table quota_table(const catalogue::Catalogue &catalogue) {
    Table table{.name = "qitu_quota", .identifier = "指标任务", .description = pending_group};
    table.id_column = "id";
    table.place = Place::ledger;
    table.banner_column = "admin";
    Column indicator{.name = "indicator", .title = "指标", .list = "qitu_indicator", .required = true};
    for (const catalogue::Indicator &one : catalogue.indicators())
        indicator.choices.push_back({one.id, one.names.zh});
    Column admin{.name = "admin", .title = "行政区", .list = "qitu_admin", .required = true};
    for (const catalogue::AdminUnit &unit : catalogue.admin_units())
        admin.choices.push_back({unit.code, unit.names.zh});
    Column value{.name = "value", .title = "任务", .type = ColumnType::real, .required = true};
    value.condition = {"\"value\" >= 0", "任务不能为负", true};
    table.columns = {
        indicator,
        admin,
        {.name = "year", .title = "年度（0 为长期）", .type = ColumnType::short_integer, .required = true},
        value,
        {.name = "unit", .title = "单位", .required = true},
        {.name = "source", .title = "来源", .required = true},
        {.name = "illustrative",
         .title = "示例任务",
         .type = ColumnType::boolean,
         .required = true,
         .initial = "false"},
        {.name = "clause", .title = "条款"},
        {.name = "letter", .title = "下达文号"},
        {.name = "set_at", .hidden = true}};
    return table;
}

Table quarantine_table(const catalogue::Catalogue &catalogue) {
    Table table{.name = "qitu_quarantine", .identifier = "隔离要素", .description = pending_group};
    table.shape = Shape::any;
    table.place = Place::ledger;
    table.style = "qitu_quarantine";
    table.fallback = "_findings_area";
    Column layer{.name = "layer", .title = "图层", .list = "qitu_layer"};
    for (const catalogue::Layer &one : catalogue.layers())
        layer.choices.push_back({one.id, one.names.zh});
    table.columns = {layer,
                     {.name = "file", .title = "来源文件"},
                     {.name = "feature", .title = "文件中的要素号", .type = ColumnType::integer},
                     {.name = "project", .title = "项目编号"},
                     {.name = "reason", .title = "隔离原因"},
                     {.name = "before_m2", .title = "修复前面积（平方米）", .type = ColumnType::real},
                     {.name = "after_m2", .title = "修复后面积（平方米）", .type = ColumnType::real},
                     {.name = "fields", .title = "原属性"},
                     {.name = "quarantined_at", .title = "隔离时间", .type = ColumnType::date_time},
                     {.name = "wkb", .hidden = true}};
    return table;
}

} // namespace qitu::qgis
