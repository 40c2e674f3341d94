// What keeps one asker from taking all, and guessers from going on.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>

namespace qitu::server {

using Clock = std::chrono::steady_clock;
using Now = std::function<Clock::time_point()>;

/// So many requests at once, and so many a second on the long run, from each address.
class RateLimit {
  public:
    RateLimit(double burst, double per_second, Now now)
        : burst_(burst), per_second_(per_second), now_(std::move(now)) {}
    /// Whether one more is let through.
    bool take(const std::string &peer);

  private:
    struct Bucket {
        double left = 0;
        Clock::time_point at;
    };
    void forget_full();

    double burst_, per_second_;
    Now now_;
    std::mutex mutex_;
    std::map<std::string, Bucket> buckets_;
};

/// Counts failures to log in by name, by address, and by both. After some of them it is locked for a minute, and for
/// twice as long with each further one, an hour at most. Whom nobody tries for an hour is forgotten.
class Lockout {
  public:
    explicit Lockout(Now now) : now_(std::move(now)) {}
    /// Seconds until one may try again; 0: now.
    int locked(const std::string &name, const std::string &peer);
    void failed(const std::string &name, const std::string &peer);
    void succeeded(const std::string &name, const std::string &peer);

  private:
    struct Failures {
        int count = 0;
        Clock::time_point last, until;
    };
    void count(const std::string &key, int permitted);
    void forget_old();

    Now now_;
    std::mutex mutex_;
    std::map<std::string, Failures> failures_;
};

} // namespace qitu::server
