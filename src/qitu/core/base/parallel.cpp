#include <qitu/core/base/parallel.h>

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>

namespace qitu {

std::size_t threads_for(int wanted) {
    return static_cast<std::size_t>(
        wanted > 0 ? wanted : std::max(1, static_cast<int>(std::thread::hardware_concurrency())));
}

void on_each_thread(std::size_t threads, const std::function<void(std::size_t)> &work) {
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
        others.reserve(threads);
        for (std::size_t worker = 1; worker < threads; ++worker)
            others.emplace_back(run, worker);
        run(0);
    }
    if (failure)
        std::rethrow_exception(failure);
}

void parallel_ranges(std::size_t threads, std::size_t count, std::size_t grain,
                     const std::function<void(std::size_t, std::size_t, std::size_t)> &work) {
    std::atomic<std::size_t> next{0};
    on_each_thread(count > grain ? threads : 1, [&](std::size_t worker) {
        try {
            for (std::size_t begin = 0; (begin = next.fetch_add(grain)) < count;)
                work(worker, begin, std::min(begin + grain, count));
        } catch (...) {
            next = count;
            throw;
        }
    });
}

namespace {

/// Turns are given out as batches are read and taken in the same order as they are handed over.
class Pipeline {
  public:
    explicit Pipeline(const PipelineSteps &steps) : steps_(steps) {}

    void run(std::size_t worker) {
        try {
            while (const auto turn = read(worker)) {
                steps_.work(worker);
                if (steps_.hand_over && !hand_over(worker, *turn))
                    return;
            }
        } catch (...) {
            stop();
            throw;
        }
    }

  private:
    std::optional<std::uint64_t> read(std::size_t worker) {
        const std::scoped_lock lock(reading_);
        if (ended_)
            return std::nullopt;
        ended_ = true; // unless the reading goes well
        ended_ = !steps_.read(worker);
        return given_++;
    }

    bool hand_over(std::size_t worker, std::uint64_t turn) {
        std::unique_lock lock(handing_);
        handed_.wait(lock, [&] { return next_ == turn || stopped_; });
        if (stopped_)
            return false;
        steps_.hand_over(worker);
        ++next_;
        handed_.notify_all();
        return true;
    }

    void stop() {
        {
            const std::scoped_lock lock(handing_);
            stopped_ = true;
        }
        handed_.notify_all();
        const std::scoped_lock lock(reading_);
        ended_ = true;
    }

    const PipelineSteps &steps_;
    std::mutex reading_;
    bool ended_ = false;
    std::uint64_t given_ = 0;
    std::mutex handing_;
    std::condition_variable handed_;
    std::uint64_t next_ = 0;
    bool stopped_ = false;
};

} // namespace

void run_pipeline(std::size_t threads, const PipelineSteps &steps) {
    Pipeline pipeline(steps);
    on_each_thread(threads, [&](std::size_t worker) { pipeline.run(worker); });
}

} // namespace qitu
