// Where output goes: words for people to standard error, figures to standard output or a file.
#pragma once

#include <qitu/core/base/progress.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <map>
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

/// Standard output is a terminal.
bool prints_on_terminal();

/// One thing found, and the rule by which it is counted.
struct Found {
    std::string rule;
    std::string sentence;
};
/// The first ten of each rule, then how many more there are.
void tell_findings(const std::vector<Found> &findings);

/// The same for those that are too many to be put into words.
class FoundByRule {
  public:
    template <typename Sentence>
    void add(const std::string &rule, const Sentence &sentence) {
        Rule &its = rules_[rule];
        if (++its.count <= most)
            its.first.push_back(sentence());
    }
    void tell() const;
    [[nodiscard]] bool empty() const { return rules_.empty(); }

  private:
    static constexpr std::size_t most = 10;
    struct Rule {
        std::size_t count = 0;
        std::vector<std::string> first;
    };
    std::map<std::string, Rule> rules_;
};

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

  private:
    using Clock = std::chrono::steady_clock;
    void watch(const std::stop_token &ended);
    void draw();
    [[nodiscard]] std::string line(Clock::duration elapsed) const;

    std::atomic<std::uint64_t> done_ = 0;
    std::atomic<std::uint64_t> total_ = 0; // 0 while unknown
    Clock::time_point start_ = Clock::now();
    Clock::time_point phase_ = start_; // a job may count anew for each of its parts
    std::uint64_t drawn_ = 0;
    bool visible_ = false;
    bool terminal_ = false;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::jthread watcher_; // the last member: it is the first to go
};

/// While it lives Ctrl-C is passed over: for the short work that belongs to what was written just before.
class Undisturbed {
  public:
    Undisturbed();
    ~Undisturbed();
    Undisturbed(const Undisturbed &) = delete;
    Undisturbed &operator=(const Undisturbed &) = delete;
};

} // namespace qitu::cli
