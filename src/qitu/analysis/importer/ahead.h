// A stream that another thread reads ahead, while this one works on what it has read.
#pragma once

#include <qitu/core/catalogue/catalogue.h>

#include <array>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace qitu::importer {

class Ahead {
  public:
    using Stream = std::function<bool(catalogue::Feature &)>;
    explicit Ahead(Stream stream);
    ~Ahead();
    Ahead(const Ahead &) = delete;
    Ahead &operator=(const Ahead &) = delete;

    /// The next feature, which lasts until the next call; null at the end. What the stream throws is thrown
    /// here.
    const catalogue::Feature *next();

  private:
    static constexpr std::size_t at_a_time = 512;
    struct Batch {
        std::vector<catalogue::Feature> features = std::vector<catalogue::Feature>(at_a_time);
        std::size_t count = 0;
    };
    void read();

    Stream stream_;
    std::array<Batch, 3> batches_; // one is being read from, the others are filled, in turn
    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t filled_ = 0, emptied_ = 0; // batches so far
    bool ended_ = false, stopped_ = false;
    std::exception_ptr failure_;
    bool holds_ = false;  // this thread reads from a batch
    std::size_t at_ = 0;  // in it
    std::jthread reader_; // last: it ends before what it uses
};

} // namespace qitu::importer
