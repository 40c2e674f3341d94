// A style of QGIS told in SLD, as far as SLD goes: expressions become the field that they are about.
#include <qitu/output/qgis/style.h>

#include <fmt/format.h>

#include <sstream>
#include <string>
#include <string_view>

namespace qitu::qgis {

namespace {

constexpr double pixels_per_mm = 1 / 0.28; // OGC's pixel

std::string option(Node layer, const char *name) {
    const Node found = layer.child("Option").find_child_by_attribute("Option", "name", name);
    if (found)
        return found.attribute("value").value();
    return layer.find_child_by_attribute("prop", "k", name).attribute("v").value();
}

std::string pixels(const std::string &mm) {
    return fmt::format("{:.2f}", mm.empty() ? 1.0 : std::stod(mm) * pixels_per_mm);
}

struct Paint {
    std::string colour = "#808080";
    std::string opacity = "1";
};

Paint paint_of(const std::string &rgba) {
    int red = 128, green = 128, blue = 128, alpha = 255;
    char comma = 0;
    std::istringstream(rgba) >> red >> comma >> green >> comma >> blue >> comma >> alpha;
    return {fmt::format("#{:02x}{:02x}{:02x}", red, green, blue), fmt::format("{:.2f}", alpha / 255.0)};
}

void add_parameter(Node parent, const char *name, const std::string &value) {
    add_text(parent, "se:SvgParameter", value).append_attribute("name") = name;
}

void add_fill(Node parent, const std::string &rgba) {
    const Paint paint = paint_of(rgba);
    Node fill = parent.append_child("se:Fill");
    add_parameter(fill, "fill", paint.colour);
    add_parameter(fill, "fill-opacity", paint.opacity);
}

void add_stroke(Node parent, const std::string &rgba, const std::string &width_mm, const std::string &dash) {
    if (dash == "no")
        return;
    const Paint paint = paint_of(rgba);
    Node stroke = parent.append_child("se:Stroke");
    add_parameter(stroke, "stroke", paint.colour);
    add_parameter(stroke, "stroke-opacity", paint.opacity);
    add_parameter(stroke, "stroke-width", pixels(width_mm));
    add_parameter(stroke, "stroke-linejoin", "round");
    if (dash == "dash")
        add_parameter(stroke, "stroke-dasharray", "4 2");
    if (dash == "dot")
        add_parameter(stroke, "stroke-dasharray", "1 2");
}

void add_hatch(Node rule, Node layer) {
    Node mark = rule.append_child("se:PolygonSymbolizer")
                    .append_child("se:Fill")
                    .append_child("se:GraphicFill")
                    .append_child("se:Graphic");
    const std::string size = pixels(option(layer, "distance"));
    const bool rising = option(layer, "angle") != "135";
    Node drawn = mark.append_child("se:Mark");
    add_text(drawn, "se:WellKnownName", rising ? "shape://slash" : "shape://backslash");
    add_stroke(drawn, option(layer, "color"), option(layer, "line_width"), "solid");
    add_text(mark, "se:Size", size);
}

// The names that the standard knows, and a square turned round for a diamond.
std::string well_known(const std::string &shape) {
    for (const char *known : {"square", "circle", "triangle", "star", "cross", "x"})
        if (shape == known)
            return known;
    return shape == "diamond" ? "square" : "circle";
}

void add_marker(Node rule, Node layer) {
    Node graphic = rule.append_child("se:PointSymbolizer").append_child("se:Graphic");
    Node mark = graphic.append_child("se:Mark");
    const std::string shape = option(layer, "name");
    add_text(mark, "se:WellKnownName", well_known(shape));
    add_fill(mark, option(layer, "color"));
    add_stroke(mark, option(layer, "outline_color"), option(layer, "outline_width"), "solid");
    add_text(graphic, "se:Size", pixels(option(layer, "size")));
    if (shape == "diamond")
        add_text(graphic, "se:Rotation", "45");
}

void add_symbolizer(Node rule, Node layer) {
    const std::string kind = layer.attribute("class").value();
    if (kind == "SimpleFill") {
        Node polygon = rule.append_child("se:PolygonSymbolizer");
        if (option(layer, "style") != "no")
            add_fill(polygon, option(layer, "color"));
        add_stroke(polygon, option(layer, "outline_color"), option(layer, "outline_width"),
                   option(layer, "outline_style"));
    } else if (kind == "LinePatternFill") {
        add_hatch(rule, layer);
    } else if (kind == "SimpleLine") {
        add_stroke(rule.append_child("se:LineSymbolizer"), option(layer, "line_color"),
                   option(layer, "line_width"), option(layer, "line_style"));
    } else if (kind == "SimpleMarker") {
        add_marker(rule, layer);
    }
}

// The first "field" of an expression, or the expression itself where it is a bare name.
std::string field_of(const std::string &expression) {
    const auto begin = expression.find('"');
    const auto end = expression.find('"', begin + 1);
    return begin == std::string::npos || end == std::string::npos
               ? expression
               : expression.substr(begin + 1, end - begin - 1);
}

Node add_comparison(Node parent, const char *kind, const std::string &field, const std::string &value) {
    Node comparison = parent.append_child(kind);
    add_text(comparison, "ogc:PropertyName", field);
    add_text(comparison, "ogc:Literal", value);
    return comparison;
}

void add_category_filter(Node rule, const std::string &field, Node category) {
    if (category.attribute("value").value() == std::string_view(""))
        rule.append_child("se:ElseFilter");
    else
        add_comparison(rule.append_child("ogc:Filter"), "ogc:PropertyIsEqualTo", field,
                       category.attribute("value").value());
}

// What coalesce() makes negative stands for no value.
void add_range_filter(Node rule, const std::string &field, Node range) {
    Node filter = rule.append_child("ogc:Filter");
    if (range.attribute("upper").as_double() < 0) {
        add_text(filter.append_child("ogc:PropertyIsNull"), "ogc:PropertyName", field);
        return;
    }
    Node both = filter.append_child("ogc:And");
    add_comparison(both, "ogc:PropertyIsGreaterThan", field, range.attribute("lower").value());
    add_comparison(both, "ogc:PropertyIsLessThanOrEqualTo", field, range.attribute("upper").value());
}

void add_scales(Node rule, double largest, double smallest) {
    if (largest > 0)
        add_text(rule, "se:MinScaleDenominator", fmt::format("{:.0f}", largest));
    if (smallest > 0)
        add_text(rule, "se:MaxScaleDenominator", fmt::format("{:.0f}", smallest));
}

class Writer {
  public:
    Writer(Node style, Node rules)
        : style_(style), renderer_(style.child("renderer-v2")), rules_(rules),
          field_(field_of(renderer_.attribute("attr").value())) {}

