#include "text/point_line.h"

#include "text/text_line.h"

#include <qitu/core/base/text.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace qitu::reader {

namespace {

using catalogue::LineLayout;

/// Metres of a plane far from its origin, or degrees with decimals: no serial numbers.
bool look_like_a_place(const WrittenCoordinate &a, const WrittenCoordinate &b) {
    constexpr double least_metres = 1e5;
    const auto degrees = [](const WrittenCoordinate &c) {
        return std::abs(c.value) <= 180 && (c.sexagesimal || c.decimals > 0);
    };
    return (std::abs(a.value) >= least_metres && std::abs(b.value) >= least_metres) ||
           (degrees(a) && degrees(b));
}

std::string word_at(const std::vector<std::string> &words, int column) {
    return column < 0 || static_cast<std::size_t>(column) >= words.size()
               ? std::string()
               : words[static_cast<std::size_t>(column)];
}

bool ring_number(const std::string &word) {
    double ring = 0;
    return word.empty() || (parse_number(word, ring) && ring == std::trunc(ring) && std::abs(ring) <= 1e9);
}

PointLine taken(const LineLayout &layout, const std::vector<std::string> &words, std::size_t number) {
    const std::string x = word_at(words, layout.column("x"));
    const std::string y = word_at(words, layout.column("y"));
    const auto first = parse_coordinate(x);
    const auto second = parse_coordinate(y);
    if (!first || !second)
        refuse_line(number, "expected two coordinates, found \"{}\" and \"{}\".", x, y);
    PointLine point{word_at(words, layout.column("ring")), *first, *second, number,
                    words.size() - std::min(words.size(), layout.columns.size())};
    if (!ring_number(point.ring))
        refuse_line(number, "expected the ring number in column {}, found \"{}\".", layout.column("ring") + 1,
                    point.ring);
    return point;
}

bool fits(const LineLayout &layout, const std::vector<std::string> &words) {
    const auto x = parse_coordinate(word_at(words, layout.column("x")));
    const auto y = parse_coordinate(word_at(words, layout.column("y")));
    return x && y && look_like_a_place(*x, *y) && ring_number(word_at(words, layout.column("ring")));
}

} // namespace

PointLine read_point_line(const std::string &line, std::size_t number,
                          const catalogue::TextLayouts &layouts) {
    constexpr std::size_t standard = 4; // or without the ring number
    std::vector<std::string> words = point_columns(line);
    while (!words.empty() && words.back().empty())
        words.pop_back();
    const LineLayout *usual = nullptr;
    const LineLayout *shorter = nullptr; // what stands behind its columns is a height or a remark
    for (const LineLayout &layout : layouts.point_lines) {
        if (layout.columns.size() == words.size() && fits(layout, words))
            return taken(layout, words, number);
        if (layout.columns.size() < words.size() && layout.columns.size() >= standard && fits(layout, words))
            shorter = &layout;
        if (usual == nullptr && layout.columns.size() == words.size() && words.size() <= standard &&
            words.size() + 1 >= standard)
            usual = &layout;
    }
    if (usual != nullptr || shorter != nullptr)
        return taken(usual != nullptr ? *usual : *shorter, words, number);
    refuse_line(number, "expected point name, ring number, X, Y, found \"{}\".",
                std::string(first_characters(line, 60)));
}

} // namespace qitu::reader
