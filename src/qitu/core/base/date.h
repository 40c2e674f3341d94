// date: days as ISO 8601 writes them.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace qitu {

/// The day of 2023-05-01, also where month and day have one digit; nothing for other text and for days that
/// no calendar has.
std::optional<std::chrono::year_month_day> date_from(std::string_view text);

/// 2023-05-01.
std::string date_text(std::chrono::year_month_day day);

} // namespace qitu
