// Threads that read, work on what they have read and hand it over in the order in which it was read.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace qitu::validation {

/// Calls on so many threads, until `read` says that there is no more: read(batch) by one thread at a time;
/// work(batch) by all at once; hand_over(batch) by one at a time, in the order of the reading. What one of
/// them throws ends the job and is thrown on.
template <typename Batch, typename Read, typename Work, typename HandOver>
void in_turns(std::size_t threads, const Read &read, const Work &work, const HandOver &hand_over) {
    std::mutex reading, order;
    std::condition_variable handed;
    std::uint64_t given = 0, next = 0; // turns
    bool more = true;
    std::exception_ptr failure;
    const auto go = [&](Batch &batch) {
        for (;;) {
            std::uint64_t turn = 0;
            {
                const std::scoped_lock lock(reading);
                if (!more)
                    return;
                turn = given++;
                more = read(batch);
            }
            work(batch);
            std::unique_lock lock(order);
            handed.wait(lock, [&] { return next == turn || failure; });
            if (failure)
                return;
            hand_over(batch);
            ++next;
            handed.notify_all();
        }
    };
    const auto run = [&] {
        try {
            Batch batch;
            go(batch);
        } catch (...) {
            {
                const std::scoped_lock lock(reading);
                more = false;
            }
            const std::scoped_lock lock(order);
            if (!failure)
                failure = std::current_exception();
            handed.notify_all();
        }
    };
    {
        std::vector<std::jthread> others;
        for (std::size_t i = 1; i < threads; ++i)
            others.emplace_back(run);
        run();
    }
    if (failure)
        std::rethrow_exception(failure);
}

} // namespace qitu::validation
