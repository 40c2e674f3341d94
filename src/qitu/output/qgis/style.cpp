#include <qitu/output/qgis/style.h>

#include <algorithm>
#include <cstdint>

namespace qitu::qgis {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_codes = 24; // a legend of more is none

std::string name_of_default(const Xml &style, const Table &table) {
    const std::string by = style.document_element().child("renderer-v2").attribute("attr").value();
    if (const Column *column = table.column(by))
        return column->title;
    return by.find("\"percent\"") == std::string::npos ? "默认" : "完成率";
}

void replace_all(pugi::xml_attribute attribute, const std::string &from, const std::string &to) {
    std::string text = attribute.value();
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
        text.replace(at, from.size(), to);
    attribute = text.c_str();
}

Style percentage(const Xml &base, const Column &column) {
    Style style{"完成率·" + column.percentage_of, {}};
    style.qml.reset(base);
    const Node root = style.qml.document_element();
    const std::string to = '"' + column.name + '"';
    replace_all(root.child("renderer-v2").attribute("attr"), "\"percent\"", to);
    for (const pugi::xpath_node &text : root.select_nodes("labeling//text-style"))
        replace_all(text.node().attribute("fieldName"), "\"percent_shown\"", '"' + column.name + "_shown\"");
    return style;
}

Xml not_drawn() {
    return parse_xml("<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
                     "<qgis version=\"3.22\" styleCategories=\"Fields|Forms\"/>\n");
}

} // namespace

void drop_form(Xml &style) {
    Node root = style.document_element();
    for (const char *part :
         {"fieldConfiguration", "aliases", "defaults", "constraints", "constraintExpressions",
          "attributeEditorForm", "editorlayout", "mapTip", "previewExpression"})
        root.remove_child(part);
    root.attribute("styleCategories") = "Symbology|Labeling|Rendering";
}

StyleFolder::StyleFolder(fs::path folder) : folder_(std::move(folder)), palette_(folder_ / "palette.toml") {}

std::map<std::string, fs::path> StyleFolder::by_hand(const Table &table) const {
    std::map<std::string, fs::path> found;
    const std::string prefix = table.style + ".";
    for (const fs::directory_entry &entry : fs::directory_iterator(folder_)) {
        const std::string name = entry.path().stem().string();
        if (entry.path().extension() == ".qml" && !table.style.empty() && name.starts_with(prefix))
            found.emplace(name.substr(prefix.size()), entry.path());
    }
    return found;
}

std::vector<Style> StyleFolder::styles_of(const Table &table) const {
    const fs::path own = folder_ / (table.style + ".qml");
    Xml base = table.fallback.empty() ? not_drawn()
               : !table.style.empty() && fs::exists(own)
                   ? read_xml(own, "qgis")
                   : read_xml(folder_ / (table.fallback + ".qml"), "qgis");
    std::vector<Style> styles;
    styles.push_back({name_of_default(base, table), {}, true});
    styles.front().qml.reset(base);
    add_form(styles.front().qml, table);
    if (table.fallback.empty())
        return styles;
    drop_form(base);
    const auto files = by_hand(table);
    for (const auto &[name, file] : files) {
        const Column *column = table.column(name);
        styles.push_back({column == nullptr ? name : column->title, read_xml(file, "qgis")});
    }
    const std::string drawn_by = base.document_element().child("renderer-v2").attribute("attr").value();
    for (const Column &column : table.columns) {
        if (!column.percentage_of.empty())
            styles.push_back(percentage(base, column));
        if (column.choices.empty() || column.choices.size() > most_codes || column.name == drawn_by ||
            files.contains(column.name) || column.name == table.banner_column || table.place == Place::admin)
            continue;
        styles.push_back({column.title, style_by_codes(base, column, palette_)});
    }
    return styles;
}

// ---------------------------------------------------------------- layer_styles

Table styles_table() {
    Table table;
    table.name = "layer_styles";
    table.identifier = "layer_styles";
    table.id_column = "id";
    table.columns = {
        {.name = "f_table_catalog", .width = 256},
        {.name = "f_table_schema", .width = 256},
        {.name = "f_table_name", .width = 256},
        {.name = "f_geometry_column", .width = 256},
        {.name = "styleName", .width = 30},
        {.name = "styleQML"},
        {.name = "styleSLD"},
        {.name = "useAsDefault", .type = ColumnType::boolean},
        {.name = "description"},
        {.name = "owner", .width = 30},
        {.name = "ui", .width = 30},
        {.name = "update_time", .type = ColumnType::date_time, .default_value = "CURRENT_TIMESTAMP"}};
    return table;
}

std::vector<catalogue::Value> style_row(const Table &table, const Style &style, const std::string &time) {
    const bool drawn = table.shape != Shape::none;
    return {"",
            "",
            table.name,
            drawn ? geometry_column : "",
            style.name,
            text_of(style.qml),
            drawn && !style.for_qgis_alone ? sld_of(style.qml, table) : "",
            std::int64_t{style.is_default ? 1 : 0},
            table.description,
            "qitu",
            "",
            time};
}

} // namespace qitu::qgis
