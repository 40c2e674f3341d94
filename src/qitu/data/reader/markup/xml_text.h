// XML as files of places hold it: names without their prefix, numbers taken whole or not at all.
#pragma once

#include <qitu/core/geometry/point.h>

#include <pugixml.hpp>

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::reader {

/// Throws Error (unreadable) where the text is not whole. No entity is expanded and nothing outside is read.
pugi::xml_document parsed_xml(const std::filesystem::path &file, const std::string &text);

/// Where a text has a control character, which pugixml takes and XML does not have; npos where there is none.
std::size_t control_character_in(std::string_view text);
/// Likewise of an & that begins no entity: it breaks other readers, and ours not.
std::size_t stray_ampersand_in(std::string_view text);

/// Throws Error (unreadable) where one of these elements, which hold elements only, has text between them: what stood there
/// was overwritten.
void refuse_text_within(const std::filesystem::path &file, const pugi::xml_document &document,
                        std::span<const std::string_view> elements);

/// "Placemark" of "kml:Placemark".
std::string_view local_name(const pugi::xml_node &node);
pugi::xml_node child_named(const pugi::xml_node &node, std::string_view name);
std::string text_in(const pugi::xml_node &node, std::string_view name); // of the child; "" without one
std::string trimmed_blanks(std::string_view text);

/// "107.4,40.8,0 107.5,40.8": longitude, latitude and perhaps a height, blanks around commas allowed. Nothing
/// where a tuple is none; `bad` is then that tuple. `heights` turns true where there is one.
std::optional<geometry::Ring> tuples(std::string_view text, std::string &bad, bool &heights);

} // namespace qitu::reader
