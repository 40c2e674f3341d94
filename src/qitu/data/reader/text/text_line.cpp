#include "text/text_line.h"

#include <qitu/core/base/text.h>

#include <algorithm>

namespace qitu::reader {

namespace {

bool blank_or_control(char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == '\x7F';
}

} // namespace

std::string trimmed_line(std::string_view text) {
    while (!text.empty() && blank_or_control(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && blank_or_control(text.back()))
        text.remove_suffix(1);
    return std::string(text);
}

std::string plain_line(std::string_view line) {
    std::string text(line);
    replace_all(text, "，", ",");
    replace_all(text, "＝", "=");
    replace_all(text, "＠", "@");
    replace_all(text, "［", "[");
    replace_all(text, "］", "]");
    replace_all(text, "\xE3\x80\x80", " "); // U+3000
    replace_all(text, "\xC2\xA0", " ");     // U+00A0
    replace_all(text, "\xEF\xBB\xBF", "");  // byte order marks of files joined end to end
    return trimmed_line(text);
}

std::vector<std::string> split_line(const std::string &line, char mark) {
    std::vector<std::string> parts;
    std::size_t from = 0;
    for (std::size_t at = line.find(mark); at != std::string::npos; at = line.find(mark, from)) {
        parts.push_back(trimmed_line(std::string_view(line).substr(from, at - from)));
        from = at + 1;
    }
    parts.push_back(trimmed_line(std::string_view(line).substr(from)));
    return parts;
}

std::vector<std::string> point_columns(const std::string &line) {
    if (line.find(',') != std::string::npos)
        return split_line(line, ',');
    std::string blanks = line;
    std::replace(blanks.begin(), blanks.end(), '\t', ' ');
    std::vector<std::string> parts = split_line(blanks, ' ');
    std::erase(parts, "");
    return parts;
}

} // namespace qitu::reader
