#include "wrap.h"

#include <qitu/core/base/text.h>

namespace qitu::cli {

namespace {

std::size_t length_of_character(std::string_view text, std::size_t at) {
    std::size_t end = at + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        ++end;
    return end - at;
}

bool closes(std::string_view character) {
    for (const std::string_view mark : {"，", "。", "、", "；", "：", "）", "”", "》", "！", "？", "…"})
        if (character == mark)
            return true;
    return false;
}

// What must not be torn: a word with the blank before it, or one wide character with the marks that close it.
std::string_view next_piece(std::string_view text, std::size_t at) {
    std::size_t end = at;
    bool wide = false;
    for (std::size_t characters = 0; end < text.size(); ++characters) {
        const std::size_t length = length_of_character(text, end);
        const std::string_view character = text.substr(end, length);
        const bool is_wide = display_width(character) > 1;
        if (characters > 0 &&
            (character == " " || (is_wide != wide && character != " ") || (is_wide && wide)) &&
            !closes(character) && text.substr(at, end - at) != " ")
            break;
        wide = is_wide || (wide && closes(character));
        end += length;
    }
    return text.substr(at, end - at);
}

} // namespace

std::string wrapped(std::string_view text, std::size_t indent, std::size_t at, std::size_t width) {
    std::string result;
    std::size_t column = at;
    for (std::size_t i = 0; i < text.size();) {
        std::string_view piece = next_piece(text, i);
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

} // namespace qitu::cli
