// Threads that share out a job; what one of them throws ends the job and is thrown on.
#pragma once

#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace qitu::tabulate {

/// Calls work(worker) once on each of so many threads, this one among them.
template <typename Work>
void on_each_thread(std::size_t threads, const Work &work) {
    std::mutex mutex;
    std::exception_ptr failure;
    const auto run = [&](std::size_t worker) {
        try {
            work(worker);
        } catch (...) {
            const std::scoped_lock lock(mutex);
            if (!failure)
                failure = std::current_exception();
        }
    };
    {
        std::vector<std::jthread> others;
        for (std::size_t i = 1; i < threads; ++i)
            others.emplace_back(run, i);
        run(0);
    }
    if (failure)
        std::rethrow_exception(failure);
}

/// Calls work(worker, i) for every i below count, a few at a time to whoever is free.
template <typename Work>
void share_out(std::size_t threads, std::size_t count, std::size_t at_a_time, const Work &work) {
    std::atomic<std::size_t> next{0};
    on_each_thread(count > at_a_time ? threads : 1, [&](std::size_t worker) {
        for (std::size_t begin = 0; (begin = next.fetch_add(at_a_time)) < count;)
            for (std::size_t i = begin; i < std::min(begin + at_a_time, count); ++i)
                work(worker, i);
    });
}

/// True when holds(worker, i) for every i below count; not all are asked once one does not.
template <typename Holds>
bool all_of(std::size_t threads, std::size_t count, std::size_t at_a_time, const Holds &holds) {
    std::atomic<bool> all{true};
    share_out(threads, count, at_a_time, [&](std::size_t worker, std::size_t i) {
        if (all && !holds(worker, i))
            all = false;
    });
    return all;
}

} // namespace qitu::tabulate
