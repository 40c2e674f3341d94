// Where output goes: words for people to standard error, figures to standard output or a file.
#pragma once

#include <qitu/base/base.h>

#include <chrono>
#include <iosfwd>

namespace qitu::cli {

/// One line, or several, on standard error.
void tell(const std::string &words);

/// Hands `write` a stream. What it wrote goes to standard output ("" or "-") or to a file, whole or not at
/// all.
void put_out(const std::string &target, const std::function<void(std::ostream &)> &write);

/// Quoted where CSV (RFC 4180) needs it.
std::string csv_cell(const std::string &text);

/// One thing found, and the rule by which it is counted.
struct Found {
    std::string rule;
    std::string sentence;
};
/// The first ten of each rule, then how many more there are.
void tell_findings(const std::vector<Found> &findings);

/// A bar on standard error: on a terminal only, after two seconds. While it lives Ctrl-C asks the job to
/// stop, and a second one ends the process.
class ProgressBar {
  public:
    ProgressBar();
    ~ProgressBar();
    ProgressBar(const ProgressBar &) = delete;
    ProgressBar &operator=(const ProgressBar &) = delete;
    Progress progress();

  private:
    using Clock = std::chrono::steady_clock;
    void draw(std::uint64_t done, std::uint64_t total);

    Clock::time_point start_ = Clock::now();
    Clock::time_point drawn_ = start_;
    bool visible_ = false;
    bool terminal_ = false;
};

} // namespace qitu::cli
