// Numbers as people and as programs read them, and rounding that adds up along a tree.
#pragma once

#include <qitu/core/base/units.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace qitu::format {

/// 1,234,567.50, rounded as `rounded` does.
std::string with_separators(double value, int decimals);
std::string with_separators(std::uint64_t value);

/// The same; <0.01 for more than nothing that is 0 in these places.
std::string with_separators(double printed, double exact, int decimals);

/// 66.7, without the sign; a dash where there is none.
std::string percent_text(const std::optional<double> &percent);

/// The sign behind a number, as the language sets it: 66.7 % and, in Chinese, 66.7%.
std::string with_percent_sign(const std::string &number);
/// percent_text with its sign; the dash without.
std::string percent_and_sign(const std::optional<double> &percent);

/// Of a scale bar: 50 km.
std::string kilometres_text(double kilometres);

/// The shortest text that reads back as the same double.
std::string shortest(double value);

/// Places after the point that tables show of a unit.
int decimals_of(Unit unit);

double rounded(double value, int decimals);

/// Parts rounded so that they add up to `total`, which is rounded already and lies near their sum.
std::vector<double> rounded_parts(std::span<const double> parts, double total, int decimals);

} // namespace qitu::format
