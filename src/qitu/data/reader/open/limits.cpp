#include "open/limits.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <string_view>

namespace qitu::reader {

std::optional<std::uint64_t> Limit::given() const {
    const char *text = std::getenv(variable);
    if (text == nullptr || *text == '\0')
        return std::nullopt;
    const std::string_view digits(text);
    std::uint64_t number = 0;
    const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc() || stop != digits.data() + digits.size() || number == 0)
        throw Error(ErrorKind::usage, say("{} must be a whole number of 1 or more, not \"{}\".", variable,
                                          std::string(digits)));
    return number;
}

std::uint64_t Limit::value() const {
    return given().value_or(otherwise);
}

std::uint64_t memory_limit_mb() {
    const auto pages = static_cast<std::uint64_t>(std::max(0L, sysconf(_SC_PHYS_PAGES)));
    const auto page = static_cast<std::uint64_t>(std::max(0L, sysconf(_SC_PAGESIZE)));
    return memory_mb.given().value_or(std::max(memory_mb.otherwise, pages * page / mega / 2));
}

void beyond(const std::filesystem::path &file, const std::string &what, const Limit &limit) {
    throw Error(ErrorKind::unreadable,
                say("{}: {}, more than the limit of {}. If it is meant so, set {} higher.", file.string(),
                    what, limit.value(), limit.variable));
}

} // namespace qitu::reader
