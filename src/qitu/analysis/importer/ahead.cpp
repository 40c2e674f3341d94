#include "ahead.h"

#include <algorithm>

namespace qitu::importer {

Ahead::Ahead(Stream stream) : stream_(std::move(stream)), reader_([this] { read(); }) {}

Ahead::~Ahead() {
    const std::scoped_lock lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
}

void Ahead::read() {
    for (bool more = true; more;) {
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [&] { return stopped_ || filled_ - emptied_ < batches_.size(); });
            if (stopped_)
                return;
        }
        Batch &batch = batches_[filled_ % batches_.size()];
        std::exception_ptr failure;
        batch.count = 0;
        try {
            while (batch.count < at_a_time && (more = stream_(batch.features[batch.count])))
                ++batch.count;
        } catch (...) {
            failure = std::current_exception();
            more = false;
        }
        const std::scoped_lock lock(mutex_);
        failure_ = failure;
        ++filled_;
        ended_ = !more;
        changed_.notify_all();
    }
}

const catalogue::Feature *Ahead::next() {
    for (;;) {
        if (holds_) {
            Batch &batch = batches_[emptied_ % batches_.size()];
            if (at_ < batch.count)
                return &batch.features[at_++];
        }
        std::unique_lock lock(mutex_);
        if (holds_) {
            ++emptied_;
            changed_.notify_all();
        }
        holds_ = false;
        changed_.wait(lock, [&] { return filled_ > emptied_ || ended_; });
        if (filled_ == emptied_) {
            if (failure_)
                std::rethrow_exception(failure_);
            return nullptr;
        }
        holds_ = true;
        at_ = 0;
    }
}

} // namespace qitu::importer
