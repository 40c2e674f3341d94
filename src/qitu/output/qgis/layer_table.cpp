// A layer of the catalogue as a table with its form: what is asked of each field comes from the catalogue.
#include <qitu/core/base/local_words.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/data/workspace/features.h>
#include <qitu/output/qgis/tables.h>

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace qitu::qgis {

namespace {

using catalogue::Field;
using catalogue::FieldType;
using catalogue::Layer;

constexpr const char *project_tab = "项目";
constexpr const char *works_tab = "建设内容";
constexpr const char *paper_tab = "日期与文号";

bool has_rule(const Layer &layer, const std::string &id) {
    return std::any_of(layer.rules.begin(), layer.rules.end(),
                       [&](const catalogue::Rule &rule) { return rule.id == id && rule.severity != "off"; });
}

bool is_paper(const Field &field) {
    return field.type == FieldType::date || field.id.ends_with("_no");
}

std::string tab_of(const Field &field, std::size_t place, std::size_t common) {
    if (place < common || field.id == catalogue::field_id::review)
        return project_tab;
    return is_paper(field) ? paper_tab : works_tab;
}

std::string quoted_stages(const catalogue::Catalogue &catalogue) {
    std::string list;
    for (const catalogue::Stage &stage : catalogue.stages())
        list += fmt::format("{}'{}'", list.empty() ? "" : ", ", stage.id);
    return list;
}

// The stored feature holds the old stage until the form is saved.
Condition one_step_at_a_time(const catalogue::Catalogue &catalogue) {
    const std::string stages = fmt::format("array({})", quoted_stages(catalogue));
    return {fmt::format("coalesce(array_find({0}, \"stage\") <= 1 + array_find({0}, "
                        "attribute(get_feature_by_id(@layer_id, $id), 'stage')), true)",
                        stages),
            "阶段须逐级推进，不能跳级"};
}

const Field *date_before(const Layer &layer, const Field &field) {
    const Field *before = nullptr;
    for (const Field &other : layer.fields) {
        if (other.id == field.id)
            return before;
        if (other.type == FieldType::date)
            before = &other;
    }
    return nullptr;
}

Condition condition_of(const Layer &layer, const Field &field, const catalogue::Catalogue &catalogue) {
    if (field.id == catalogue::field_id::stage)
        return one_step_at_a_time(catalogue);
    if (field.id == catalogue::field_id::year)
        return {"coalesce(\"year\" >= 1990 AND \"year\" <= 2100, true)", "年度为四位年份", true};
    if (field.type == FieldType::date && has_rule(layer, "date_order"))
        if (const Field *before = date_before(layer, field))
            return {fmt::format("coalesce(\"{}\" >= \"{}\", true)", field.id, before->id),
                    fmt::format("不早于{}", before->names.zh)};
    if (field.type == FieldType::real && !field.unit.empty())
        return {fmt::format("coalesce(\"{}\" >= 0, true)", field.id),
                fmt::format("{}不能为负", field.names.zh), true};
    if (field.required && field.type == FieldType::text && field.codes.empty() &&
        field.id != catalogue::field_id::admin_code)
        return {fmt::format("length(trim(\"{}\")) > 0", field.id), fmt::format("请填写{}", field.names.zh),
                true};
    return {};
}

std::string initial_of(const Field &field, const catalogue::Catalogue &catalogue) {
    if (field.id == catalogue::field_id::year)
        return std::to_string(catalogue.year());
    if (field.id == catalogue::field_id::stage)
        return fmt::format("'{}'", catalogue.stages().front().id);
    if (field.id == catalogue::field_id::admin_code)
        return "aggregate('layer_banner', 'min', \"code\", contains($geometry, "
               "point_on_surface(geometry(@parent))))";
    return {};
}

Column column_of(const Layer &layer, const Field &field, const FormWorld &world) {
    Column column{.name = field.id, .title = with_unit(field.names.zh, field.unit)};
    column.type = column_type(field.type);
    for (const catalogue::Code &code : field.codes)
        column.choices.push_back({code.code, code.names.zh});
    if (field.id == catalogue::field_id::admin_code) {
        column.choices = world.banners;
        column.list = "qitu_banner";
    }
    column.required = field.required;
    column.unique = field.id == catalogue::field_id::parcel_code && has_rule(layer, "parcel.duplicate");
    column.condition = condition_of(layer, field, *world.catalogue);
    column.initial = layer.reference ? "" : initial_of(field, *world.catalogue);
    return column;
}

} // namespace

FormWorld form_world(const catalogue::Catalogue &catalogue, const std::vector<workspace::Boundary> &banners) {
    FormWorld world{&catalogue, {}};
    for (const workspace::Boundary &banner : banners)
        world.banners.push_back({banner.code, banner.name});
    return world;
}

Table layer_table(const Layer &layer, const FormWorld &world) {
    Table table{.name = layer.id, .identifier = layer.names.zh, .description = layer.group.zh};
    table.shape = shape_of(layer.geometry);
    table.place = layer.reference ? Place::reference : Place::programme;
    table.style = layer.style;
    table.fallback = layer.geometry == catalogue::GeometryType::point  ? "_point"
                     : layer.geometry == catalogue::GeometryType::line ? "_line"
                                                                       : "_polygon";
    table.banner_column = layer.reference ? "" : catalogue::field_id::admin_code;
    const std::size_t common = layer.reference ? 2 : 5; // project_code … stage
    for (const Field &field : layer.fields) {
        table.columns.push_back(column_of(layer, field, world));
        table.columns.back().tab = tab_of(field, table.columns.size() - 1, common);
    }
    return table;
}

Column review_column() {
    Column column{.name = catalogue::field_id::review, .title = "审核状态", .list = "qitu_review"};
    column.choices = {{"none", "未审核"},
                      {"banner", in_local_words("旗县初审")},
                      {"league", in_local_words("盟市审核")},
                      {"region", in_local_words("自治区复核")}};
    column.tab = project_tab;
    return column;
}

} // namespace qitu::qgis
