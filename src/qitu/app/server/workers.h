// Threads for what takes longer than a request may.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace qitu::server {

class Workers {
  public:
    /// Asks the token now and then whether the server stops. What it throws is told: the delivery itself is gone, or the disk.
    using Job = std::function<void(const std::stop_token &stop)>;

    using Tell = std::function<void(const std::string &)>; // any thread calls it

    Workers(std::size_t threads, Tell tell);
    /// Asks jobs that run to stop and waits for them; those that wait are dropped.
    ~Workers();
    Workers(const Workers &) = delete;
    Workers &operator=(const Workers &) = delete;

    void add(Job job);

  private:
    void work(const std::stop_token &stop);
    void run(const Job &job, const std::stop_token &stop) const;

    Tell tell_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::deque<Job> waiting_;
    std::vector<std::jthread> threads_; // the last member: they are the first to go
};

} // namespace qitu::server
