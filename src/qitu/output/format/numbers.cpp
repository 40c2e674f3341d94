#include "numbers.h"

#include <qitu/core/base/exact_sum.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/rounding.h>
#include <qitu/core/base/units.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace qitu::format {

namespace {

std::string separated(std::string digits) {
    const std::size_t begin = digits.starts_with('-') ? 1 : 0;
    std::size_t point = std::min(digits.find('.'), digits.size());
    while (point > begin + 3)
        digits.insert(point -= 3, 1, ',');
    return digits;
}

} // namespace

std::string with_separators(double value, int decimals) {
    std::string text = fmt::format("{:.{}f}", rounded(value, decimals), decimals);
    const bool zero = text.find_first_of("123456789") == std::string::npos;
    if (zero && text.starts_with('-'))
        text.erase(0, 1);
    return separated(std::move(text));
}

std::string with_separators(double printed, double exact, int decimals) {
    if (exact > 0 && rounded(printed, decimals) == 0)
        return fmt::format("<{}", with_separators(std::pow(10.0, -decimals), decimals));
    return with_separators(printed, decimals);
}

std::string with_separators(std::uint64_t value) {
    return separated(std::to_string(value));
}

std::string percent_text(const std::optional<double> &percent) {
    return percent ? with_separators(*percent, 1) : "–";
}

std::string with_percent_sign(const std::string &number) {
    return number + (language_in_use() == Language::zh ? "%" : " %");
}

std::string percent_and_sign(const std::optional<double> &percent) {
    return percent ? with_percent_sign(percent_text(percent)) : percent_text(percent);
}

std::string kilometres_text(double kilometres) {
    return say("{} km", shortest(kilometres));
}

std::string shortest(double value) {
    return fmt::format("{}", value);
}

int decimals_of(Unit unit) {
    switch (unit) {
    case Unit::works:
        return 0;
    case Unit::percent:
        return 1;
    default:
        return 2;
    }
}

double rounded(double value, int decimals) {
    return rounded_to_total(std::span(&value, 1), decimals).front();
}

std::vector<double> rounded_parts(std::span<const double> parts, double total, int decimals) {
    std::vector<double> result = rounded_to_total(parts, decimals);
    const double scale = std::pow(10.0, decimals);
    ExactSum sum;
    for (const double part : result)
        sum += part;
    // Rounding the total at a higher place of the tree may have moved it by a unit or so of the last place.
    for (long missing = std::lround((total - sum.value()) * scale); missing != 0;) {
        const double step = missing > 0 ? 1 : -1;
        std::size_t best = 0;
        double largest = -1e300;
        for (std::size_t i = 0; i < result.size(); ++i) {
            const double gain = (parts[i] - result[i]) * step;
            if (parts[i] != 0 && result[i] * scale + step > -0.5 && gain > largest) {
                largest = gain;
                best = i;
            }
        }
        if (largest == -1e300)
            break;
        result[best] = std::round(result[best] * scale + step) / scale;
        missing -= static_cast<long>(step);
    }
    return result;
}

} // namespace qitu::format
