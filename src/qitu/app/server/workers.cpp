#include "workers.h"

#include <utility>

namespace qitu::server {

Workers::Workers(std::size_t threads) {
    for (std::size_t i = 0; i < threads; ++i)
        threads_.emplace_back([this](const std::stop_token &stop) { work(stop); });
}

Workers::~Workers() {
    for (std::jthread &thread : threads_)
        thread.request_stop(); // all, before the first is waited for
}

void Workers::add(Job job) {
    const std::scoped_lock lock(mutex_);
    waiting_.push_back(std::move(job));
    wake_.notify_one();
}

void Workers::work(const std::stop_token &stop) {
    while (true) {
        std::unique_lock lock(mutex_);
        if (!wake_.wait(lock, stop, [this] { return !waiting_.empty(); }))
            return;
        if (stop.stop_requested())
            return;
        const Job job = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        job(stop);
    }
}

} // namespace qitu::server
