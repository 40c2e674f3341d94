// prefetch: a stream that another thread reads ahead.
#pragma once

#include <array>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace qitu {

/// Reads a stream on a thread of its own, at most two batches ahead of the one that is being used, and gives
/// its items one by one in their order. Items are used again: a stream fills them anew.
template <typename Item>
class Prefetch {
  public:
    /// Fills the item and returns true, or returns false at the end. Called by the other thread alone.
    using Stream = std::function<bool(Item &)>;

    explicit Prefetch(Stream stream, std::size_t batch_size = 512)
        : stream_(std::move(stream)), reader_([this, batch_size] { read_all(batch_size); }) {}
    ~Prefetch() {
        {
            const std::scoped_lock lock(mutex_);
            stopped_ = true;
        }
        changed_.notify_all();
    }
    Prefetch(const Prefetch &) = delete;
    Prefetch &operator=(const Prefetch &) = delete;

    /// The next item, which lasts until the next call; null at the end. Throws what the stream threw, after
    /// the items before it.
    const Item *next() {
        while (at_ == held_) {
            if (!take_batch())
                return nullptr;
        }
        return &batches_[emptied_ % batches_.size()].items[at_++];
    }

  private:
    struct Batch {
        std::vector<Item> items;
        std::size_t count = 0;
    };

    /// Gives back the batch at hand and waits for the one after it.
    bool take_batch() {
        std::unique_lock lock(mutex_);
        if (std::exchange(holds_, false)) {
            ++emptied_;
            changed_.notify_all();
        }
        at_ = held_ = 0;
        changed_.wait(lock, [&] { return filled_ > emptied_ || ended_; });
        if (filled_ == emptied_) {
            if (failure_)
                std::rethrow_exception(failure_);
            return false;
        }
        holds_ = true;
        held_ = batches_[emptied_ % batches_.size()].count;
        return true;
    }

    void read_all(std::size_t batch_size) {
        while (wait_for_room()) {
            Batch &batch = batches_[filled_ % batches_.size()];
            std::exception_ptr failure;
            bool more = false;
            try {
                more = fill(batch, batch_size);
            } catch (...) {
                failure = std::current_exception();
            }
            const std::scoped_lock lock(mutex_);
            failure_ = failure;
            ended_ = !more;
            ++filled_;
            changed_.notify_all();
        }
    }

    /// False when there is nothing left to do.
    bool wait_for_room() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return stopped_ || ended_ || filled_ - emptied_ < batches_.size(); });
        return !stopped_ && !ended_;
    }

    bool fill(Batch &batch, std::size_t batch_size) {
        batch.items.resize(batch_size);
        for (batch.count = 0; batch.count < batch_size; ++batch.count)
            if (!stream_(batch.items[batch.count]))
                return false;
        return true;
    }

    Stream stream_;
    std::array<Batch, 3> batches_; // used as a ring
    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t filled_ = 0, emptied_ = 0; // batches so far
    bool ended_ = false, stopped_ = false;
    std::exception_ptr failure_;
    bool holds_ = false;            // `next` reads from a batch
    std::size_t held_ = 0, at_ = 0; // items of that batch, and how many were given
    std::jthread reader_;           // last: it ends before what it uses
};

} // namespace qitu
