#include <qitu/core/base/date.h>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace qitu {

namespace {

/// Takes a whole number of at most so many digits from the front of the text.
std::optional<unsigned> take_number(std::string_view &text, std::size_t digits) {
    unsigned number = 0;
    const char *end = text.data() + std::min(digits, text.size());
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc())
        return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
    return number;
}

bool take_dash(std::string_view &text) {
    if (!text.starts_with('-'))
        return false;
    text.remove_prefix(1);
    return true;
}

} // namespace

std::optional<std::chrono::year_month_day> date_from(std::string_view text) {
    const auto year = take_number(text, 4);
    const bool first = take_dash(text);
    const auto month = take_number(text, 2);
    const bool second = take_dash(text);
    const auto day = take_number(text, 2);
    if (!year || !month || !day || !first || !second || !text.empty())
        return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)),
                                           std::chrono::month(*month), std::chrono::day(*day)};
    return date.ok() ? std::optional(date) : std::nullopt;
}

std::string date_text(std::chrono::year_month_day day) {
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                       static_cast<unsigned>(day.day()));
}

} // namespace qitu
