// Symbols by the codes of a list, made from the layer's own symbol.
#include <qitu/output/qgis/style.h>

#include <fmt/format.h>

#include <array>
#include <optional>
#include <sstream>
#include <string>

namespace qitu::qgis {

namespace {

struct Colour {
    int red = 0, green = 0, blue = 0, alpha = 255;
    [[nodiscard]] bool grey() const { return red == green && green == blue; }
};

Colour from_hex(const std::string &text) {
    const auto channel = [&](std::size_t at) { return std::stoi(text.substr(at, 2), nullptr, 16); };
    return {channel(1), channel(3), channel(5), 255};
}

std::optional<Colour> from_qgis(const std::string &text) {
    Colour colour;
    char comma = 0;
    std::istringstream stream(text);
    stream >> colour.red >> comma >> colour.green >> comma >> colour.blue >> comma >> colour.alpha;
    return stream ? std::optional(colour) : std::nullopt;
}

std::string qgis_text(const Colour &colour) {
    return fmt::format("{},{},{},{}", colour.red, colour.green, colour.blue, colour.alpha);
}

Colour deeper(const Colour &colour) {
    const auto darker = [](int channel) { return channel * 58 / 100; };
    return {darker(colour.red), darker(colour.green), darker(colour.blue), colour.alpha};
}

// White casings and grey rims stay; the first colour is the layer's own, what else is coloured is its edge.
void recolour(Node symbol, const Colour &to) {
    std::optional<Colour> own;
    for (const pugi::xpath_node &found :
         symbol.select_nodes(".//Option[@name='color' or @name='line_color' or @name='outline_color']")) {
        pugi::xml_attribute value = found.node().attribute("value");
        const auto colour = from_qgis(value.value());
        if (!colour || colour->grey())
            continue;
        if (!own)
            own = colour;
        const bool main = colour->red == own->red && colour->green == own->green && colour->blue == own->blue;
        Colour painted = main ? to : deeper(to);
        painted.alpha = colour->alpha;
        value = qgis_text(painted).c_str();
    }
}

Node symbol_to_copy(Node renderer) {
    const Node accepted =
        renderer.child("categories").find_child_by_attribute("category", "value", "accepted");
    const std::string name = accepted ? accepted.attribute("symbol").value() : "0";
    const Node symbol = renderer.child("symbols").find_child_by_attribute("symbol", "name", name.c_str());
    return symbol ? symbol : renderer.child("symbols").first_child();
}

} // namespace

Xml style_by_codes(const Xml &base, const Column &column, const Palette &palette) {
    Xml style;
    style.reset(base);
    Node root = style.document_element();
    const Node before = root.child("renderer-v2");
    Node renderer = root.insert_child_before("renderer-v2", before);
    for (const auto &[name, value] : {std::pair("type", "categorizedSymbol"),
                                      {"enableorderby", "0"},
                                      {"forceraster", "0"},
                                      {"symbollevels", "0"}})
        renderer.append_attribute(name) = value;
    renderer.append_attribute("attr") = column.name.c_str();
    Node categories = renderer.append_child("categories");
    Node symbols = renderer.append_child("symbols");
    const auto add = [&](const Choice &choice, const std::string &colour) {
        const std::string place = std::to_string(std::distance(symbols.begin(), symbols.end()));
        Node symbol = symbols.append_copy(symbol_to_copy(before));
        symbol.attribute("name") = place.c_str();
        recolour(symbol, from_hex(colour));
        add_element(categories, "category",
                    {{"symbol", place}, {"value", choice.code}, {"label", choice.label}, {"render", "true"}});
    };
    for (std::size_t i = 0; i < column.choices.size(); ++i)
        add(column.choices[i], palette.colour(column.name, column.choices[i].code, i));
    add({"", "其他"}, palette.other());
    root.remove_child(before);
    return style;
}

} // namespace qitu::qgis
