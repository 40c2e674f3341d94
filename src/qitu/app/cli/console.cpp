#include "console.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/staging.h>
#include <qitu/core/base/text.h>
#include <qitu/output/console/table.h>

#include <pthread.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string_view>
#include <system_error>
#include <vector>

namespace qitu::cli {

namespace {

// The one thing that a signal handler may touch.
volatile std::sig_atomic_t interrupted = 0; // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

void interrupt(int) {
    interrupted = 1;
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
}

constexpr const char *clear_line = "\r\x1b[K";

// Those that read files and still unpack.
std::vector<pid_t> child_processes() {
    std::vector<pid_t> result;
    std::error_code ignored;
    for (const auto &thread : std::filesystem::directory_iterator("/proc/self/task", ignored)) {
        std::ifstream children(thread.path() / "children");
        std::copy(std::istream_iterator<pid_t>(children), {}, std::back_inserter(result));
    }
    return result;
}

void remove_temporary_files() {
    for (const pid_t child : child_processes()) {
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
        remove_temporary_of(child);
    }
    remove_temporary_of(getpid());
}

// The job does not look whether it is to stop. It is ended as a second Ctrl-C would: SQLite takes back what
// was begun when the file is next opened.
[[noreturn]] void end_at_once(bool visible) {
    constexpr int stopped = 130;
    if (visible)
        std::cerr << clear_line;
    remove_temporary_files();
    tell(say("Stopped by the user; nothing was changed."));
    std::_Exit(stopped);
}

bool coloured() {
    const char *refused = std::getenv("NO_COLOR");
    const char *terminal = std::getenv("TERM");
    return (refused == nullptr || *refused == '\0') && terminal != nullptr &&
           std::string_view(terminal) != "dumb";
}

// Of the terminal at standard output; 0 where it does not say.
std::size_t terminal_columns() {
    winsize size{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    double columns = 0;
    const char *said = std::getenv("COLUMNS");
    return said != nullptr && parse_number(said, columns) && columns > 0 ? static_cast<std::size_t>(columns)
                                                                         : 0;
}

// Text takes the place of text only: what holds a zero byte is a workspace, a Shapefile, a workbook.
void refuse_to_replace_data(const std::filesystem::path &file) {
    std::ifstream there(file, std::ios::binary);
    std::array<char, 4096> beginning{};
    there.read(beginning.data(), beginning.size());
    auto *const end = beginning.begin() + there.gcount();
    if (std::find(beginning.begin(), end, '\0') != end)
        throw Error(ErrorKind::refused,
                    say("{}: exists and is not a text file. It was not overwritten; choose another name.",
                        file.string()));
}

void put_into(const std::filesystem::path &file, const std::string &text) {
    refuse_to_replace_data(file);
    constexpr std::string_view mark =
        "\xEF\xBB\xBF"; // without it spreadsheets take UTF-8 for the local encoding
    const bool csv = folded(file.extension().string()) == ".csv";
    write_whole(file, [&](std::ostream &out) { out << (csv ? mark : "") << text; });
}

// What a terminal obeys is written as escapes, but for the colours of tables where there are any.
std::string for_standard_output(const std::string &text) {
    if (!prints_on_terminal() || !coloured())
        return printable(text);
    constexpr std::array<std::string_view, 6> ours{"\x1b[0m",  "\x1b[1m",  "\x1b[2m",
                                                   "\x1b[31m", "\x1b[32m", "\x1b[33m"};
    std::string result;
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::size_t escape = std::min(rest.find('\x1b'), rest.size());
        result += printable(rest.substr(0, escape));
        rest.remove_prefix(escape);
        const auto *const colour = std::find_if(ours.begin(), ours.end(),
                                                [&](std::string_view one) { return rest.starts_with(one); });
        const std::size_t length =
            colour == ours.end() ? std::min<std::size_t>(1, rest.size()) : colour->size();
        result += colour == ours.end() ? printable(rest.substr(0, length)) : std::string(*colour);
        rest.remove_prefix(length);
    }
    return result;
}

bool is_file(const std::string &target) {
    return !target.empty() && target != "-";
}

} // namespace

void tell(const std::string &words) {
    std::cerr << printable(words) << '\n';
}

std::string written_for(const std::string &target, const std::function<void(std::ostream &)> &write) {
    std::ostringstream text;
    if (!is_file(target) && prints_on_terminal())
        console::fit(text, {terminal_columns(), coloured()});
    write(text);
    return text.str();
}

void put_out(const std::string &target, const std::string &text) {
    if (is_file(target))
        return put_into(target, text);
    std::cout << for_standard_output(text) << std::flush;
    if (!std::cout)
        throw Error(ErrorKind::refused, say("Standard output cannot be written. Is the disk full?"));
}

void put_out(const std::string &target, const std::function<void(std::ostream &)> &write) {
    put_out(target, written_for(target, write));
}

bool prints_on_terminal() {
    return isatty(STDOUT_FILENO) == 1;
}

ProgressBar::ProgressBar(bool shown) : terminal_(shown && isatty(STDERR_FILENO) == 1) {
    if (const char *file = std::getenv("QITU_PROGRESS"); file != nullptr)
        noted_in_ = file;
    interrupted = 0;
    std::signal(SIGINT, interrupt);
    std::signal(SIGTERM, interrupt);
    watcher_ = std::jthread([this](const std::stop_token &ended) { watch(ended); });
    pthread_setname_np(watcher_.native_handle(), progress_thread);
}

ProgressBar::~ProgressBar() {
    watcher_.request_stop();
    watcher_.join();
    if (interruptible_)
        std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    if (visible_)
        std::cerr << clear_line << std::flush;
}

void ProgressBar::ignore_interrupts() {
    interruptible_ = false;
    std::signal(SIGINT, SIG_IGN);
    std::signal(SIGTERM, SIG_DFL);
}

Progress ProgressBar::progress() {
    return [this](std::uint64_t done, std::uint64_t total) {
        done_.store(done, std::memory_order_relaxed);
        total_.store(total, std::memory_order_relaxed);
        return interrupted == 0;
    };
}

// Draws ten times a second, and waits for a job that was asked to stop.
void ProgressBar::watch(const std::stop_token &ended) {
    using namespace std::chrono_literals;
    std::optional<Clock::time_point> asked;
    for (std::unique_lock lock(mutex_); !ended.stop_requested();
         wake_.wait_for(lock, ended, 100ms, [] { return false; })) {
        if (interrupted != 0 && interruptible_ && !asked)
            asked = Clock::now();
        if (asked && interruptible_ && Clock::now() - *asked > 800ms)
            end_at_once(visible_);
        if (terminal_ && interrupted == 0 && Clock::now() - start_ > 2s)
            draw();
        if (!noted_in_.empty())
            note();
    }
}

// "DONE TOTAL", for a server that shows it to somebody else.
void ProgressBar::note() const {
    std::ofstream(noted_in_) << done_.load(std::memory_order_relaxed) << ' '
                             << total_.load(std::memory_order_relaxed) << '\n';
}

void ProgressBar::draw() {
    const std::uint64_t done = done_.load(std::memory_order_relaxed);
    if (done < drawn_)
        phase_ = Clock::now();
    drawn_ = done;
    visible_ = true;
    std::cerr << clear_line << line(Clock::now() - phase_) << std::flush;
}

std::string ProgressBar::line(Clock::duration elapsed) const {
    const std::uint64_t total = total_.load(std::memory_order_relaxed);
    const std::uint64_t done = total == 0 ? drawn_ : std::min(drawn_, total);
    const double seconds = std::chrono::duration<double>(elapsed).count();
    if (done == 0)
        return say("working, {:.0f} s", std::chrono::duration<double>(Clock::now() - start_).count());
    const double rate = static_cast<double>(done) / std::max(seconds, 0.1);
    if (total == 0)
        return say("{} features, {:.0f} per second", done, rate);
    constexpr std::uint64_t width = 30;
    const std::uint64_t full = done * width / total;
    return fmt::format("[{:#<{}}{:.<{}}] {:3} %  ", "", full, "", width - full, done * 100 / total) +
           say("{:.0f} per second, {:.0f} s left", rate, static_cast<double>(total - done) / rate);
}

} // namespace qitu::cli
