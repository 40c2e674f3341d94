// text: what people and files write, in UTF-8.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qitu {

/// True when the bytes are well-formed UTF-8.
bool is_utf8(std::string_view bytes);

/// The characters of a text one by one, each with its bytes: none is ever torn.
std::vector<std::string_view> characters(std::string_view text);
/// As code points; U+FFFD where the bytes are no UTF-8.
std::u32string code_points(std::string_view text);
/// The beginning of a text: so many characters, or as many whole characters as fit into so many bytes.
std::string_view first_characters(std::string_view text, std::size_t count);
std::string_view first_bytes(std::string_view text, std::size_t most);

/// Without blanks at either end, the Chinese one (U+3000) and the hard one (U+00A0) included.
std::string trimmed(std::string_view text);
void replace_all(std::string &text, std::string_view from, std::string_view to);

/// Folds case and full-width forms and trims blanks, so that names from different hands compare equal.
std::string folded(std::string_view text);

/// A number as programs write it: all of the text, ASCII digits without marks of thousands; a + may stand before.
std::optional<double> plain_number(std::string_view text);

/// A number as people type it: full-width digits, thousands commas and blanks are accepted, nothing else is.
/// Returns false and leaves `number` alone when the text is not a number.
bool parse_number(std::string_view text, double &number);

/// The text with what a terminal would obey, or show as something else, written as escapes: control characters but line
/// feed and tab as \u001b, which JSON reads too, those that turn the direction of writing as \u202e, bytes that are no UTF-8 as \xff.
std::string printable(std::string_view text);

/// The text for a cell of a CSV. Excel, WPS and LibreOffice calculate what begins with = + - @ there, and a formula may start
/// programs and send data: a ' goes before it, unless it is a number.
std::string unless_formula(const std::string &cell);

/// Columns on a terminal that the text takes: a Chinese character takes two.
std::size_t display_width(std::string_view text);

/// The candidate nearest to `word` by edit distance, or "" when none is near enough to be a misspelling of
/// it.
std::string nearest(std::string_view word, std::span<const std::string> candidates);

} // namespace qitu
