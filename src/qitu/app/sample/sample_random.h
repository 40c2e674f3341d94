// Random choices, reproducible on every machine.
#pragma once

#include <qitu/core/base/random.h>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace qitu::sample {

class Random {
  public:
    explicit Random(std::uint64_t seed) : numbers_(seed) {}
    /// An independent stream for one topic, so that a change in one file leaves the others unchanged.
    Random(std::uint64_t seed, std::string_view topic) : numbers_(seed) {
        for (const char c : topic)
            numbers_ = SplitMix64(next() ^ static_cast<unsigned char>(c));
    }

    std::uint64_t next() { return numbers_.next(); }
    double unit() { return static_cast<double>(next() >> 11) * 0x1p-53; } // in [0, 1)
    double between(double low, double high) { return low + (high - low) * unit(); }
    double around(double spread) { return between(-spread, spread); }
    bool chance(double probability) { return unit() < probability; }
    std::size_t below(std::size_t count) { return static_cast<std::size_t>(next() % count); }
    template <typename T>
    const T &pick(const std::vector<T> &choices) {
        return choices[below(choices.size())];
    }

  private:
    SplitMix64 numbers_;
};

} // namespace qitu::sample
