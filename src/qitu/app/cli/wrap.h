// Text set in a column of a terminal.
#pragma once

#include <string>
#include <string_view>

namespace qitu::cli {

/// Breaks lines at blanks, and between Chinese characters but not before their punctuation. The first line
/// begins at column `at`, further lines are indented by `indent`; no line is wider than `width` unless one
/// word is.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t at, std::size_t width = 88);

/// A command or option on the left, what it does on the right, from a column on.
std::string help_line(const std::string &left, const std::string &right, std::size_t column = 26);

} // namespace qitu::cli
