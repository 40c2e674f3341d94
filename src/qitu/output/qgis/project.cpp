#include "themes.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/local_words.h>
#include <qitu/core/base/message.h>
#include <qitu/data/gdal/handles.h>
#include <qitu/data/sqlite/sqlite.h>
#include <qitu/data/workspace/server.h>
#include <qitu/output/qgis/plan_views.h>
#include <qitu/output/qgis/project.h>

#include <cpl_conv.h>
#include <cpl_vsi.h>

#include <algorithm>

namespace qitu::qgis {

namespace {

const char *geometry_name(const Table &table) {
    switch (table.shape) {
    case Shape::point:
        return "Point";
    case Shape::line:
        return "Line";
    case Shape::none:
        return "No geometry";
    default:
        return "Polygon";
    }
}

// QGIS looks at the authority's code only where there is a number of its own.
void add_crs(Node srs) {
    Node crs = srs.append_child("spatialrefsys");
    add_text(crs, "srsid", "27734");
    add_text(crs, "srid", "4490");
    add_text(crs, "authid", "EPSG:4490");
    add_text(crs, "description", "China Geodetic Coordinate System 2000");
    add_text(crs, "projectionacronym", "longlat");
    add_text(crs, "ellipsoidacronym", "EPSG:1024");
    add_text(crs, "geographicflag", "true");
}

void add_property(Node of, const char *name, const char *value) {
    Node map = add_element(of.append_child("customproperties"), "Option", {{"type", "Map"}});
    add_option(map, name, "QString", value);
}

// Attributes and elements of a style become those of the layer.
void take_style(Node layer, const Xml &style) {
    const Node root = style.document_element();
    for (const pugi::xml_attribute &attribute : root.attributes())
        if (!layer.attribute(attribute.name()) && attribute.name() != std::string_view("version"))
            layer.append_attribute(attribute.name()) = attribute.value();
    for (const Node child : root.children())
        layer.append_copy(child);
}

void add_style_manager(Node layer, const std::vector<Style> &styles) {
    Node manager = add_element(layer, "map-layer-style-manager", {{"current", styles.front().name}});
    for (const Style &style : styles) {
        Node entry = add_element(manager, "map-layer-style", {{"name", style.name}});
        if (!style.is_default)
            entry.append_copy(style.qml.document_element());
    }
}

void add_flags(Node layer, bool listed) {
    Node flags = layer.append_child("flags");
    for (const char *flag : {"Identifiable", "Removable", "Searchable"})
        add_text(flags, flag, listed ? "1" : "0");
    add_text(flags, "Private", listed ? "0" : "1");
}

const char *wkb_type_name(Shape shape) {
    switch (shape) {
    case Shape::point:
        return "MultiPoint";
    case Shape::line:
        return "MultiLineString";
    default:
        return "MultiPolygon";
    }
}

class Builder {
  public:
    Builder(const ProjectOf &project, const std::filesystem::path &styles_dir)
        : project_(project), styles_dir_(styles_dir), document_(read_xml(styles_dir / "project.qgs", "qgis")),
          root_(document_.document_element()) {}

    std::string text() {
        add_layers();
        add_tree();
        add_relations();
        add_themes(fresh_element(root_, "visibility-presets"), project_);
        if (!has_table("progress")) // the pages are about figures
            fresh_element(root_, "Layouts");
        else
            add_plan_layouts(root_.child("Layouts"), project_.tables, project_.styles);
        add_extent();
        fresh_element(root_, "title").text() = project_.title.c_str();
        add_variable("qitu_date", project_.date);
        return text_of(document_);
    }

  private:
    [[nodiscard]] bool has_table(const std::string &name) const {
        return std::any_of(project_.tables.begin(), project_.tables.end(),
                           [&](const Table &table) { return table.name == name; });
    }

    // Of a table of mixed geometry QGIS asks which.
    [[nodiscard]] std::string source_of(const Table &table) const {
        if (!project_.server.empty())
            return server_source_of(table);
        return "./" + project_.file_name + "|layername=" + table.name +
               (table.shape == Shape::any ? "|geometrytype=MultiPolygon" : "");
    }

