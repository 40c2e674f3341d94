// A text file of any encoding as UTF-8.
#pragma once

#include "encoding/encoding.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace qitu::reader {

inline constexpr std::string_view utf8_mark = "\xEF\xBB\xBF"; // byte order mark

struct TextFile {
    std::string text; // UTF-8
    Encoding encoding;
};

/// Of its lines.
TextStatistics statistics_of(std::string_view bytes);

std::string contents_of(const std::filesystem::path &file);

/// Throws Error (unreadable), naming the line, where the decoded text holds a NUL: programs stop there in silence.
void refuse_nul(const std::filesystem::path &file, std::string_view text);

/// By the byte order mark, then the encoding given, then detection. Throws Error as choose_encoding and refuse_nul do.
TextFile read_text(const std::filesystem::path &file, const std::string &bytes, const std::string &option);

/// "UTF-16LE" or "UTF-16BE" by the byte order mark; "" for any other file.
std::string utf16_of(std::string_view bytes);

/// True when the bytes, in GBK, UTF-8 or UTF-16, contain the section headings of a coordinate TXT.
bool is_coordinate_text(std::string_view bytes);

} // namespace qitu::reader
