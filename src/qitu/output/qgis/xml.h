// XML of QGIS: read, changed and written without losing what is not understood.
#pragma once

#include <pugixml.hpp>

#include <filesystem>
#include <string>

namespace qitu::qgis {

using Xml = pugi::xml_document;
using Node = pugi::xml_node;

/// Throws Error (unreadable) when the file is missing or its root is not `root`.
Xml read_xml(const std::filesystem::path &file, const char *root);
Xml parse_xml(const std::string &text);
std::string text_of(const Xml &document);

/// An element at the end of `parent`; each attribute is a name and a value.
Node add_element(Node parent, const char *name,
                 std::initializer_list<std::pair<const char *, std::string>> attributes = {});
/// The same with text in it.
Node add_text(Node parent, const char *name, const std::string &text);
/// An <Option> as Qt keeps a variant.
Node add_option(Node parent, const char *name, const char *type, const std::string &value);
/// The child of this name, emptied, or a new one.
Node fresh_element(Node parent, const char *name);

} // namespace qitu::qgis