    void write() {
        for (const Node category : renderer_.child("categories").children("category"))
            add_rule(category, add_category_filter);
        for (const Node range : renderer_.child("ranges").children("range"))
            add_rule(range, add_range_filter);
        if (!renderer_.child("categories") && !renderer_.child("ranges"))
            add_rule({}, nullptr);
        add_label();
    }

  private:
    void add_rule(Node entry, void (*filter)(Node, const std::string &, Node)) {
        Node rule = rules_.append_child("se:Rule");
        const std::string label = entry.attribute("label").value();
        if (!label.empty()) {
            add_text(rule, "se:Name", label);
            add_text(rule.append_child("se:Description"), "se:Title", label);
        }
        if (filter != nullptr)
            filter(rule, field_, entry);
        if (style_.attribute("hasScaleBasedVisibilityFlag").as_bool())
            add_scales(rule, style_.attribute("maxScale").as_double(),
                       style_.attribute("minScale").as_double());
        const std::string name = entry ? entry.attribute("symbol").value() : "0";
        const Node symbol =
            renderer_.child("symbols").find_child_by_attribute("symbol", "name", name.c_str());
        for (const Node layer : symbol.children("layer"))
            add_symbolizer(rule, layer);
    }

    void add_label() {
        const Node settings = style_.child("labeling").child("settings");
        const Node text = settings.child("text-style");
        if (!text || !style_.attribute("labelsEnabled").as_bool())
            return;
        const Node rendering = settings.child("rendering");
        Node rule = rules_.append_child("se:Rule");
        if (rendering.attribute("scaleVisibility").as_bool())
            add_scales(rule, rendering.attribute("scaleMin").as_double(),
                       rendering.attribute("scaleMax").as_double());
        Node label = rule.append_child("se:TextSymbolizer");
        add_text(label.append_child("se:Label"), "ogc:PropertyName",
                 field_of(text.attribute("fieldName").value()));
        Node font = label.append_child("se:Font");
        add_parameter(font, "font-family", text.attribute("fontFamily").value());
        add_parameter(font, "font-size", text.attribute("fontSize").value());
        Node halo = label.append_child("se:Halo");
        add_text(halo, "se:Radius", "1");
        add_fill(halo, "255,255,255,215");
        add_fill(label, text.attribute("textColor").value());
    }

    Node style_;
    Node renderer_;
    Node rules_;
    std::string field_;
};

} // namespace

std::string sld_of(const Xml &qml, const Table &table) {
    Xml sld;
    Node root = add_element(sld, "StyledLayerDescriptor",
                            {{"xmlns", "http://www.opengis.net/sld"},
                             {"xmlns:ogc", "http://www.opengis.net/ogc"},
                             {"xmlns:se", "http://www.opengis.net/se"},
                             {"xmlns:xlink", "http://www.w3.org/1999/xlink"},
                             {"version", "1.1.0"}});
    Node layer = root.append_child("NamedLayer");
    add_text(layer, "se:Name", table.name);
    Node style = layer.append_child("UserStyle");
    add_text(style, "se:Name", table.name);
    Writer(qml.document_element(), style.append_child("se:FeatureTypeStyle")).write();
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + text_of(sld);
}

} // namespace qitu::qgis
