// Records by [MS-EMF]: little-endian 32-bit words, a record's size a multiple of four.
#include "metafile.h"

#include <qitu/core/base/text.h>

#include <bit>
#include <cmath>

namespace qitu::docx {

namespace {

constexpr std::uint32_t header = 1, poly_polyline = 7, poly_polygon = 8, window_extent = 9,
                        window_origin = 10, viewport_extent = 11, viewport_origin = 12, end_of_file = 14,
                        map_mode = 17, background_mode = 18, fill_mode = 19, text_align = 22,
                        select_object = 37, create_pen = 38, create_brush = 39, delete_object = 40,
                        create_font = 82, text_out = 84;
constexpr std::uint32_t stock_no_brush = 0x80000005, stock_no_pen = 0x80000008;
constexpr std::uint32_t own_pen = 1, own_brush = 2, own_font = 3, objects = 4;
constexpr std::uint32_t header_size = 88;
constexpr double dots_per_millimetre = 40; // of the device that the picture says it was made on
constexpr std::uint32_t device_millimetres = 1000;

std::uint32_t word(double value) {
    return static_cast<std::uint32_t>(static_cast<std::int32_t>(std::lround(value)));
}

std::uint32_t reference(std::uint32_t rgb) { // 0x00BBGGRR
    return ((rgb & 0xFFU) << 16U) | (rgb & 0xFF00U) | (rgb >> 16U);
}

void put(std::string &bytes, std::uint32_t value) {
    for (unsigned shift = 0; shift < 32; shift += 8)
        bytes += static_cast<char>((value >> shift) & 0xFFU);
}

std::vector<std::uint32_t> points_of(const std::vector<map::Line> &lines, int width, int height) {
    std::vector<std::uint32_t> words{
        0, 0, word(width), word(height), static_cast<std::uint32_t>(lines.size()), 0};
    for (const map::Line &line : lines) {
        words[5] += static_cast<std::uint32_t>(line.points.size());
        words.push_back(static_cast<std::uint32_t>(line.points.size()));
    }
    for (const map::Line &line : lines)
        for (const map::GridPoint &point : line.points) {
            words.push_back(word(point.x));
            words.push_back(word(point.y));
        }
    return words;
}

/// Two UTF-16 units a word.
std::vector<std::uint32_t> packed(const std::u16string &text) {
    std::vector<std::uint32_t> words((text.size() + 1) / 2);
    for (std::size_t i = 0; i < text.size(); ++i)
        words[i / 2] |= static_cast<std::uint32_t>(text[i]) << (i % 2 == 0 ? 0U : 16U);
    return words;
}

std::u16string utf16(const std::string &text) {
    std::u16string result;
    for (const char32_t code : code_points(text))
        if (code < 0x10000)
            result += static_cast<char16_t>(code);
        else {
            result += static_cast<char16_t>(0xD800U + ((code - 0x10000U) >> 10U));
            result += static_cast<char16_t>(0xDC00U + ((code - 0x10000U) & 0x3FFU));
        }
    return result;
}

} // namespace

Metafile::Metafile(int width, int height, double millimetres)
    : width_(width), height_(height), wide_(millimetres) {
    record(map_mode, {8}); // anisotropic
    record(window_origin, {0, 0});
    record(window_extent, {word(width), word(height)});
    record(viewport_origin, {0, 0});
    record(viewport_extent,
           {word(millimetres_wide() * dots_per_millimetre), word(millimetres_high() * dots_per_millimetre)});
    record(background_mode, {1}); // transparent
    record(fill_mode, {1});       // alternate
    record(text_align, {6 | 24}); // centre, baseline
}

void Metafile::record(std::uint32_t type, const std::vector<std::uint32_t> &words) {
    put(records_, type);
    put(records_, static_cast<std::uint32_t>(8 + 4 * words.size()));
    for (const std::uint32_t value : words)
        put(records_, value);
    ++count_;
}

void Metafile::use(std::uint32_t object) {
    record(select_object, {object});
}

void Metafile::drop(std::uint32_t object) {
    record(delete_object, {object});
}

void Metafile::pen(std::uint32_t colour, int width) {
    record(create_pen, {own_pen, 0, word(width), 0, reference(colour)});
    use(own_pen);
}

void Metafile::areas(const std::vector<map::Line> &rings, const Look &look) {
    if (rings.empty())
        return;
    if (look.filled) {
        record(create_brush, {own_brush, 0, reference(look.fill), 0});
        use(own_brush);
    } else {
        use(stock_no_brush);
    }
    if (look.width > 0)
        pen(look.stroke, look.width);
    else
        use(stock_no_pen);
    record(poly_polygon, points_of(rings, width_, height_));
    use(stock_no_brush);
    use(stock_no_pen);
    if (look.filled)
        drop(own_brush);
    if (look.width > 0)
        drop(own_pen);
}

void Metafile::lines(const std::vector<map::Line> &lines, std::uint32_t colour, int width) {
    if (lines.empty())
        return;
    pen(colour, width);
    record(poly_polyline, points_of(lines, width_, height_));
    use(stock_no_pen);
    drop(own_pen);
}

void Metafile::text(const std::string &text, map::GridPoint at, int size, std::uint32_t colour, bool bold) {
    std::vector<std::uint32_t> font(1 + 320 / 4); // LOGFONT and what belongs to it, most of it nothing
    font[0] = own_font;
    font[1] = word(-size);
    font[5] = bold ? 700 : 400;
    const std::vector<std::uint32_t> face = packed(u"宋体");
    font[8] = face[0];
    record(create_font, font);
    use(own_font);
    record(24, {reference(colour)}); // of text
    const std::u16string units = utf16(text);
    const std::vector<std::uint32_t> string = packed(units);
    constexpr std::uint32_t string_at = 76;
    std::vector<std::uint32_t> words{0,
                                     0,
                                     word(width_),
                                     word(height_),
                                     2, // advanced: sizes are those of the drawing
                                     std::bit_cast<std::uint32_t>(1.0F),
                                     std::bit_cast<std::uint32_t>(1.0F),
                                     word(at.x),
                                     word(at.y),
                                     static_cast<std::uint32_t>(units.size()),
                                     string_at,
                                     0,
                                     0,
                                     0,
                                     0,
                                     0,
                                     static_cast<std::uint32_t>(string_at + 4 * string.size())};
    words.insert(words.end(), string.begin(), string.end());
    for (const std::string_view character : characters(text))
        for (std::size_t unit = utf16(std::string(character)).size();
             unit-- > 0;) // the first of a pair has no width
            words.push_back(unit > 0 ? 0 : word(size * 0.5 * static_cast<double>(display_width(character))));
    record(text_out, words);
    record(select_object, {0x8000000D}); // the system's font
    drop(own_font);
}

std::string Metafile::bytes() const {
    std::string all;
    const std::uint32_t size = header_size + static_cast<std::uint32_t>(records_.size()) + 20;
    for (const std::uint32_t value : {header,
                                      header_size,
                                      0U,
                                      0U,
                                      word(millimetres_wide() * dots_per_millimetre),
                                      word(millimetres_high() * dots_per_millimetre),
                                      0U,
                                      0U,
                                      word(millimetres_wide() * 100),
                                      word(millimetres_high() * 100),
                                      0x464D4520U,
                                      0x10000U,
                                      size,
                                      count_ + 2,
                                      objects,
                                      0U,
                                      0U,
                                      0U,
                                      word(device_millimetres * dots_per_millimetre),
                                      word(device_millimetres * dots_per_millimetre),
                                      device_millimetres,
                                      device_millimetres})
        put(all, value);
    all += records_;
    for (const std::uint32_t value : {end_of_file, 20U, 0U, 16U, 20U})
        put(all, value);
    return all;
}

} // namespace qitu::docx
