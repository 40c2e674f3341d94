#include "style.h"

#include <fstream>
#include <iterator>

namespace qitu::publish {

namespace {

std::string escaped(const std::string &text) {
    std::string result;
    for (const char c : text)
        switch (c) {
        case '&':
            result += "&amp;";
            break;
        case '<':
            result += "&lt;";
            break;
        case '>':
            result += "&gt;";
            break;
        case '"':
            result += "&quot;";
            break;
        default:
            result += c;
        }
    return result;
}

// Styles are edited as text, so that one made by hand in QGIS stays as it was but for what is replaced.
void remove_element(std::string &xml, const std::string &name) {
    const auto begin = xml.find("<" + name + ">");
    const std::string closing = "</" + name + ">";
    const auto end = xml.find(closing, begin);
    if (begin != std::string::npos && end != std::string::npos)
        xml.erase(begin, end + closing.size() - begin);
    else if (const auto empty = xml.find("<" + name + "/>"); empty != std::string::npos)
        xml.erase(empty, name.size() + 3);
}

void claim_categories(std::string &xml) {
    const std::string attribute = "styleCategories=\"";
    const auto begin = xml.find(attribute);
    if (begin == std::string::npos)
        return;
    const auto from = begin + attribute.size();
    const std::string listed = fmt::format("|{}|", xml.substr(from, xml.find('"', from) - from));
    for (const char *category : {"Fields", "Forms"})
        if (listed.find(fmt::format("|{}|", category)) == std::string::npos &&
            listed != "|AllStyleCategories|")
            xml.insert(from, fmt::format("{}|", category));
}

std::string value_map(const std::vector<Choice> &choices) {
    std::string entries;
    for (const Choice &choice : choices)
        entries +=
            fmt::format("       <Option type=\"Map\"><Option name=\"{}\" type=\"QString\" value=\"{}\"/>"
                        "</Option>\n",
                        escaped(choice.label), escaped(choice.code));
    return "   <editWidget type=\"ValueMap\">\n    <config>\n     <Option type=\"Map\">\n"
           "      <Option name=\"map\" type=\"List\">\n" +
           entries + "      </Option>\n     </Option>\n    </config>\n   </editWidget>\n";
}

std::string form(const Table &table) {
    std::string configuration;
    std::string aliases;
    int index = 0;
    for (const Column &column : table.columns) {
        ++index; // 0 is the id
        if (!column.choices.empty())
            configuration += fmt::format("  <field name=\"{}\" configurationFlags=\"None\">\n{}  </field>\n",
                                         escaped(column.name), value_map(column.choices));
        if (!column.title.empty())
            aliases += fmt::format("  <alias field=\"{}\" index=\"{}\" name=\"{}\"/>\n", escaped(column.name),
                                   index, escaped(column.title));
    }
    return fmt::format(" <fieldConfiguration>\n{} </fieldConfiguration>\n <aliases>\n{} </aliases>\n",
                       configuration, aliases);
}

Table styles_table() {
    Table table;
    table.name = "layer_styles";
    table.identifier = "layer_styles";
    table.id_column = "id";
    table.columns = {{.name = "f_table_catalog", .width = 256},
                     {.name = "f_table_schema", .width = 256},
                     {.name = "f_table_name", .width = 256},
                     {.name = "f_geometry_column", .width = 256},
                     {.name = "styleName", .width = 30},
                     {.name = "styleQML"},
                     {.name = "styleSLD"},
                     {.name = "useAsDefault", .type = OFTInteger, .subtype = OFSTBoolean},
                     {.name = "description"},
                     {.name = "owner", .width = 30},
                     {.name = "ui", .width = 30},
                     {.name = "update_time", .type = OFTDateTime, .default_value = "CURRENT_TIMESTAMP"}};
    return table;
}

} // namespace

std::string read_style(const std::filesystem::path &styles_dir, const std::string &name,
                       const std::string &fallback) {
    std::filesystem::path file = styles_dir / (name + ".qml");
    if (name.empty() || !std::filesystem::exists(file))
        file = styles_dir / (fallback + ".qml");
    std::ifstream stream(file, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    if (text.find("</qgis>") == std::string::npos)
        throw Error(Status::unreadable,
                    say("{}: is no style of QGIS. Save the layer's style there as QML, or put back the one "
                        "that came with qitu.",
                        file.string()));
    return text;
}

std::string style_without_drawing() {
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
           "<qgis version=\"3.22\" styleCategories=\"Fields|Forms\">\n</qgis>\n";
}

std::string with_form(std::string qml, const Table &table) {
    remove_element(qml, "fieldConfiguration");
    remove_element(qml, "aliases");
    claim_categories(qml);
    return qml.insert(qml.rfind("</qgis>"), form(table));
}

void add_styles(GeoPackage &geopackage, const std::vector<Style> &styles, const std::string &time) {
    auto rows = geopackage.add(styles_table());
    std::int64_t id = 0;
    for (const auto &[table, qml] : styles) {
        const std::string column = table->geometry == wkbNone ? "" : geometry_column;
        rows.add(++id, {},
                 {"", "", table->name, column, table->identifier, with_form(qml, *table), "", std::int64_t{1},
                  table->description, "", "", time});
    }
}

} // namespace qitu::publish
