#include "themes.h"

#include <qitu/core/base/local_words.h>
#include <qitu/output/qgis/plan_views.h>

#include <algorithm>

namespace qitu::qgis {

namespace {

constexpr const char *review_style = "审核状态";
constexpr const char *figure_style = "完成率";

class Theme {
  public:
    Theme(Node presets, const std::string &name)
        : preset_(add_element(presets, "visibility-preset",
                              {{"name", name}, {"has-expanded-info", "0"}, {"has-checked-group-info", "1"}})),
          groups_(preset_.append_child("checked-group-nodes")) {}

    void show(const Table &table, const std::string &style) {
        add_layer(layer_id(table), style);
        if (!groups_.find_child_by_attribute("checked-group-node", "id", table.description.c_str()))
            add_element(groups_, "checked-group-node", {{"id", table.description}});
    }
    void show_mask() { add_layer(mask_id, mask_style); }

  private:
    void add_layer(const std::string &id, const std::string &style) {
        Node layer = preset_.insert_child_before("layer", groups_);
        layer.append_attribute("id") = id.c_str();
        layer.append_attribute("visible") = "1";
        layer.append_attribute("style") = style.c_str();
    }

    Node preset_;
    Node groups_;
};

class Themes {
  public:
    Themes(Node presets, const ProjectOf &project) : presets_(presets), project_(project) {}

    void add_all() {
        add("项目总览", shown_at_first, {}, "");
        add_progress();
        add("项目阶段", is_programme, {}, plain_style);
        if (std::any_of(project_.styles.begin(), project_.styles.end(),
                        [](const auto &styles) { return has(styles, review_style); }))
            add(review_style, is_programme, review_style, plain_style);
        for (const std::string &group : groups_in_order(project_))
            add_group(group);
        add_plans();
        add_atlas();
    }

  private:
    using Styles = std::vector<Style>;

    static bool is_programme(const Table &table) { return table.place == Place::programme; }
    static bool is_drawn_admin(const Table &table) {
        return table.place == Place::admin && table.shape != Shape::none;
    }
    static bool has(const Styles &styles, const std::string &name) {
        return std::any_of(styles.begin(), styles.end(),
                           [&](const Style &style) { return style.name == name; });
    }
    static std::string or_default(const Styles &styles, const std::string &name) {
        return has(styles, name) ? name : styles.front().name;
    }

    // A style that is asked for leaves out the layers without it; that of admin units does not.
    template <typename Choose>
    Theme add(const std::string &name, Choose choose, const std::string &style, const std::string &admin) {
        Theme theme(presets_, name);
        for (std::size_t i = 0; i < project_.tables.size(); ++i) {
            const Table &table = project_.tables[i];
            const Styles &styles = project_.styles[i];
            if (is_drawn_admin(table))
                theme.show(table, or_default(styles, admin));
            else if (table.shape != Shape::none && choose(table) && (style.empty() || has(styles, style)))
                theme.show(table, style.empty() ? styles.front().name : style);
        }
        return theme;
    }

    void add_progress() {
        const auto nothing = [](const Table &) { return false; };
        for (std::size_t i = 0; i < project_.tables.size(); ++i)
            if (project_.tables[i].name == "banner")
                for (const Style &style : project_.styles[i])
                    if (style.name.starts_with(figure_style))
                        add("任务" + style.name, nothing, {}, style.name);
    }

    void add_group(const std::string &group) {
        const auto in_group = [&](const Table &table) {
            return table.description == group && table.place != Place::admin && table.shape != Shape::none;
        };
        if (std::any_of(project_.tables.begin(), project_.tables.end(), in_group))
            add("专题·" + group, in_group, {}, plain_style);
    }

    void add_plans() {
        const auto nothing = [](const Table &) { return false; };
        for (std::size_t i = 0; i < project_.tables.size(); ++i)
            for (const Style &style : project_.styles[i])
                if (const std::string plan = plan_of(style); !plan.empty()) {
                    add(style.name, nothing, {}, plain_style).show(project_.tables[i], style.name);
                    Theme pages = add(plan_pages(plan), nothing, {}, plain_style);
                    pages.show(project_.tables[i], style.name);
                    pages.show_mask();
                }
    }

    void add_atlas() { add(in_local_words("分旗县图册"), is_programme, {}, plain_style).show_mask(); }

    Node presets_;
    const ProjectOf &project_;
};

} // namespace

std::vector<std::string> groups_in_order(const ProjectOf &project) {
    const auto used = [&](const std::string &group) {
        return std::any_of(project.tables.begin(), project.tables.end(),
                           [&](const Table &table) { return table.description == group; });
    };
    std::vector<std::string> groups;
    std::copy_if(project.groups.begin(), project.groups.end(), std::back_inserter(groups), used);
    for (const Table &table : project.tables)
        if (std::find(groups.begin(), groups.end(), table.description) == groups.end())
            groups.push_back(table.description);
    return groups;
}

bool shown_at_first(const Table &table) {
    return table.shape != Shape::none && table.place != Place::reference;
}

void add_themes(Node presets, const ProjectOf &project) {
    Themes(presets, project).add_all();
}

} // namespace qitu::qgis
