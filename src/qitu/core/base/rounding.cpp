#include <qitu/core/base/exact_sum.h>
#include <qitu/core/base/rounding.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace qitu {

std::vector<double> rounded_to_total(std::span<const double> parts, int decimals) {
    const double scale = std::pow(10.0, decimals);
    ExactSum total;
    for (const double part : parts)
        total += part;
    std::vector<double> floors(parts.size());
    std::vector<double> remainders(parts.size());
    double given = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        floors[i] = std::floor(parts[i] * scale);
        remainders[i] = parts[i] * scale - floors[i];
        given += floors[i];
    }
    std::vector<std::size_t> order(parts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return remainders[a] > remainders[b]; });
    const auto missing = static_cast<std::size_t>(std::max(0.0, std::round(total.value() * scale) - given));
    for (std::size_t i = 0; i < std::min(missing, order.size()); ++i)
        floors[order[i]] += 1;
    for (double &part : floors)
        part /= scale;
    return floors;
}

std::string significant(double value) {
    constexpr int digits = 4;
    constexpr int most_decimals = 6;
    const int before = value == 0 ? 1 : 1 + static_cast<int>(std::floor(std::log10(std::abs(value))));
    std::string text = fmt::format("{:.{}f}", value, std::clamp(digits - before, 0, most_decimals));
    if (text.find('.') == std::string::npos)
        return text;
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.')
        text.pop_back();
    return text;
}

} // namespace qitu
