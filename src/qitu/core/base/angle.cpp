#include <qitu/core/base/angle.h>
#include <qitu/core/base/text.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

namespace qitu {

namespace {

struct Hemisphere {
    std::string_view word;
    int sign;
};
constexpr std::array<Hemisphere, 12> hemispheres{{{"东经", 1},
                                                  {"西经", -1},
                                                  {"北纬", 1},
                                                  {"南纬", -1},
                                                  {"e", 1},
                                                  {"w", -1},
                                                  {"n", 1},
                                                  {"s", -1},
                                                  {"东", 1},
                                                  {"西", -1},
                                                  {"北", 1},
                                                  {"南", -1}}};

/// Takes a hemisphere off either end: its sign, 0 where there is none.
int take_hemisphere(std::string &text) {
    for (const auto &[word, sign] : hemispheres) {
        if (text.starts_with(word))
            text.erase(0, word.size());
        else if (text.ends_with(word))
            text.resize(text.size() - word.size());
        else
            continue;
        text = folded(text);
        return sign;
    }
    return 0;
}

/// Signs of degrees, minutes and seconds as °, ' and ".
std::string with_plain_signs(std::string text) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 12> signs{{{"度", "°"},
                                                                                   {"分", "'"},
                                                                                   {"秒", "\""},
                                                                                   {"′′", "\""},
                                                                                   {"''", "\""},
                                                                                   {"″", "\""},
                                                                                   {"′", "'"},
                                                                                   {"’’", "\""},
                                                                                   {"’", "'"},
                                                                                   {"”", "\""},
                                                                                   {"“", "\""},
                                                                                   {"˚", "°"}}};
    for (const auto &[from, to] : signs)
        replace_all(text, from, to);
    return text;
}

/// The parts between signs, between colons or dashes, or between blanks; empty where they are in no order.
std::vector<std::string> parts_of(const std::string &text) {
    constexpr std::string_view signs[] = {"°", "'", "\""};
    std::vector<std::string> parts;
    std::string rest = text;
    if (rest.find("°") != std::string::npos) {
        for (const std::string_view sign : signs) {
            const std::size_t at = rest.find(sign);
            if (at == std::string::npos)
                break;
            parts.push_back(folded(rest.substr(0, at)));
            rest = folded(rest.substr(at + sign.size()));
        }
        if (!rest.empty())
            parts.push_back(rest); // the last sign is left out
        return parts;
    }
    for (const char mark : {':', '-', ' '}) {
        if (rest.find(mark) == std::string::npos)
            continue;
        for (std::size_t at = 0; (at = rest.find(mark)) != std::string::npos; rest.erase(0, at + 1))
            parts.push_back(folded(rest.substr(0, at)));
        parts.push_back(folded(rest));
        return parts;
    }
    return parts;
}

bool below_sixty(const std::string &text, double &number) {
    return parse_number(text, number) && number >= 0 && number < 60 && text.front() != '+';
}

bool whole(double number) {
    return number == std::trunc(number);
}

std::optional<double> sexagesimal(std::string text) {
    const bool negative = text.starts_with('-');
    if (negative)
        text.erase(0, 1);
    const std::vector<std::string> parts = parts_of(text);
    double degrees = 0;
    double minutes = 0;
    double seconds = 0;
    if (parts.empty() || parts.size() > 3 || !parse_number(parts[0], degrees) || !(degrees >= 0) ||
        degrees > 360 || (parts.size() > 1 && !below_sixty(parts[1], minutes)) ||
        (parts.size() > 2 && !below_sixty(parts[2], seconds)) || (parts.size() > 1 && !whole(degrees)) ||
        (parts.size() > 2 && !whole(minutes)))
        return {};
    const double value = degrees + minutes / 60 + seconds / 3600;
    return negative ? -value : value;
}

int decimals_of(const std::string &plain) {
    const std::size_t point = plain.find('.');
    return point == std::string::npos ? 0 : static_cast<int>(plain.size() - point - 1);
}

constexpr int whole_seconds = 4; // decimals of ddd.mmss

/// Digits behind the point as whole minutes and whole seconds.
std::pair<int, int> packed_parts(double value) {
    const auto hundredths = static_cast<std::int64_t>(std::llround(std::abs(value) * 1e9));
    const std::int64_t fraction = hundredths % 1'000'000'000;
    return {static_cast<int>(fraction / 10'000'000), static_cast<int>(fraction / 100'000 % 100)};
}

} // namespace

std::optional<WrittenCoordinate> parse_coordinate(std::string_view text) {
    std::string sent(text);
    replace_all(sent, "º", "°"); // folding would make a letter of it
    std::string plain = with_plain_signs(folded(sent));
    WrittenCoordinate result;
    if (parse_number(plain, result.value)) {
        result.decimals = decimals_of(plain);
        return std::isfinite(result.value) ? std::optional(result) : std::nullopt;
    }
    const int sign = take_hemisphere(plain);
    if (sign != 0 && parse_number(plain, result.value) && result.value >= 0 && result.value <= 180) {
        result.decimals = decimals_of(plain);
        result.value *= sign;
        return std::isfinite(result.value) ? std::optional(result) : std::nullopt;
    }
    const std::optional<double> angle = sexagesimal(plain);
    if (!angle || (sign != 0 && *angle < 0))
        return {};
    return WrittenCoordinate{sign < 0 ? -*angle : *angle, true, 0};
}

double from_packed(double packed) {
    const double size = std::abs(packed);
    const double degrees = std::floor(size + 1e-9);
    const double hundred = (size - degrees) * 100;
    const double minutes = std::floor(hundred + 1e-7);
    const double seconds = (hundred - minutes) * 100;
    const double value = degrees + minutes / 60 + seconds / 3600;
    return packed < 0 ? -value : value;
}

void PackedDegrees::add(const WrittenCoordinate &coordinate) {
    const auto [minutes, seconds] = packed_parts(coordinate.value);
    possible_ = possible_ && !coordinate.sexagesimal && std::abs(coordinate.value) <= 180 && minutes < 60 &&
                seconds < 60;
    if (!possible_ || !seen_.insert(coordinate.value).second)
        return;
    decimals_ = std::max(decimals_, coordinate.decimals);
    with_seconds_ += coordinate.decimals >= whole_seconds ? 1 : 0;
}

bool PackedDegrees::likely() const {
    constexpr std::size_t few = 4;  // a rectangle has four numbers
    constexpr std::size_t many = 8; // by chance one set of decimals in 3000
    return possible() && seen_.size() >= (decimals_ == whole_seconds ? few : many) &&
           2 * with_seconds_ > seen_.size(); // a workbook drops zeros at the end
}

} // namespace qitu
