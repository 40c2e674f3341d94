#include "workers.h"

#include <exception>
#include <utility>

namespace qitu::server {

Workers::Workers(std::size_t threads, Tell tell) : tell_(std::move(tell)) {
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
        run(job, stop);
    }
}

void Workers::run(const Job &job, const std::stop_token &stop) const {
    try {
        job(stop);
    } catch (const std::exception &error) {
        if (tell_)
            tell_(error.what());
    }
}

} // namespace qitu::server
