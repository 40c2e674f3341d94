#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/output/qgis/xml.h>

#include <sstream>

namespace qitu::qgis {

Xml read_xml(const std::filesystem::path &file, const char *root) {
    Xml document;
    const auto read = document.load_file(file.c_str(), pugi::parse_full);
    if (!read || document.document_element().name() != std::string_view(root))
        throw Error(ErrorKind::unreadable,
                    say("{}: is not a QGIS style. Save the layer's style there as QML, or put back the one "
                        "that came with qitu.",
                        file.string()));
    return document;
}

Xml parse_xml(const std::string &text) {
    Xml document;
    if (!document.load_buffer(text.data(), text.size(), pugi::parse_full))
        throw std::logic_error("XML of our own making is damaged");
    return document;
}

std::string text_of(const Xml &document) {
    std::ostringstream stream;
    document.save(stream, " ", pugi::format_indent | pugi::format_no_declaration);
    return stream.str();
}

Node add_element(Node parent, const char *name,
                 std::initializer_list<std::pair<const char *, std::string>> attributes) {
    Node element = parent.append_child(name);
    for (const auto &[key, value] : attributes)
        element.append_attribute(key) = value.c_str();
    return element;
}

Node add_text(Node parent, const char *name, const std::string &text) {
    Node element = parent.append_child(name);
    element.text() = text.c_str();
    return element;
}

Node add_option(Node parent, const char *name, const char *type, const std::string &value) {
    return add_element(parent, "Option", {{"name", name}, {"type", type}, {"value", value}});
}

Node fresh_element(Node parent, const char *name) {
    while (!parent.child(name).empty())
        parent.remove_child(name);
    return parent.append_child(name);
}

} // namespace qitu::qgis
