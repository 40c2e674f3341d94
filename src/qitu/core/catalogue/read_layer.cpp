#include "programme.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/core/catalogue/class_field.h>
#include <qitu/core/catalogue/field_ids.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::catalogue {

namespace {

constexpr std::array<std::string_view, 3> geometry_words{"point", "line", "polygon"};
constexpr std::array geometries{GeometryType::point, GeometryType::line, GeometryType::polygon};
constexpr std::array<std::string_view, 3> severities{"error", "warning", "off"};

// Tables of the workspace that are no layer of the programme, and beginnings that SQLite and GeoPackage keep.
constexpr std::array taken_tables{"region", "league", "banner", "township"};
constexpr std::array taken_beginnings{"qitu_", "gpkg_", "rtree_", "sqlite_"};

std::string read_id(const Section &root) {
    std::string id = root.id();
    if (id != root.file().stem().string())
        root.refuse("id", say("the layer \"{}\" must be in a file of the same name, {}.toml.", id, id));
    const bool taken = std::find(taken_tables.begin(), taken_tables.end(), id) != taken_tables.end() ||
                       std::any_of(taken_beginnings.begin(), taken_beginnings.end(),
                                   [&](const char *beginning) { return id.starts_with(beginning); });
    if (taken)
        root.refuse("id", say("the name \"{}\" is reserved for the workspace. Choose another id.", id));
    return id;
}

// Place of the group among the programme's.
std::size_t read_group(const Section &root, const Programme &programme) {
    const std::string id = root.text("group");
    std::vector<std::string> known;
    for (const Group &group : programme.groups)
        known.push_back(group.id);
    const auto found = std::find(known.begin(), known.end(), id);
    if (found == known.end())
        root.refuse("group", say("unknown group \"{}\".", id) + hint(id, known));
    return static_cast<std::size_t>(found - known.begin());
}

// A layer that is built upon has no project and no stage.
std::vector<Field> common_fields(const Programme &programme, bool reference) {
    std::vector<Field> fields = programme.fields;
    if (reference)
        std::erase_if(fields, [](const Field &field) {
            return field.id != field_id::admin_code && field.id != field_id::year;
        });
    return fields;
}

void refuse_unless_rule(const Section &section, const std::string &id) {
    const bool plain = std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
               c == '_' || c == '-';
    });
    if (!plain)
        section.refuse("id", say("the id \"{}\" of a rule may have letters, digits and . _ - only.", id));
}

// The fields are another layer's, which may not have been read yet; whoever applies the rule asks for them.
std::map<std::string, std::vector<std::string>> read_conditions(const Section &rule, const char *key) {
    std::map<std::string, std::vector<std::string>> where;
    if (!rule.has(key))
        return where;
    const Section conditions = rule.section(key);
    for (const std::string &field : conditions.keys())
        for (const Text &code : conditions.texts(field.c_str()))
            where[field].push_back(code.value);
    return where;
}

constexpr std::array<std::string_view, 2> raster_kinds{"value", "slope"};

// The file lies beside the catalogue's unless its path says otherwise.
std::optional<RasterGround> read_raster(const Section &rule) {
    if (!rule.has("raster")) {
        for (const char *key : {"kind", "least", "most", "values"})
            if (rule.has(key))
                rule.refuse(key, say("\"{}\" is only used with \"{}\".", key, "raster"));
        return std::nullopt;
    }
    RasterGround ground;
    ground.file = rule.file().parent_path() / rule.text("raster");
    ground.slope = rule.choice("kind", raster_kinds, 0) == 1;
    ground.least = rule.number("least").value_or(ground.least);
    ground.most = rule.number("most").value_or(ground.most);
    for (const Text &text : rule.texts("values")) {
        double number = 0;
        if (!parse_number(text.value, number))
            rule.refuse_at(text.line, say("\"{}\" is not a number.", text.value));
        ground.values.push_back(number);
    }
    if (!rule.has("least") && !rule.has("most") && ground.values.empty())
        rule.refuse("raster", say("a raster needs least, most or values: which cells are meant."));
    return ground;
}

std::vector<Rule> read_rules(const Section &root) {
    std::vector<Rule> rules;
    Ids ids;
    for (const Section &section : root.sections("rule")) {
        section.allow(
            {"id", "severity", "limit", "where", "only", "raster", "kind", "least", "most", "values"});
        Rule rule;
        rule.id = section.text("id");
        refuse_unless_rule(section, rule.id);
        ids.add(rule.id, section, "id");
        rule.severity = severities[section.choice("severity", severities)];
        rule.limit = section.number("limit");
        rule.where = read_conditions(section, "where");
        rule.only = read_conditions(section, "only");
        rule.raster = read_raster(section);
        rules.push_back(std::move(rule));
    }
    return rules;
}

void refuse_class_field(const Section &root, const Layer &layer) {
    const std::string field = root.text("class_field", "");
    if (!field.empty() && layer.field(field) == nullptr)
        root.refuse("class_field", say("the layer has no field \"{}\"", field));
}

} // namespace

bool RasterGround::has(double value) const {
    return value >= least && value <= most &&
           (values.empty() || std::ranges::find(values, value) != values.end());
}

Layer read_layer(const Document &document, const Programme &programme) {
    const Section root(document);
    root.allow({"id", "zh", "en", "group", "geometry", "reference", "class_field", "style", "field", "rule",
                "indicator"});
    Layer layer;
    layer.file = document.file;
    layer.id = read_id(root);
    layer.names = root.names();
    const std::size_t group = read_group(root, programme);
    layer.group = programme.groups[group].names;
    layer.group_id = programme.groups[group].id;
    layer.group_order = static_cast<int>(group);
    layer.geometry = geometries[root.choice("geometry", geometry_words)];
    layer.reference = root.flag("reference", false);
    layer.style = root.text("style", layer.id);
    layer.fields = common_fields(programme, layer.reference);
    for (Field &field : read_fields(root, layer.fields))
        layer.fields.push_back(std::move(field));
    layer.rules = read_rules(root);
    refuse_class_field(root, layer);
    return layer;
}

std::string class_field(const Layer &layer) {
    const Document document = read_toml(layer.file);
    return Section(document).text("class_field", "");
}

} // namespace qitu::catalogue
