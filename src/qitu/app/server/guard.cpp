#include "guard.h"

#include <algorithm>
#include <array>
#include <utility>

namespace qitu::server {

namespace {

constexpr std::size_t most_kept = 10000; // addresses and names that are remembered
constexpr int by_both = 5, by_peer = 20, by_name = 50;

double seconds(Clock::duration time) {
    return std::chrono::duration<double>(time).count();
}

// Names and addresses have no line feed.
std::array<std::pair<std::string, int>, 3> keys_of(const std::string &name, const std::string &peer) {
    return {{{name + "\n" + peer, by_both}, {"\n" + peer, by_peer}, {name + "\n", by_name}}};
}

} // namespace

void RateLimit::forget_full() {
    if (buckets_.size() > most_kept)
        std::erase_if(buckets_, [&](const auto &of) {
            return of.second.left + seconds(now_() - of.second.at) * per_second_ >= burst_;
        });
}

bool RateLimit::take(const std::string &peer) {
    const std::scoped_lock lock(mutex_);
    forget_full();
    const Clock::time_point now = now_();
    Bucket &bucket = buckets_.try_emplace(peer, Bucket{burst_, now}).first->second;
    bucket.left = std::min(burst_, bucket.left + seconds(now - bucket.at) * per_second_);
    bucket.at = now;
    if (bucket.left < 1)
        return false;
    bucket.left -= 1;
    return true;
}

int Lockout::locked(const std::string &name, const std::string &peer) {
    const std::scoped_lock lock(mutex_);
    Clock::duration longest{};
    for (const auto &[key, permitted] : keys_of(name, peer))
        if (const auto found = failures_.find(key); found != failures_.end())
            longest = std::max(longest, found->second.until - now_());
    return longest <= Clock::duration{} ? 0 : static_cast<int>(seconds(longest)) + 1;
}

void Lockout::count(const std::string &key, int permitted) {
    constexpr int longest = 6; // 64 minutes
    Failures &of = failures_[key];
    of.last = now_();
    if (++of.count >= permitted)
        of.until = of.last + std::min<Clock::duration>(
                                 std::chrono::hours(1),
                                 std::chrono::minutes(1 << std::min(of.count - permitted, longest)));
}

void Lockout::failed(const std::string &name, const std::string &peer) {
    const std::scoped_lock lock(mutex_);
    forget_old();
    for (const auto &[key, permitted] : keys_of(name, peer))
        count(key, permitted);
}

void Lockout::succeeded(const std::string &name, const std::string &peer) {
    const std::scoped_lock lock(mutex_);
    failures_.erase(keys_of(name, peer)[0].first);
}

void Lockout::forget_old() {
    std::erase_if(failures_, [&](const auto &of) { return now_() - of.second.last > std::chrono::hours(1); });
}

} // namespace qitu::server
