#include <qitu/core/base/local_words.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/data/workspace/features.h>
#include <qitu/output/qgis/plan_views.h>
#include <qitu/output/qgis/project.h>

#include <fmt/format.h>

#include <algorithm>

namespace qitu::qgis {

namespace {

namespace id = catalogue::field_id;

constexpr std::string_view style_prefix = "规划·";
constexpr const char *atlas_theme = "分旗县图册"; // of the map in styles/project.qgs
constexpr const char *atlas_subject = "乡村振兴土地项目图";

std::string literal(const std::string &text) {
    std::string result = "'";
    for (const char c : text)
        result += c == '\'' ? "''" : std::string(1, c);
    return result + "'";
}

std::string only_of(const std::string &plan) {
    return fmt::format("\"{}\" = {}", id::plan, literal(plan));
}

// Blocks of other plans have no value that a category draws.
Style style_of_plan(const Xml &base, const std::string &plan) {
    Style style{std::string(style_prefix) + plan, {}};
    style.qml.reset(base);
    Node root = style.qml.document_element();
    root.attribute("hasScaleBasedVisibilityFlag") = "0";
    const Node renderer = root.child("renderer-v2");
    renderer.attribute("attr") =
        fmt::format("if({}, \"{}\", NULL)", only_of(plan), renderer.attribute("attr").value()).c_str();
    for (const pugi::xpath_node &text : root.select_nodes("labeling//text-style")) {
        pugi::xml_attribute field = text.node().attribute("fieldName");
        field = fmt::format("if({}, {}, NULL)", only_of(plan), field.value()).c_str();
    }
    style.for_qgis_alone = true;
    return style;
}

Node with_attribute(Node parent, const char *name, const std::string &value) {
    return parent.find_node([&](const Node &node) { return node.attribute(name).value() == value; });
}

void retitle(Node layout, const std::string &plan) {
    for (const pugi::xpath_node &found : layout.select_nodes("LayoutItem[@labelText]")) {
        std::string text = found.node().attribute("labelText").value();
        const std::size_t at = text.find(atlas_subject);
        if (at != std::string::npos)
            found.node().attribute("labelText") =
                text.replace(at, std::string_view(atlas_subject).size(), in_local_words("规划") + "：" + plan)
                    .c_str();
    }
}

void add_layout(Node layouts, Node atlas, const Table &table, const std::string &plan) {
    Node layout = layouts.append_copy(atlas);
    layout.attribute("name") = plan_pages(plan).c_str();
    with_attribute(layout, "followPresetName", atlas_theme).attribute("followPresetName") =
        plan_pages(plan).c_str();
    retitle(layout, plan);
    Node pages = layout.child("Atlas");
    for (const auto &[name, value] :
         {std::pair("filterFeatures", std::string("1")),
          {"featureFilter", fmt::format("aggregate(layer:='{}', aggregate:='count', expression:=\"{}\", "
                                        "filter:={} AND \"{}\" = attribute(@parent, 'code')) > 0",
                                        layer_id(table), id::block, only_of(plan), id::admin_code)}})
        if (pugi::xml_attribute there = pages.attribute(name))
            there = value.c_str();
        else
            pages.append_attribute(name) = value.c_str();
}

} // namespace

void add_plan_styles(std::vector<Style> &styles, const Table &table, const workspace::Workspace &workspace,
                     const catalogue::Catalogue &catalogue) {
    if (table.column(id::plan) == nullptr || table.column(id::plan_state) == nullptr)
        return;
    Xml base;
    base.reset(styles.front().qml);
    drop_form(base);
    for (const auto &[plan, blocks] :
         workspace::value_counts(workspace, catalogue.layer(table.name), id::plan))
        styles.push_back(style_of_plan(base, plan));
}

std::string plan_of(const Style &style) {
    return style.name.starts_with(style_prefix) ? style.name.substr(style_prefix.size()) : "";
}

std::string plan_pages(const std::string &plan) {
    return in_local_words("规划图册") + "·" + plan;
}

void add_plan_layouts(Node layouts, const std::vector<Table> &tables,
                      const std::vector<std::vector<Style>> &styles) {
    const Node atlas = layouts.child("Layout");
    for (std::size_t i = 0; i < tables.size(); ++i)
        for (const Style &style : styles[i])
            if (const std::string plan = plan_of(style); !plan.empty() && atlas)
                add_layout(layouts, atlas, tables[i], plan);
}

} // namespace qitu::qgis
