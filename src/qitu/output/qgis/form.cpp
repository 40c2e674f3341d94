// Forms: what QGIS shows of each field, which values it lets one choose, and what it does not let through.
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/output/qgis/style.h>

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::qgis {

namespace {

// QGIS writes NULL for this value of a list.
constexpr const char *null_choice = "{2839923C-8B7D-419E-B84B-CA2FE9B80EC7}";

void add_choice(Node list, const std::string &label, const std::string &code) {
    Node entry = add_element(list, "Option", {{"type", "Map"}});
    add_element(entry, "Option", {{"name", label}, {"type", "QString"}, {"value", code}});
}

void add_value_map(Node options, const Column &column) {
    Node list = add_element(options, "Option", {{"name", "map"}, {"type", "List"}});
    for (const Choice &choice : column.choices)
        add_choice(list, choice.label, choice.code);
    if (!column.required)
        add_choice(list, "（未填）", null_choice);
}

const char *widget_of(const Column &column) {
    if (column.hidden)
        return "Hidden";
    if (!column.choices.empty())
        return "ValueMap";
    if (column.type == ColumnType::boolean)
        return "CheckBox";
    if (column.type == ColumnType::date || column.type == ColumnType::date_time)
        return "DateTime";
    return column.type == ColumnType::text ? "TextEdit" : "";
}

void add_widget(Node configuration, const Column &column) {
    const std::string type = widget_of(column);
    Node field = add_element(configuration, "field", {{"name", column.name}, {"configurationFlags", "None"}});
    Node widget = add_element(field, "editWidget", {{"type", type}});
    Node options = add_element(widget.append_child("config"), "Option", {{"type", "Map"}});
    if (type == "ValueMap")
        add_value_map(options, column);
    if (type == "TextEdit")
        add_option(options, "IsMultiline", "bool", column.name == "remarks" ? "true" : "false");
    if (type == "DateTime") {
        add_option(options, "allow_null", "bool", column.required ? "false" : "true");
        add_option(options, "calendar_popup", "bool", "true");
        add_option(options, "display_format", "QString", "yyyy-MM-dd");
        add_option(options, "field_format", "QString", "yyyy-MM-dd");
        add_option(options, "field_iso_format", "bool", "false");
    }
}

// What QGIS counts of a constraint: 1 not null, 2 unique, 4 an expression; strength 1 hard, 2 soft.
void add_constraint(Node constraints, Node expressions, const Column &column) {
    const bool asks = !column.condition.expression.empty();
    const int kinds = (column.required ? 1 : 0) + (column.unique ? 2 : 0) + (asks ? 4 : 0);
    add_element(constraints, "constraint",
                {{"field", column.name},
                 {"constraints", std::to_string(kinds)},
                 {"notnull_strength", column.required ? "1" : "0"},
                 {"unique_strength", !column.unique    ? "0"
                                     : column.required ? "1"
                                                       : "2"},
                 {"exp_strength", !asks                   ? "0"
                                  : column.condition.hard ? "1"
                                                          : "2"}});
    add_element(
        expressions, "constraint",
        {{"field", column.name}, {"exp", column.condition.expression}, {"desc", column.condition.says}});
}

std::vector<Column> with_id(const Table &table) {
    std::vector<Column> columns{{.name = table.id_column, .hidden = true}};
    columns.insert(columns.end(), table.columns.begin(), table.columns.end());
    return columns;
}

void add_fields(Node root, const Table &table) {
    Node configuration = fresh_element(root, "fieldConfiguration");
    Node aliases = fresh_element(root, "aliases");
    Node defaults = fresh_element(root, "defaults");
    Node constraints = fresh_element(root, "constraints");
    Node expressions = fresh_element(root, "constraintExpressions");
    int index = 0;
    for (const Column &column : with_id(table)) {
        add_widget(configuration, column);
        add_element(aliases, "alias",
                    {{"field", column.name}, {"index", std::to_string(index)}, {"name", column.title}});
        add_element(defaults, "default",
                    {{"field", column.name}, {"expression", column.initial}, {"applyOnUpdate", "0"}});
        add_constraint(constraints, expressions, column);
        ++index;
    }
}

void add_form_field(Node tab, const std::string &name, std::size_t index) {
    add_element(tab, "attributeEditorField",
                {{"name", name}, {"index", std::to_string(index)}, {"showLabel", "1"}});
}

void add_tabs(Node root, const Table &table) {
    const auto tabbed = [](const Column &column) { return !column.tab.empty(); };
    if (!root.child("attributeEditorForm").empty() ||
        std::none_of(table.columns.begin(), table.columns.end(), tabbed))
        return;
    fresh_element(root, "editorlayout").text() = "tablayout";
    Node form = root.append_child("attributeEditorForm");
    std::string first;
    for (const Column &column : table.columns)
        if (first.empty())
            first = column.tab;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const Column &column = table.columns[i];
        if (column.hidden)
            continue;
        const std::string &name = column.tab.empty() ? first : column.tab;
        Node tab = form.find_child_by_attribute("attributeEditorContainer", "name", name.c_str());
        if (!tab)
            tab = add_form_tab(form, name);
        add_form_field(tab, column.name, i + 1);
    }
}

// What pops up over a feature.
void add_map_tip(Node root, const Table &table) {
    if (!root.child("mapTip").empty() || table.column(catalogue::field_id::project_name) == nullptr)
        return;
    std::string text = "<b>[% coalesce(\"project_name\", \"project_code\") %]</b>";
    for (const char *field : {catalogue::field_id::admin_code, catalogue::field_id::year,
                              catalogue::field_id::stage, catalogue::field_id::review})
        if (const Column *column = table.column(field))
            text += fmt::format("<br/>{}：[% represent_value(\"{}\") %]", column->title, field);
    add_text(root, "mapTip", text);
    fresh_element(root, "previewExpression").text() = "coalesce(\"project_name\", \"project_code\")";
}

void claim_categories(Node root) {
    pugi::xml_attribute attribute = root.attribute("styleCategories");
    if (!attribute || attribute.value() == std::string_view("AllStyleCategories"))
        return;
    std::string listed = attribute.value();
    for (const char *category : {"Fields", "Forms", "MapTips"})
        if (fmt::format("|{}|", listed).find(fmt::format("|{}|", category)) == std::string::npos)
            listed += fmt::format("|{}", category);
    attribute = listed.c_str();
}

} // namespace

Node add_form_tab(Node form, const std::string &name) {
    return add_element(form, "attributeEditorContainer",
                       {{"name", name},
                        {"groupBox", "0"},
                        {"columnCount", "1"},
                        {"showLabel", "1"},
                        {"visibilityExpression", ""},
                        {"visibilityExpressionEnabled", "0"}});
}

void add_form(Xml &style, const Table &table) {
    const Node root = style.document_element();
    add_fields(root, table);
    add_tabs(root, table);
    add_map_tip(root, table);
    claim_categories(root);
}

} // namespace qitu::qgis