    [[nodiscard]] std::string server_source_of(const Table &table) const {
        const bool placed = table.shape != Shape::none;
        return fmt::format(
            "{} key='{}' estimatedmetadata=true checkPrimaryKeyUnicity='0'{} table=\"qitu\".\"{}\"{}",
            project_.server, table.id_column,
            placed ? fmt::format(" srid=4490 type={}", wkb_type_name(table.shape)) : "", table.name,
            placed ? fmt::format(" ({})", geometry_column) : "");
    }

    [[nodiscard]] const char *provider() const { return project_.server.empty() ? "ogr" : "postgres"; }

    [[nodiscard]] Node add_layer(Node layers, const std::string &id, const std::string &title,
                                 const Table &table) const {
        Node layer = add_element(layers, "maplayer",
                                 {{"type", "vector"},
                                  {"geometry", geometry_name(table)},
                                  {"styleCategories", "AllStyleCategories"},
                                  {"readOnly", table.place == Place::admin ? "1" : "0"}});
        add_text(layer, "id", id);
        add_text(layer, "datasource", source_of(table));
        add_text(layer, "layername", title);
        if (table.shape != Shape::none)
            add_crs(layer.append_child("srs"));
        add_text(layer, "provider", provider()).append_attribute("encoding") = "UTF-8";
        return layer;
    }

    void add_layers() {
        Node layers = fresh_element(root_, "projectlayers");
        Node order = fresh_element(root_, "layerorder");
        for (std::size_t i = 0; i < project_.tables.size(); ++i) {
            const Table &table = project_.tables[i];
            Node layer = add_layer(layers, layer_id(table), table.identifier, table);
            add_style_manager(layer, project_.styles[i]);
            add_flags(layer, true);
            take_style(layer, project_.styles[i].front().qml);
            if (!project_.server.empty() && is_layer(table))
                add_version(layer);
            if (table.name == "banner")
                add_relation_tab(layer);
            add_element(order, "layer", {{"id", layer_id(table)}});
        }
        add_mask(layers);
    }

    static bool is_layer(const Table &table) {
        return table.shape != Shape::none &&
               (table.place == Place::programme || table.place == Place::reference);
    }

    // With each edit QGIS sends back the version that it has read, by which the database knows whether somebody else was
    // quicker: negative, since it sends no value that it takes for unchanged.
    static void add_version(Node layer) {
        constexpr const char *version = workspace::version_column;
        Node field = add_element(layer.child("fieldConfiguration"), "field",
                                 {{"name", version}, {"configurationFlags", "None"}});
        add_element(add_element(field, "editWidget", {{"type", "Hidden"}}).append_child("config"), "Option",
                    {{"type", "Map"}});
        add_element(layer.child("defaults"), "default",
                    {{"field", version},
                     {"expression", fmt::format("if(\"{0}\" > 0, 0 - \"{0}\", \"{0}\")", version)},
                     {"applyOnUpdate", "1"}});
    }

    // All but one banner, in white: for the atlas.
    void add_mask(Node layers) const {
        const auto banner = std::find_if(project_.tables.begin(), project_.tables.end(),
                                         [](const Table &table) { return table.name == "banner"; });
        Node layer = add_layer(layers, mask_id, in_local_words(mask_title), *banner);
        add_flags(layer, false);
        Node manager = add_element(layer, "map-layer-style-manager", {{"current", mask_style}});
        add_element(manager, "map-layer-style", {{"name", mask_style}});
        take_style(layer, read_xml(styles_dir_ / "_mask.qml", "qgis"));
    }

    // The works of a banner, in its form.
    void add_relation_tab(Node layer) const {
        const Node form = layer.child("attributeEditorForm");
        if (!form)
            return;
        Node tab = add_form_tab(form, "项目清单");
        for (const Table &table : project_.tables)
            if (table.place == Place::programme && !table.banner_column.empty())
                add_element(tab, "attributeEditorRelation",
                            {{"name", relation_id(table)},
                             {"relation", relation_id(table)},
                             {"label", table.identifier},
                             {"showLabel", "1"},
                             {"nmRelationId", ""},
                             {"forceSuppressFormPopup", "0"},
                             {"relationWidgetTypeId", ""}});
    }

