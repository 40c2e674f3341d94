#include <qitu/core/base/clock.h>
#include <qitu/core/base/text.h>

#include <fmt/chrono.h>

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <optional>

namespace qitu {

namespace {

std::optional<std::int64_t> source_date() {
    const char *epoch = std::getenv("SOURCE_DATE_EPOCH");
    if (double seconds = 0; epoch != nullptr && parse_number(epoch, seconds))
        return static_cast<std::int64_t>(seconds * 1000);
    return std::nullopt;
}

} // namespace

std::int64_t time_now() {
    if (const auto pinned = source_date())
        return *pinned;
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::string time_stamp() {
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.000Z", fmt::gmtime(static_cast<std::time_t>(time_now() / 1000)));
}

std::string today() {
    const auto seconds = static_cast<std::time_t>(time_now() / 1000);
    return fmt::format("{:%Y-%m-%d}", source_date() ? fmt::gmtime(seconds) : fmt::localtime(seconds));
}

} // namespace qitu
