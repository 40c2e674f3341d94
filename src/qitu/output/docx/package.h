// A Word document as what it is: a zip of parts.
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace qitu::docx {

using Package =
    std::map<std::string, std::string>; // name → bytes; [Content_Types].xml sorts first, as it should stand

inline constexpr const char *main_part = "word/document.xml";
inline constexpr const char *relations_part = "word/_rels/document.xml.rels";
inline constexpr const char *types_part = "[Content_Types].xml";

/// Throws Error (unreadable) when it is not a Word document.
Package read_package(const std::filesystem::path &file);
/// The template that qitu brings.
Package own_package();
/// Throws Error (refused) when it cannot be written.
void write_package(const std::filesystem::path &file, const Package &package);

} // namespace qitu::docx