    void add_relations() {
        Node relations = fresh_element(root_, "relations");
        for (const Table &table : project_.tables) {
            if (table.banner_column.empty())
                continue;
            Node relation = add_element(relations, "relation",
                                        {{"id", relation_id(table)},
                                         {"name", in_local_words("旗县") + "—" + table.identifier},
                                         {"referencingLayer", layer_id(table)},
                                         {"referencedLayer", layer_id({.name = "banner"})},
                                         {"strength", "Association"}});
            add_element(relation, "fieldRef",
                        {{"referencingField", table.banner_column}, {"referencedField", "code"}});
        }
    }

    void add_tree() {
        Node tree = fresh_element(root_, "layer-tree-group");
        tree.append_child("customproperties").append_child("Option");
        for (const std::string &group : groups_in_order(project_)) {
            Node branch = add_element(tree, "layer-tree-group",
                                      {{"name", group},
                                       {"checked", "Qt::Checked"},
                                       {"expanded", group == main_group() ? "1" : "0"}});
            // In the legend of a page layers have heads of their own, but for borders, whose one sign is named.
            add_property(branch, "legend/title-style", holds_borders(group) ? "subgroup" : "hidden");
            for (const Table &table : project_.tables)
                if (table.description == group)
                    add_leaf(branch, layer_id(table), table.identifier, table, shown_at_first(table));
        }
        Node order = add_element(tree, "custom-order", {{"enabled", "1"}});
        add_text(order, "item", mask_id);
        for (const Table &table : project_.tables)
            if (table.shape != Shape::none)
                add_text(order, "item", layer_id(table));
        add_leaf(tree, mask_id, in_local_words(mask_title), {.name = "banner"}, false);
    }

    [[nodiscard]] bool holds_borders(const std::string &group) const {
        return std::any_of(project_.tables.begin(), project_.tables.end(), [&](const Table &table) {
            return table.name == "banner" && table.description == group;
        });
    }

    // The one that opens: what the project is about first, else the first of all.
    [[nodiscard]] std::string main_group() const { return groups_in_order(project_).front(); }

    void add_leaf(Node branch, const std::string &id, const std::string &title, const Table &table,
                  bool shown) const {
        Node leaf = add_element(branch, "layer-tree-layer",
                                {{"id", id},
                                 {"name", title},
                                 {"source", source_of(table)},
                                 {"providerKey", provider()},
                                 {"checked", shown ? "Qt::Checked" : "Qt::Unchecked"},
                                 {"expanded", "0"}});
        if (id == mask_id)
            add_property(leaf, "legend/node-order", "");
        else
            leaf.append_child("customproperties").append_child("Option");
    }

    void add_variable(const char *name, const std::string &value) {
        Node variables = root_.child("properties").append_child("Variables");
        for (const auto &[part, text] :
             {std::pair("variableNames", std::string(name)), {"variableValues", value}})
            add_text(add_element(variables, part, {{"type", "QStringList"}}), "value", text);
    }

    // In the CRS of the map, which the skeleton gives as WKT.
    void add_extent() {
        const Node crs = root_.child("projectCrs").child("spatialrefsys");
        OGRSpatialReference degrees, map;
        degrees.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
        map.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
        if (degrees.importFromEPSG(4490) != OGRERR_NONE ||
            map.SetFromUserInput(crs.child("wkt").child_value()) != OGRERR_NONE)
            throw Error(ErrorKind::unreadable,
                        say("{}: the coordinate system of the map is not understood. Put back the project "
                            "that came with qitu.",
                            (styles_dir_ / "project.qgs").string()));
        const std::unique_ptr<OGRCoordinateTransformation> to_map(
            OGRCreateCoordinateTransformation(&degrees, &map));
        const geometry::Box &extent = project_.extent;
        geometry::Box box;
        if (!to_map || !to_map->TransformBounds(extent.min_x, extent.min_y, extent.max_x, extent.max_y,
                                                &box.min_x, &box.min_y, &box.max_x, &box.max_y, 21))
            return;
        set_extent(box, crs);
    }

