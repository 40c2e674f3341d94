#include "wrap.h"

#include <qitu/core/base/text.h>

#include <algorithm>
#include <array>

namespace qitu::cli {

namespace {

bool closes(std::string_view character) {
    constexpr std::array<std::string_view, 11> marks{"，", "。", "、", "；", "：", "）",
                                                     "”",  "》", "！", "？", "…"};
    return std::find(marks.begin(), marks.end(), character) != marks.end();
}

// What must not be torn: a word with the blank before it, or one wide character with the marks that close it.
std::string_view next_piece(std::string_view text) {
    std::size_t end = 0;
    bool wide = false;
    for (const std::string_view character : characters(text)) {
        const bool is_wide = display_width(character) > 1;
        if (end > 0 && (character == " " || (is_wide != wide && character != " ") || (is_wide && wide)) &&
            !closes(character) && text.substr(0, end) != " ")
            break;
        wide = is_wide || (wide && closes(character));
        end += character.size();
    }
    return text.substr(0, end);
}

} // namespace

std::string wrapped(std::string_view text, std::size_t indent, std::size_t at, std::size_t width) {
    std::string result;
    std::size_t column = at;
    for (std::size_t i = 0; i < text.size();) {
        std::string_view piece = next_piece(text.substr(i));
        i += piece.size();
        if (column > indent && column + display_width(piece) > width) {
            result += '\n' + std::string(indent, ' ');
            column = indent;
            if (piece.starts_with(' '))
                piece.remove_prefix(1);
        }
        result += piece;
        column += display_width(piece);
    }
    return result;
}

std::string help_line(const std::string &left, const std::string &right, std::size_t column) {
    const std::string start = "  " + left;
    const std::size_t taken = display_width(start);
    const bool fits = taken + 2 <= column;
    return start + (fits ? std::string(column - taken, ' ') : "\n" + std::string(column, ' ')) +
           wrapped(right, column, column) + '\n';
}

} // namespace qitu::cli
