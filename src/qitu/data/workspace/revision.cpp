// Times as people write them, and the records that a time or a seal's hash stands for.
#include "state.h"

#include <qitu/core/base/clock.h>
#include <qitu/core/base/date.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/data/workspace/history.h>
#include <qitu/data/workspace/seal.h>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::workspace {

namespace {

constexpr std::int64_t minute_ms = 60000;
constexpr std::size_t least_of_a_hash = 6;

[[noreturn]] void no_time(std::string_view text) {
    throw Error(ErrorKind::usage,
                say("\"{}\" is not a time. Write 2026-11-24, 2026-11-24 15:30 or 2026-11-24T15:30:12.345, in "
                    "local time unless Z or +08:00 follows, or the first digits of a seal's hash.",
                    text));
}

// Reads a time from the front on.
class TimeReader {
  public:
    explicit TimeReader(std::string_view text) : text_(text), rest_(text) {}

    std::int64_t read(bool to_its_end) {
        constexpr std::size_t date_length = 10;
        const auto day = date_from(text_.substr(0, date_length));
        if (!day || text_.size() < date_length)
            no_time(text_);
        rest_.remove_prefix(date_length);
        std::tm tm{};
        tm.tm_year = static_cast<int>(day->year()) - 1900;
        tm.tm_mon = static_cast<int>(static_cast<unsigned>(day->month())) - 1;
        tm.tm_mday = static_cast<int>(static_cast<unsigned>(day->day()));
        std::int64_t open = 86400000; // length of what was not written
        std::int64_t ms = 0;
        if (take('T') || take(' ')) {
            tm.tm_hour = number(2, 0, 23);
            expect(':');
            tm.tm_min = number(2, 0, 59);
            open = minute_ms;
            if (take(':')) {
                tm.tm_sec = number(2, 0, 60);
                open = 1000;
                if (take('.'))
                    ms = fraction(open);
            }
        }
        const std::int64_t begin = seconds(tm) * 1000 + ms;
        if (!rest_.empty())
            no_time(text_);
        return to_its_end ? begin + open - 1 : begin;
    }

  private:
    bool take(char sign) {
        if (rest_.empty() || rest_.front() != sign)
            return false;
        rest_.remove_prefix(1);
        return true;
    }
    void expect(char sign) {
        if (!take(sign))
            no_time(text_);
    }
    int number(std::size_t digits, int least, int most) {
        int value = 0;
        const char *end = rest_.data() + std::min(digits, rest_.size());
        if (rest_.size() < digits || rest_.front() == '-' ||
            std::from_chars(rest_.data(), end, value).ptr != end || value < least || value > most)
            no_time(text_);
        rest_.remove_prefix(digits);
        return value;
    }
    std::int64_t fraction(std::int64_t &open) {
        std::int64_t ms = 0;
        for (open = 1000; open > 1 && !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9';) {
            open /= 10;
            ms += (rest_.front() - '0') * open;
            rest_.remove_prefix(1);
        }
        return ms;
    }
    std::int64_t seconds(std::tm &tm) {
        tm.tm_isdst = -1;
        if (rest_.empty())
            return std::mktime(&tm);
        const std::int64_t result = timegm(&tm);
        if (take('Z'))
            return result;
        const int sign = take('+') ? 1 : -1;
        if (sign < 0)
            expect('-');
        const int hours = number(2, 0, 14);
        expect(':');
        return result - std::int64_t{sign} * (hours * 3600 + number(2, 0, 59) * 60);
    }

    std::string_view text_, rest_;
};

bool is_hash(std::string_view text) {
    return text.size() >= least_of_a_hash &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::int64_t milliseconds(std::int64_t at) {
    return ((at % 1000) + 1000) % 1000;
}

} // namespace

std::int64_t time_from(std::string_view text, bool to_its_end) {
    return TimeReader(text).read(to_its_end);
}

std::string time_text(std::int64_t at) {
    const std::int64_t ms = milliseconds(at);
    return fmt::format("{:%Y-%m-%d %H:%M:%S}.{:03}",
                       fmt::localtime(static_cast<std::time_t>((at - ms) / 1000)), ms);
}

std::string utc_text(std::int64_t at) {
    const std::int64_t ms = milliseconds(at);
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(static_cast<std::time_t>((at - ms) / 1000)),
                       ms);
}

Revision current_revision(const Workspace &workspace) {
    const sqlite::Database &database = database_of(workspace);
    return {database.has_table("qitu_history") ? last_record(database) : 0, time_now()};
}

Revision revision_at(const Workspace &workspace, std::string_view text) {
    const sqlite::Database &database = database_of(workspace);
    const std::string name = database.file().string();
    if (is_hash(text)) {
        std::vector<Revision> found;
        for (const Seal &seal : seals(workspace))
            if (seal.hash.starts_with(text))
                found.push_back({seal.record + 1, seal.at}); // with the seal itself, which comes next
        if (found.size() == 1)
            return found.front();
        throw Error(ErrorKind::refused,
                    say("{}: {} seals have a hash that begins with {}. \"qitu seal --list\" lists them.",
                        name, found.size(), text));
    }
    const std::string since = workspace.meta("history_since");
    if (text == "start" && !since.empty())
        return {0, std::stoll(since)};
    const std::int64_t at = time_from(text);
    if (since.empty() || at < std::stoll(since))
        throw Error(
            ErrorKind::refused,
            since.empty()
                ? say("{}: there is no history yet; it begins when qitu next writes to the file.", name)
                : say("{}: history begins at {}; earlier changes are not recorded.", name,
                      time_text(std::stoll(since))));
    sqlite::Statement row(database, "SELECT id FROM qitu_history WHERE at <= ? ORDER BY id DESC LIMIT 1");
    return {row.bind(1, at).step() ? row.integer(0) : 0, at};
}

} // namespace qitu::workspace