    void set_extent(const geometry::Box &box, Node crs) {
        const auto metres = [](double value) { return fmt::format("{:.0f}", value); };
        Node settings = fresh_element(root_, "ProjectViewSettings");
        settings.append_attribute("UseProjectScales") = "0";
        Node view = add_element(settings, "DefaultViewExtent",
                                {{"xmin", metres(box.min_x)},
                                 {"ymin", metres(box.min_y)},
                                 {"xmax", metres(box.max_x)},
                                 {"ymax", metres(box.max_y)}});
        view.append_copy(crs);
        Node canvas = fresh_element(root_, "mapcanvas");
        canvas.append_attribute("name") = "theMapCanvas";
        canvas.append_attribute("annotationsVisible") = "1";
        add_text(canvas, "units", "meters");
        Node extent = canvas.append_child("extent");
        add_text(extent, "xmin", metres(box.min_x));
        add_text(extent, "ymin", metres(box.min_y));
        add_text(extent, "xmax", metres(box.max_x));
        add_text(extent, "ymax", metres(box.max_y));
        add_text(canvas, "rotation", "0");
        canvas.append_child("destinationsrs").append_copy(crs);
    }

    const ProjectOf &project_;
    std::filesystem::path styles_dir_;
    Xml document_;
    Node root_;
};

struct MemoryFile {
    std::string name;
    explicit MemoryFile(std::string file) : name(std::move(file)) {}
    ~MemoryFile() { VSIUnlink(name.c_str()); }
    MemoryFile(const MemoryFile &) = delete;
    MemoryFile &operator=(const MemoryFile &) = delete;
};

} // namespace

std::string layer_id(const Table &table) {
    return "layer_" + table.name;
}

std::string relation_id(const Table &table) {
    return "banner_" + table.name;
}

std::vector<std::string> group_names(const catalogue::Catalogue &catalogue) {
    std::vector<std::string> names;
    for (const catalogue::Group &group : catalogue.groups())
        names.push_back(group.names.zh);
    return names;
}

std::string project_text(const ProjectOf &project, const std::filesystem::path &styles_dir) {
    return Builder(project, styles_dir).text();
}

std::vector<std::byte> zipped_project(const std::string &text) {
    const MemoryFile file(fmt::format("/vsimem/qitu-{}.qgz", static_cast<const void *>(text.data())));
    void *zip = CPLCreateZip(file.name.c_str(), nullptr);
    if (zip == nullptr || CPLCreateFileInZip(zip, "qitu.qgs", nullptr) != CE_None ||
        CPLWriteFileInZip(zip, text.data(), static_cast<int>(text.size())) != CE_None ||
        CPLCloseFileInZip(zip) != CE_None || CPLCloseZip(zip) != CE_None)
        throw std::logic_error("a project cannot be zipped in memory");
    vsi_l_offset size = 0;
    const GByte *bytes = VSIGetMemFileBuffer(file.name.c_str(), &size, FALSE);
    const auto *begin = reinterpret_cast<const std::byte *>(bytes);
    return {begin, begin + size};
}

std::vector<std::string> project_sql(const std::string &name, const std::vector<std::byte> &zipped,
                                     const std::string &time) {
    std::string hex;
    hex.reserve(2 * zipped.size());
    for (const std::byte byte : zipped)
        hex += fmt::format("{:02x}", std::to_integer<int>(byte));
    return {
        "CREATE TABLE IF NOT EXISTS qgis_projects(name TEXT PRIMARY KEY, metadata BLOB, content BLOB)",
        fmt::format("INSERT OR REPLACE INTO qgis_projects VALUES ({}, {}, {})", sqlite::literal(name),
                    sqlite::literal(fmt::format("{{\"last_modified_time\": \"{}\", \"last_modified_user\": "
                                                "\"qitu\" }}",
                                                time)),
                    sqlite::literal(hex))};
}

} // namespace qitu::qgis
