// parallel: work on all processors.
//
// Every function here runs on so many threads, the calling one among them, and returns when all have ended.
// The first exception wins: nothing new is begun after it, and it is thrown on. `worker`, from 0, says which
// thread calls, so that each can have state of its own: a GEOS context, a buffer, a sum.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <vector>

namespace qitu {

/// As many as are wanted; 0: all that the machine has.
std::size_t threads_for(int wanted);

/// Calls work(worker) once on each thread.
void on_each_thread(std::size_t threads, const std::function<void(std::size_t worker)> &work);

/// Calls work(worker, begin, end) for ranges of at most `grain` that make up 0 to `count`, each by the thread
/// that is free.
void parallel_ranges(std::size_t threads, std::size_t count, std::size_t grain,
                     const std::function<void(std::size_t worker, std::size_t begin, std::size_t end)> &work);

/// Calls work(worker, i) for every i below `count`, `grain` of them at a time.
template <typename Work>
void parallel_for(std::size_t threads, std::size_t count, std::size_t grain, const Work &work) {
    parallel_ranges(threads, count, grain, [&](std::size_t worker, std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i)
            work(worker, i);
    });
}

/// True when holds(worker, i) for every i below `count`; not all are asked once one does not.
template <typename Holds>
bool parallel_all_of(std::size_t threads, std::size_t count, std::size_t grain, const Holds &holds) {
    std::atomic<bool> all{true};
    parallel_for(threads, count, grain, [&](std::size_t worker, std::size_t i) {
        if (all && !holds(worker, i))
            all = false;
    });
    return all;
}

/// The steps of a pipeline, each called with the worker whose batch is meant.
struct PipelineSteps {
    std::function<bool(std::size_t worker)> read;
    std::function<void(std::size_t worker)> work;
    std::function<void(std::size_t worker)> hand_over; // may be empty
};
void run_pipeline(std::size_t threads, const PipelineSteps &steps);

/// Reads batches, works on them in parallel and hands them over in the order of the reading, so that the
/// result does not depend on the number of threads. Each thread has one batch, which it uses again.
///   read(batch)          fills it, one thread at a time; false when nothing comes after this batch
///   work(worker, batch)  all threads at once
///   hand_over(batch)     one thread at a time, in the order of the reading
/// A job that can be stopped calls report_progress() of progress.h as it reads.
template <typename Batch, typename Read, typename Work, typename HandOver>
void ordered_pipeline(std::size_t threads, const Read &read, const Work &work, const HandOver &hand_over) {
    std::vector<Batch> batches(threads);
    run_pipeline(threads, {[&](std::size_t worker) { return read(batches[worker]); },
                           [&](std::size_t worker) { work(worker, batches[worker]); },
                           [&](std::size_t worker) { hand_over(batches[worker]); }});
}

/// The same where nothing is handed over: what the workers keep does not depend on the order.
template <typename Batch, typename Read, typename Work>
void unordered_pipeline(std::size_t threads, const Read &read, const Work &work) {
    std::vector<Batch> batches(threads);
    run_pipeline(threads, {[&](std::size_t worker) { return read(batches[worker]); },
                           [&](std::size_t worker) { work(worker, batches[worker]); },
                           {}});
}

} // namespace qitu
