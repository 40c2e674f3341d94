#include "listing.h"

#include <qitu/output/format/numbers.h>

#include <fmt/format.h>

namespace qitu::console {

std::string csv_text(const Value &value) {
    if (const auto *text = std::get_if<std::string>(&value))
        return *text;
    if (const auto *number = std::get_if<double>(&value))
        return format::shortest(*number);
    if (const auto *count = std::get_if<std::int64_t>(&value))
        return fmt::format("{}", *count);
    const auto *yes = std::get_if<bool>(&value);
    return yes == nullptr ? "" : *yes ? "true" : "false";
}

Json json_of(const Value &value) {
    return std::visit(
        [](const auto &of) -> Json {
            if constexpr (std::is_same_v<std::decay_t<decltype(of)>, std::monostate>)
                return {};
            else
                return of;
        },
        value);
}

} // namespace qitu::console
