#include "table/wkt_numbers.h"

#include <qitu/core/base/text.h>

#include <algorithm>
#include <cstddef>

namespace qitu::reader {

std::string broken_number(std::string_view wkt) {
    constexpr std::string_view between = "(), \t\r\n";
    for (std::size_t from = 0; (from = wkt.find_first_not_of(between, from)) != std::string_view::npos;) {
        const std::size_t end = std::min(wkt.find_first_of(between, from), wkt.size());
        const std::string_view word = wkt.substr(from, end - from);
        double number = 0;
        if (word.find_first_of("0123456789") != std::string_view::npos && !parse_number(word, number))
            return std::string(word);
        from = end;
    }
    return {};
}

std::string uneven_corner(std::string_view wkt) {
    constexpr std::string_view around = "(),", blanks = " \t\r\n";
    std::size_t expected = 0;
    for (std::size_t from = 0; (from = wkt.find_first_not_of(around, from)) != std::string_view::npos;) {
        const std::size_t end = std::min(wkt.find_first_of(around, from), wkt.size());
        const std::string_view corner = wkt.substr(from, end - from);
        std::size_t numbers = 0;
        double number = 0;
        for (std::size_t at = 0; (at = corner.find_first_not_of(blanks, at)) != std::string_view::npos;) {
            const std::size_t stop = std::min(corner.find_first_of(blanks, at), corner.size());
            numbers += parse_number(corner.substr(at, stop - at), number) ? 1 : 0;
            at = stop;
        }
        if (expected == 0)
            expected = numbers;
        if (numbers != 0 && numbers != expected)
            return std::string(corner);
        from = end;
    }
    return {};
}

} // namespace qitu::reader
