#include "console.h"

#include <unistd.h>

#include <csignal>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

namespace qitu::cli {

namespace {

// The one thing that a signal handler may touch.
volatile std::sig_atomic_t interrupted = 0;

void interrupt(int) {
    interrupted = 1;
    std::signal(SIGINT, SIG_DFL);
}

void put_into(const std::filesystem::path &file, const std::string &text) {
    const std::filesystem::path part = file.string() + ".part";
    std::ofstream out(part, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    std::error_code failure;
    if (out)
        std::filesystem::rename(part, file, failure);
    if (!out || failure) {
        std::error_code ignored;
        std::filesystem::remove(part, ignored);
        throw Error(Status::refused,
                    say("{}: cannot be written. Choose a folder that you may write to, with room on "
                        "its disk.",
                        file.string()));
    }
}

} // namespace

void tell(const std::string &words) {
    std::cerr << words << '\n';
}

void put_out(const std::string &target, const std::function<void(std::ostream &)> &write) {
    std::ostringstream text;
    write(text);
    if (!target.empty() && target != "-")
        return put_into(target, text.str());
    std::cout << text.str() << std::flush;
    if (!std::cout)
        throw Error(Status::refused, say("Standard output cannot be written. Is the disk full?"));
}

std::string csv_cell(const std::string &text) {
    if (text.find_first_of(",\"\n\r") == std::string::npos)
        return text;
    std::string result = "\"";
    for (const char c : text)
        result += c == '"' ? std::string("\"\"") : std::string(1, c);
    return result + '"';
}

void tell_findings(const std::vector<Found> &findings) {
    constexpr std::size_t most = 10;
    std::map<std::string, std::vector<std::string>> by_rule;
    for (const Found &found : findings)
        by_rule[found.rule].push_back(found.sentence);
    for (const auto &[rule, sentences] : by_rule) {
        tell(fmt::format("  {} ({})", rule, sentences.size()));
        for (std::size_t i = 0; i < std::min(most, sentences.size()); ++i)
            tell("    " + sentences[i]);
        if (sentences.size() > most)
            tell("    " + say("… and {} more", sentences.size() - most));
    }
}

ProgressBar::ProgressBar() : terminal_(isatty(STDERR_FILENO) == 1) {
    interrupted = 0;
    std::signal(SIGINT, interrupt);
}

ProgressBar::~ProgressBar() {
    std::signal(SIGINT, SIG_DFL);
    if (visible_)
        std::cerr << "\r\x1b[K" << std::flush;
}

Progress ProgressBar::progress() {
    return [this](std::uint64_t done, std::uint64_t total) {
        if (terminal_)
            draw(done, total);
        return interrupted == 0;
    };
}

void ProgressBar::draw(std::uint64_t done, std::uint64_t total) {
    using namespace std::chrono_literals;
    const Clock::time_point now = Clock::now();
    if (now - start_ < 2s || now - drawn_ < 100ms)
        return;
    drawn_ = now;
    visible_ = true;
    if (total == 0) {
        std::cerr << '\r' << say("{} features", done) << "\x1b[K" << std::flush;
        return;
    }
    constexpr std::uint64_t width = 40;
    const std::uint64_t full = std::min(width, done * width / total);
    std::cerr << fmt::format("\r[{:#<{}}{:.<{}}] {:3} %\x1b[K", "", full, "", width - full,
                             done * 100 / total)
              << std::flush;
}

} // namespace qitu::cli
