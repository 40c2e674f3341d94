#include <qitu/core/base/text.h>

#include <fmt/format.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <numeric>
#include <vector>

namespace qitu {

bool is_utf8(std::string_view bytes) {
    const auto *data = reinterpret_cast<const std::uint8_t *>(bytes.data());
    const auto length = static_cast<std::int32_t>(bytes.size());
    for (std::int32_t i = 0; i < length;) {
        UChar32 c = 0;
        U8_NEXT(data, i, length, c);
        if (c < 0)
            return false;
    }
    return true;
}

namespace {

bool continues_character(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

} // namespace

std::vector<std::string_view> characters(std::string_view text) {
    std::vector<std::string_view> result;
    for (std::size_t begin = 0, end = 0; begin < text.size(); begin = end) {
        for (end = begin + 1; end < text.size() && continues_character(text[end]);)
            ++end;
        result.push_back(text.substr(begin, end - begin));
    }
    return result;
}

std::u32string code_points(std::string_view text) {
    const auto *data = reinterpret_cast<const std::uint8_t *>(text.data());
    const auto length = static_cast<std::int32_t>(text.size());
    std::u32string result;
    for (std::int32_t i = 0; i < length;) {
        UChar32 c = 0;
        U8_NEXT_OR_FFFD(data, i, length, c);
        result += static_cast<char32_t>(c);
    }
    return result;
}

namespace {

/// Control characters, and those that turn the direction of writing, so that a text shows as another.
bool obeyed(UChar32 c) {
    const bool control = (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0);
    const bool direction = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    return control || direction;
}

} // namespace

std::string unless_formula(const std::string &cell) {
    constexpr std::string_view beginnings = "=+-@\t\r";
    const bool begins = cell.size() > 1 && beginnings.find(cell.front()) != std::string_view::npos;
    return begins && !plain_number(cell) ? "'" + cell : cell;
}

std::string printable(std::string_view text) {
    const auto *data = reinterpret_cast<const std::uint8_t *>(text.data());
    const auto length = static_cast<std::int32_t>(text.size());
    std::string result;
    result.reserve(text.size());
    for (std::int32_t i = 0; i < length;) {
        const std::int32_t begin = i;
        UChar32 c = 0;
        U8_NEXT(data, i, length, c);
        if (c < 0)
            for (std::int32_t bad = begin; bad < i; ++bad)
                result += fmt::format("\\x{:02x}", data[bad]);
        else if (obeyed(c))
            result += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(c));
        else
            result.append(text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(i - begin)));
    }
    return result;
}

std::string_view first_characters(std::string_view text, std::size_t count) {
    std::size_t end = 0;
    for (; end < text.size(); ++end)
        if (!continues_character(text[end]) && count-- == 0)
            break;
    return text.substr(0, end);
}

std::string_view first_bytes(std::string_view text, std::size_t most) {
    if (text.size() <= most)
        return text;
    while (most > 0 && continues_character(text[most]))
        --most;
    return text.substr(0, most);
}

std::string trimmed(std::string_view text) {
    constexpr std::string_view blanks[] = {" ", "\t", "\r", "\n", "\xE3\x80\x80", "\xC2\xA0"};
    const auto strip = [&](const auto &has, const auto &remove) {
        for (bool again = true; again;) {
            again = false;
            for (const std::string_view blank : blanks)
                if (has(blank)) {
                    remove(blank.size());
                    again = true;
                }
        }
    };
    strip([&](std::string_view b) { return text.starts_with(b); },
          [&](std::size_t n) { text.remove_prefix(n); });
    strip([&](std::string_view b) { return text.ends_with(b); },
          [&](std::size_t n) { text.remove_suffix(n); });
    return std::string(text);
}

void replace_all(std::string &text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

std::string folded(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2 *fold = icu::Normalizer2::getNFKCCasefoldInstance(status);
    icu::UnicodeString wide =
        icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size())));
    if (U_SUCCESS(status))
        wide = fold->normalize(wide, status);
    wide.trim();
    std::string result;
    wide.toUTF8String(result);
    return result;
}

namespace {

/// Whether a whole number stands in groups of three digits: 1,500 and 12,345,678.
bool in_thousands(std::string_view whole, char mark) {
    const auto digits = [](std::string_view group) {
        return std::all_of(group.begin(), group.end(), [](char c) { return c >= '0' && c <= '9'; });
    };
    const std::size_t first = whole.find(mark);
    if (first < 1 || first > 3 || whole.front() == '0' || !digits(whole.substr(0, first)))
        return false;
    for (whole.remove_prefix(first); !whole.empty(); whole.remove_prefix(4))
        if (whole.size() < 4 || whole.front() != mark || !digits(whole.substr(1, 3)))
            return false;
    return true;
}

/// Takes out the commas or blanks between thousands; other ones stay, and make it no number.
void join_thousands(std::string &number) {
    const std::size_t sign = number.starts_with('-') ? 1 : 0;
    const std::size_t point = std::min(number.find('.'), number.size());
    for (const char mark : {',', ' '}) {
        std::string whole = number.substr(sign, point - sign);
        if (!in_thousands(whole, mark))
            continue;
        std::erase(whole, mark);
        number.replace(sign, point - sign, whole);
        return;
    }
}

std::optional<double> number_in(std::string_view text) {
    double number = 0;
    const char *end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    return error == std::errc() && stop == end ? std::optional(number) : std::nullopt;
}

} // namespace

std::optional<double> plain_number(std::string_view text) {
    return number_in(text.substr(text.starts_with('+') ? 1 : 0));
}

bool parse_number(std::string_view text, double &number) {
    std::string plain = folded(text);
    if (plain.starts_with('+'))
        plain.erase(0, 1);
    join_thousands(plain);
    const std::optional<double> parsed = number_in(plain);
    number = parsed.value_or(number);
    return parsed.has_value();
}

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    for (const char32_t c : code_points(text)) {
        const auto kind = static_cast<UEastAsianWidth>(
            u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_EAST_ASIAN_WIDTH));
        width += kind == U_EA_WIDE || kind == U_EA_FULLWIDTH ? 2 : 1;
    }
    return width;
}

namespace {

// Characters put in, left out, replaced, or swapped with their neighbour.
std::size_t edit_distance(const std::u32string &a, const std::u32string &b) {
    std::vector<std::size_t> above(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::vector<std::size_t> next(b.size() + 1);
        next[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            next[j] = std::min({row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                next[j] = std::min(next[j], above[j - 2] + 1);
        }
        above = std::move(row);
        row = std::move(next);
    }
    return row.back();
}

} // namespace

std::string nearest(std::string_view word, std::span<const std::string> candidates) {
    const std::u32string wanted = code_points(folded(word));
    if (wanted.size() < 2)
        return {};
    std::string best;
    std::size_t least = std::max<std::size_t>(1, wanted.size() / 3) + 1;
    for (const std::string &candidate : candidates) {
        const std::size_t distance = edit_distance(wanted, code_points(folded(candidate)));
        if (distance < least) {
            least = distance;
            best = candidate;
        }
    }
    return best;
}

} // namespace qitu
