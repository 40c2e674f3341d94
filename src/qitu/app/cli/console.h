// Where output goes: words for people to standard error, figures to standard output or a file.
#pragma once

#include <qitu/core/base/progress.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace qitu::cli {

/// One line, or several, on standard error.
void tell(const std::string &words);

/// Hands `write` a stream. What it wrote goes to standard output ("" or "-") or to a file, whole or not at
/// all. Tables fit the terminal where it goes to one.
void put_out(const std::string &target, const std::function<void(std::ostream &)> &write);
/// The same in two steps: what `write` writes for this target, and putting it there.
std::string written_for(const std::string &target, const std::function<void(std::ostream &)> &write);
void put_out(const std::string &target, const std::string &text);

/// Standard output is a terminal.
bool prints_on_terminal();

/// A bar on standard error with rate and time left: on a terminal only, after two seconds. While it lives
/// Ctrl-C asks the job to stop; where that takes longer than a second, and with a second Ctrl-C, the process
/// ends. What a job writes it writes in one transaction or into a draft, so the old state stands either way.
class ProgressBar {
  public:
    /// Hidden where lines go to the same terminal meanwhile.
    explicit ProgressBar(bool shown = true);
    ~ProgressBar();
    ProgressBar(const ProgressBar &) = delete;
    ProgressBar &operator=(const ProgressBar &) = delete;
    Progress progress();
    /// From now on Ctrl-C is ignored until the process ends: what was written stands, and what belongs to it
    /// is being finished.
    void ignore_interrupts();

  private:
    using Clock = std::chrono::steady_clock;
    void watch(const std::stop_token &ended);
    void draw();
    void note() const;
    [[nodiscard]] std::string line(Clock::duration elapsed) const;

    std::atomic<std::uint64_t> done_ = 0;
    std::atomic<std::uint64_t> total_ = 0; // 0 while unknown
    Clock::time_point start_ = Clock::now();
    Clock::time_point phase_ = start_; // a job may count anew for each of its parts
    std::uint64_t drawn_ = 0;
    std::atomic<bool> interruptible_ = true;
    std::string noted_in_; // QITU_PROGRESS: a file for the program that has started this one; "" for none
    bool visible_ = false;
    bool terminal_ = false;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::jthread watcher_; // the last member: it is the first to go
};

} // namespace qitu::cli
