// Lines of a coordinate TXT: full-width signs made plain, columns parted, faults with their line.
#pragma once

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <string>
#include <string_view>
#include <vector>

namespace qitu::reader {

template <typename... Args>
[[noreturn]] void refuse_line(std::size_t line, const char *english, const Args &...args) {
    throw Error(ErrorKind::unreadable, say("line {}: {}", line, say(english, args...)));
}

/// Without blanks and control characters at either end, Ctrl-Z of old editors among them.
std::string trimmed_line(std::string_view text);

/// Full-width signs and blanks as the ASCII that is meant; brackets stay.
std::string plain_line(std::string_view line);

std::vector<std::string> split_line(const std::string &line, char mark);

/// Columns of a point line: by commas, else by tabs, else by blanks.
std::vector<std::string> point_columns(const std::string &line);

} // namespace qitu::reader
